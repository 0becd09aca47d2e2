import type { Clock } from '../../engine/clock.ts'
import { isoNow } from '../../engine/clock.ts'
import type { Entity } from '../../engine/entity.ts'
import { Gone, Misconfigured, RetryLater, type SyncError } from '../../engine/errors.ts'
import type { Write, Writer, Written } from '../../engine/ports.ts'
import type { CompanyRef, FilledLine } from '../../mapping/index.ts'
import { childrenOf } from './children.ts'
import type { Client } from './client.ts'
import { isFixedReference, type Described, type Describes } from './describe.ts'
import { query } from './query.ts'
import { among, groupsOf } from './soql.ts'
import { urgencyOf } from './urgency.ts'
import { bodyOf, withoutFixed } from './write/body.ts'
import { writeRows, type CollectionRow, type RowResult } from './write/collection.ts'
import { writeLines, type WantedLines } from './write/lines.ts'
import { writeLinkedLines, type LinkedLines } from './write/linked-lines.ts'
import { removeRecords } from './write/remove.ts'

interface Services {
  readonly client: Client
  readonly describes: Describes
  readonly clock: Pick<Clock, 'now'>
}

/** Writes by our key: every write can be repeated, whatever became of the try before. */
export function createWriter(services: Services): Writer {
  return {
    repeatable: 'by-key',
    async write(entity, company, writes) {
      try {
        return await writeBatch(services, entity, company, writes)
      } catch (error) {
        // A field or permission may have come since it was described.
        if (error instanceof Misconfigured) services.describes.forget()
        throw error
      }
    },
    remove: (entity, _company, ids) => removeRecords(services.client, entity, ids),
  }
}

async function writeBatch(
  services: Services,
  entity: Entity,
  company: CompanyRef,
  writes: readonly Write[],
): Promise<readonly Written[]> {
  if (writes.length === 0) return []
  if (!('BC_Key__c' in entity.fields) && writes.some(({ id }) => id === undefined)) {
    throw new Misconfigured(`${entity.name} has no BC_Key__c: the bridge cannot create records of it.`, {
      advice: `Let the flow only update records that are linked (mayCreate: false), or add BC_Key__c to ${entity.name}.`,
    })
  }
  const described = await services.describes.of(entity.name)
  const results = new Map<Write, RowResult>()
  // The last write of a key stands for all of that key; Salesforce refuses a key twice in one call, and an id too.
  const byKey = new Map(writes.map((write) => [write.key.toLowerCase(), write]))
  for (let round = [...byKey.values()]; round.length > 0;) {
    const ids = new Set<string>()
    const now: Write[] = []
    const later: Write[] = []
    for (const write of round) {
      const clash = write.id !== undefined && ids.has(write.id)
      if (write.id !== undefined) ids.add(write.id)
      ;(clash ? later : now).push(write)
    }
    await writeRound({ ...services, described }, entity, now, results)
    round = later
  }
  const written = await withLines(services, entity, company, results)
  return writes.map((write) => {
    const representative = byKey.get(write.key.toLowerCase())
    const result = representative && written.get(representative)
    if (result === undefined) throw new RetryLater(`No answer for ${entity.name} ${write.key}.`)
    return result
  })
}

/** Rows whose keys and ids are all different: those with an id are updated by it, the others upserted by key. */
async function writeRound(
  services: Services & { readonly described: Described },
  entity: Entity,
  writes: readonly Write[],
  results: Map<Write, RowResult>,
): Promise<void> {
  const { client, described } = services
  const bodies = new Map(writes.map((write) => [write, rowOf(services, entity, write)]))
  const fixed = [...described.fields.values()].some(
    (field) => isFixedReference(field) && [...bodies.values()].some((body) => field.name in body),
  )
  const unknown = writes.filter((write) => write.id === undefined)
  const present = fixed ? await presentKeys(client, entity, unknown) : new Map<string, string>()
  const idOf = (write: Write): string | undefined => write.id ?? present.get(write.key.toLowerCase())

  const target = { method: 'PATCH', object: entity.name, urgency: urgencyOf(entity) } as const
  const send = async (path: string, some: readonly Write[], row: (write: Write) => CollectionRow): Promise<void> => {
    const answers = await writeRows(client, { ...target, path }, some.map(row))
    answers.forEach((answer, index) => {
      const write = some[index]
      if (write) results.set(write, answer)
    })
  }
  const bodyFor = (write: Write): Record<string, unknown> => bodies.get(write) ?? {}
  const attributes = { type: entity.name }
  const byId = writes.filter((write) => idOf(write) !== undefined)
  await send('/composite/sobjects', byId, (write) => ({
    attributes,
    id: idOf(write),
    ...withoutFixed(bodyFor(write), described),
  }))
  // What the bridge itself made and a person deleted comes back under its key; what others made stays deleted.
  const isOurs = entity.name.startsWith('BC_') && entity.name.endsWith('__c')
  const gone = byId.filter((write) => {
    const result = results.get(write)
    return (
      isOurs && result?.ok === false && /^(ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|NOT_FOUND)$/.test(result.code)
    )
  })
  const byKey = [...writes.filter((write) => idOf(write) === undefined), ...gone]
  const upsert = `/composite/sobjects/${entity.name}/BC_Key__c`
  await send(upsert, byKey, (write) => ({ attributes, ...bodyFor(write) }))
  // A document is shown all the same when what it merely names (its opportunity) was deleted.
  const emptied = new Map<Write, readonly string[]>()
  const news = (write: Write): readonly string[] => {
    const before = emptied.get(write) ?? []
    return danglingOf(results.get(write), described).filter((name) => !before.includes(name))
  }
  for (;;) {
    const dangling = writes.filter((write) => isOurs && news(write).length > 0)
    if (dangling.length === 0) return
    for (const write of dangling) emptied.set(write, [...(emptied.get(write) ?? []), ...news(write)])
    await send(upsert, dangling, (write) => {
      const nothing = (emptied.get(write) ?? []).map((name) => [name, null])
      return { attributes, ...bodyFor(write), ...(Object.fromEntries(nothing) as Record<string, null>) }
    })
  }
}

