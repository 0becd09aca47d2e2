import { createHash } from 'node:crypto'
import type { Row } from '../../records.ts'
import { refuse } from '../errors.ts'
import { adjust, type Draft, make, type ObjectRules, type RuleWorld } from './rule.ts'

/** What the file's name says its kind is; anything else is UNKNOWN, as in an org. */
const fileTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ pdf: 'PDF', txt: 'TEXT', csv: 'CSV', xml: 'XML', json: 'JSON', html: 'HTML', zip: 'ZIP' },
    ...{ png: 'PNG', jpg: 'JPG', jpeg: 'JPG', gif: 'GIF', svg: 'SVG', bmp: 'BMP' },
    ...{ doc: 'WORD', docx: 'WORD_X', xls: 'EXCEL', xlsx: 'EXCEL_X', ppt: 'POWER_POINT', pptx: 'POWER_POINT_X' },
  }),
)

const fileName = (path: unknown): string => String(path).split(/[/\\]/).at(-1) ?? ''
const extensionOf = (path: unknown): string | null => /\.([^.]{1,40})$/.exec(fileName(path))?.[1] ?? null

/** All versions of a document, in the order they were made. */
export const versionsOf = (documentId: unknown, { store }: Pick<RuleWorld, 'store'>): readonly Row[] =>
  store.find('ContentVersion', 'ContentDocumentId', documentId).flatMap((id) => store.get('ContentVersion', id) ?? [])

/** Size of all files together. */
export const storedBytes = ({ all }: Pick<RuleWorld['store'], 'all'>): number =>
  all('ContentVersion').reduce((sum, version) => sum + Number(version.ContentSize), 0)

function refuseTooLarge(bytes: number, { store, switches }: RuleWorld): void {
  if (bytes > switches.maxFileBytes)
    refuse('FILE_SIZE_LIMIT_EXCEEDED', `File exceeds the maximum size of ${switches.maxFileBytes} bytes`, [
      'VersionData',
    ])
  if (storedBytes(store) + bytes > switches.fileStorageMegabytes * 1_048_576)
    refuse('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded')
}

/** The document that the first version makes, and the links to whoever loaded it up and to where it is published. */
function publish(draft: Draft, world: RuleWorld): void {
  const { actor, switches } = world
  const { Title, Description, ContentSize, FileType, FileExtension, SharingOption, OwnerId } = draft
  const file = { Title, Description, ContentSize, FileType, FileExtension, SharingOption, OwnerId }
  const document = { ...file, PublishStatus: 'P', ContentModifiedDate: world.now }
  draft.ContentDocumentId = make('ContentDocument', { ...document, LatestPublishedVersionId: draft.Id }, world)
  const link = { ContentDocumentId: draft.ContentDocumentId, Visibility: 'AllUsers' }
  const owner = typeof OwnerId === 'string' ? OwnerId : actor.userId
  make('ContentDocumentLink', { ...link, LinkedEntityId: owner, ShareType: 'I' }, world)
  const place = draft.FirstPublishLocationId
  if (typeof place === 'string' && place !== owner)
    make('ContentDocumentLink', { ...link, LinkedEntityId: place, ShareType: switches.firstPublishShareType }, world)
}

/** One more version of a document: it is the latest now, and the document shows it. */
function revise(draft: Draft, world: RuleWorld): void {
  if (typeof draft.FirstPublishLocationId === 'string')
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'A new version of a document cannot have a first publish location: FirstPublishLocationId',
      ['FirstPublishLocationId'],
    )
  const before = versionsOf(draft.ContentDocumentId, world)
  draft.VersionNumber = String(before.length + 1)
  for (const { Id } of before) adjust('ContentVersion', Id, { IsLatest: false }, world)
  const { Title, ContentSize, FileType, FileExtension } = draft
  const shown = { Title, ContentSize, FileType, FileExtension, LatestPublishedVersionId: draft.Id }
  adjust('ContentDocument', String(draft.ContentDocumentId), { ...shown, ContentModifiedDate: world.now }, world)
}

/**
 * A file comes into the org as a version: without `ContentDocumentId` it makes its document.
 * [Object Reference: ContentVersion]
 */
export const contentVersion: ObjectRules = {
  complete(draft) {
    if (typeof draft.PathOnClient !== 'string') return
    draft.Title ??= fileName(draft.PathOnClient)
      .replace(/(.)\.[^.]*$/, '$1')
      .slice(0, 255)
    draft.FileExtension = extensionOf(draft.PathOnClient)
    draft.FileType = fileTypes.get(String(draft.FileExtension).toLowerCase()) ?? 'UNKNOWN'
  },
  beforeInsert(draft, world) {
    const bytes = Buffer.from(String(draft.VersionData), 'base64')
    refuseTooLarge(bytes.length, world)
    Object.assign(draft, {
      ContentSize: bytes.length,
      Checksum: createHash('md5').update(bytes).digest('hex'),
      IsLatest: true,
      VersionNumber: '1',
      PublishStatus: 'P',
      ContentModifiedDate: world.now,
      ContentModifiedById: world.actor.userId,
    })
    if (typeof draft.ContentDocumentId === 'string') revise(draft, world)
    else publish(draft, world)
  },
  beforeUpdate(_before, draft, _given, world) {
    const { Title, Description } = draft
    if (draft.IsLatest === true)
      adjust('ContentDocument', String(draft.ContentDocumentId), { Title, Description }, world)
  },
}
