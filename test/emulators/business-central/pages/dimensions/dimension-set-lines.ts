import type { SandboxCompany } from '../../company/company.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import type { Page, PageContext } from '../page.ts'
import { documentKinds } from '../sales/document-kind.ts'
import { isPosted } from '../../posting/statuses.ts'
import { dimensionsOf, dimensionTable, setDimension } from './document-dimensions.ts'
import { shortcutsFrom } from './shortcuts.ts'
import { text } from '../../wire/text.ts'

/** As the API shows an entry: its `id` is the id of the dimension, so it is unique below one parent only. */
function shown(company: SandboxCompany, entry: Row): Row {
  const dimension = company.table('dimensions').get(String(entry['dimensionId']))
  const value = company.table('dimensionValues').get(String(entry['valueId']))
  return {
    ...entry,
    id: String(entry['dimensionId']),
    _entryId: entry.id,
    code: dimension?.['code'] ?? '',
    displayName: dimension?.['displayName'] ?? '',
    consolidationCode: dimension?.['consolidationCode'] ?? '',
    valueId: entry['valueId'],
    valueCode: value?.['code'] ?? '',
    valueDisplayName: value?.['displayName'] ?? '',
    valueConsolidationCode: value?.['consolidationCode'] ?? '',
  }
}

/** Dimension and value by id or code; both of a pair have to agree. */
function find(company: SandboxCompany, set: string, id: unknown, code: unknown, within?: string): Row {
  const rows = within === undefined ? company.table(set).all() : company.table(set).where('dimensionId', within)
  const label = set === 'dimensions' ? 'Dimension' : 'Dimension Value'
  const found = rows.filter(
    (row) =>
      (typeof id !== 'string' || id === noGuid || row.id === id) &&
      (typeof code !== 'string' || code === '' || row['code'] === code),
  )
  const [only] = found
  if (!only || (id === undefined && code === undefined))
    throw new BusinessError(`The ${label} does not exist or the given id and code do not match.`)
  return only
}

/** Headers show global dimensions; a posted document keeps what it was posted with. */
function touchParent({ company }: PageContext, parentId: string): void {
  for (const { set, lines } of documentKinds) {
    const line = company.table(lines).get(parentId)
    const document = company.table(set).get(line ? String(line['documentId']) : parentId)
    if (!document) continue
    if (isPosted(document))
      throw new BusinessError('The document has been posted: its dimensions can no longer be modified.')
    company.table(set).update(document.id, line ? {} : shortcutsFrom(company, document.id))
  }
}

/** Dimensions of a document or a line: always read and written below the parent. */
export const dimensionSetLines: Page = {
  needsParent: { properties: ['parentId'], refusal: 'You must specify a parent id to get to the dimension set lines.' },
  source: {
    all: ({ company }) =>
      company
        .table(dimensionTable)
        .all()
        .map((entry) => shown(company, entry)),
    where: ({ company }, property, value) => {
      const entries = property === 'parentId' ? dimensionsOf(company, value) : company.table(dimensionTable).all()
      return entries.map((entry) => shown(company, entry)).filter((row) => row[property] === value)
    },
  },
  create: (context, _set, values: Values) => {
    const { company } = context
    const parentId = text(values, 'parentId', noGuid)
    if (parentId === noGuid) throw new BusinessError('You must specify a parent id to create a dimension set line.')
    const dimension = find(company, 'dimensions', values['id'], values['code'])
    const value = find(company, 'dimensionValues', values['valueId'], values['valueCode'], dimension.id)
    if (dimensionsOf(company, parentId).some((row) => row['dimensionId'] === dimension.id))
      throw new BusinessError(
        'The dimension is already set.',
        'Internal_EntityWithSameKeyExists',
        context.switches.duplicateKeyStatus,
      )
    const entry = setDimension(company, text(values, 'parentType', '_x0020_'), parentId, dimension.id, value.id)
    touchParent(context, parentId)
    return shown(company, entry)
  },
  update: (context, _set, row, change) => {
    const { company } = context
    if (change['code'] !== undefined && change['code'] !== row['code'])
      throw new BusinessError('The value for "code" cannot be modified.')
    const value = find(company, 'dimensionValues', change['valueId'], change['valueCode'], row.id)
    const entry = company.table(dimensionTable).update(String(row['_entryId']), { valueId: value.id })
    touchParent(context, String(row['parentId']))
    return shown(company, entry)
  },
  remove: (context, _set, row) => {
    context.company.table(dimensionTable).delete(String(row['_entryId']))
    touchParent(context, String(row['parentId']))
  },
}