/** The fields that Salesforce refuses because they name a record that is gone, when all of them may be empty. */
function danglingOf(result: RowResult | undefined, described: Described): readonly string[] {
  if (result === undefined || result.ok || !/^(INVALID_CROSS_REFERENCE_KEY|ENTITY_IS_DELETED)$/.test(result.code))
    return []
  const { fields = [] } = result
  const mayBeEmpty = (name: string) => {
    const field = described.fields.get(name)
    return field?.type === 'reference' && field.nillable === true && field.updateable
  }
  return fields.every(mayBeEmpty) ? fields : []
}

function rowOf(services: Pick<Services, 'clock'> & { described: Described }, entity: Entity, write: Write) {
  const stamp = 'BC_Last_Synced__c' in entity.fields ? { BC_Last_Synced__c: isoNow(services.clock) } : {}
  const key = 'BC_Key__c' in entity.fields ? { BC_Key__c: write.key.toLowerCase() } : {}
  return bodyOf(entity, { ...write.fields, ...stamp, ...key }, services.described)
}

/** Which keys Salesforce has already, with their ids: an earlier try may have made them. */
async function presentKeys(
  client: Client,
  entity: Entity,
  writes: readonly Write[],
): Promise<ReadonlyMap<string, string>> {
  const present = new Map<string, string>()
  const keys = writes.map((write) => write.key.toLowerCase())
  for (const group of groupsOf(keys, { around: 200, most: 200 })) {
    const soql = `SELECT Id, BC_Key__c FROM ${entity.name} WHERE ${among('BC_Key__c', group)}`
    for (const row of await query(client, soql, { urgency: urgencyOf(entity) })) {
      present.set(String(row.BC_Key__c).toLowerCase(), String(row.Id))
    }
  }
  return present
}

/** A record in the Recycle Bin takes no edits. */
function goneOr(entity: Entity, { code, error }: Extract<RowResult, { ok: false }>): SyncError {
  if (code !== 'ENTITY_IS_DELETED') return error
  return new Gone(`The ${entity.label} was deleted in Salesforce.`, {
    advice: `Restore it from the Recycle Bin, or unlink it.`,
    cause: error,
    ...(error.vendor === undefined ? {} : { vendor: error.vendor }),
  })
}

/** Documents first, then their lines: a document counts as written when its lines are. */
async function withLines(
  services: Services,
  entity: Entity,
  company: CompanyRef,
  results: ReadonlyMap<Write, RowResult>,
): Promise<ReadonlyMap<Write, Written>> {
  const wrong = new Map<string, SyncError>()
  for (const children of childrenOf(entity)) {
    const documents = [...results].flatMap(([write, result]): (WantedLines & LinkedLines)[] => {
      const lines = write.fields[children.field]
      if (!result.ok || lines === undefined) return []
      const { lineIds } = write
      return [{ parent: result.id, isNew: result.created, lines: lines as readonly FilledLine[], lineIds }]
    })
    if (documents.length === 0) continue
    const described = await services.describes.of(children.entity.name)
    const now = isoNow(services.clock)
    const work = children.ofPeople ? writeLinkedLines : writeLines
    const failed = await work({ client: services.client, described, now }, children, company, documents)
    for (const [parent, error] of failed) wrong.set(parent, error)
  }
  return new Map(
    [...results].map(([write, result]): [Write, Written] => {
      if (!result.ok) return [write, { outcome: 'failed', error: goneOr(entity, result) }]
      const error = wrong.get(result.id)
      if (error) return [write, { outcome: 'failed', error }]
      return [write, { outcome: result.created ? 'inserted' : 'modified', id: result.id }]
    }),
  )
}
