import type { Entity } from '../entity.ts'
import { Gone, RetryLater, type SyncError } from '../errors.ts'
import type { Connector, FieldValues, Notice, Write, Written, Writer } from '../ports.ts'
import type { SourceRecord } from '../records.ts'

/** A system in memory: just enough of a connector to tell whether the engine keeps its promises. */
export interface FakeSystem extends Connector {
  /** Puts a record there, as its users would. */
  put(entity: Entity, id: string, fields: FieldValues, company?: string): void
  remove(entity: Entity, id: string, company?: string): void
  /** Records of an entity, by id. */
  all(entity: Entity, company?: string): Record<string, FieldValues>
  /** Everything that was asked of it, oldest first. */
  readonly calls: { readonly what: 'read' | 'find' | 'write'; readonly entity: string; readonly count: number }[]
  readonly told: Notice[]
  /** Records that were merged into others. */
  readonly merged: Map<string, string>
  /** What happens to the next writes, one after the other; `undefined` = as usual. */
  readonly faults: (Fault | undefined)[]
  /** What reading throws as long as it is set. */
  readFault: SyncError | undefined
  /** Runs in the middle of every write, before anything is stored. */
  duringWrite: (() => Promise<void>) | undefined
}

/** `lost`: the record is written, but the answer is this error. */
interface Fault {
  readonly error: Error
  readonly lost?: boolean
}

/** One call per record that carries a fault; the writer answers, or throws what is no `SyncError`. */
export function fakeSystem(system: string, repeatable: Writer['repeatable']): FakeSystem {
  const tables = new Map<string, Map<string, FieldValues>>()
  const byKey = new Map<string, string>()
  const calls: FakeSystem['calls'] = []
  const faults: FakeSystem['faults'] = []
  const told: Notice[] = []
  const merged: FakeSystem['merged'] = new Map()
  const made = new Map<string, number>()
  let version = 0

  const table = (entity: Entity, company = '') => {
    const name = `${entity.viewOf?.name ?? entity.name}|${entity.perCompany ? company : ''}`
    const existing = tables.get(name) ?? new Map<string, FieldValues>()
    tables.set(name, existing)
    return existing
  }
  const record = (entity: Entity, id: string, fields: FieldValues): SourceRecord => ({
    id,
    version: String(version),
    fields: { ...fields, [entity.key]: id },
  })
  const store = (entity: Entity, company: string, { id, key, fields }: Write): Written => {
    const rows = table(entity, company)
    const known = id ?? (repeatable === 'by-key' ? byKey.get(`${entity.name}|${key}`) : undefined)
    const number = Math.max(made.get(entity.name) ?? 0, rows.size) + 1
    if (known === undefined) made.set(entity.name, number)
    const target = known ?? `${entity.name}-${number}`
    if (known !== undefined && !rows.has(known)) {
      return { outcome: 'failed', error: new Gone(`${known} is not there.`, { advice: 'Link it again.' }) }
    }
    rows.set(target, { ...rows.get(target), ...fields })
    version += 1
    byKey.set(`${entity.name}|${key}`, target)
    return { outcome: known === undefined ? 'inserted' : 'modified', id: target }
  }

  const fake: FakeSystem = {
    system,
    calls,
    faults,
    told,
    merged,
    readFault: undefined,
    duringWrite: undefined,
    put: (entity, id, fields, company) => void table(entity, company).set(id, fields),
    remove: (entity, id, company) => void table(entity, company).delete(id),
    all: (entity, company) => Object.fromEntries(table(entity, company)),
    reader: {
      async read(entity, company, ids) {
        calls.push({ what: 'read', entity: entity.name, count: ids.length })
        if (fake.readFault) throw fake.readFault
        const rows = table(entity, company.id)
        return new Map(
          ids.flatMap((id) => {
            const fields = rows.get(id)
            return fields ? [[id, record(entity, id, fields)] as const] : []
          }),
        )
      },
      async find(entity, company, wanted) {
        calls.push({ what: 'find', entity: entity.name, count: wanted.length })
        if (fake.readFault) throw fake.readFault
        const rows = [...table(entity, company.id)]
        return wanted.map((values) =>
          rows
            .filter(([, fields]) =>
              Object.entries(values).every(([name, value]) => (fields[name] ?? null) === (value ?? null)),
            )
            .slice(0, 10)
            .map(([id, fields]) => record(entity, id, fields)),
        )
      },
      mergedInto: async (_, ids) => new Map([...merged].filter(([id]) => ids.includes(id))),
      known: async (name) => (name === 'nothing' ? undefined : `known-${name}`),
    },
    writer: {
      repeatable,
      async remove(entity, company, ids) {
        const rows = table(entity, company.id)
        return ids.map((id) => ({ outcome: rows.delete(id) ? 'deleted' : 'gone' }))
      },
      async write(entity, company, writes) {
        calls.push({ what: 'write', entity: entity.name, count: writes.length })
        await fake.duringWrite?.()
        return writes.map((write) => {
          const fault = faults.shift()
          if (!fault || fault.lost === true) {
            const written = store(entity, company.id, write)
            if (!fault) return written
          }
          if (!('vendor' in fault.error)) throw fault.error
          return { outcome: 'failed', error: fault.error as SyncError }
        })
      },
    },
    changes: [],
    notices: {
      async tell(_, notices) {
        if (notices.some((notice) => notice.id === 'deaf')) throw new RetryLater('does not listen')
        told.push(...notices)
      },
    },
    check: async () => [],
    usage: () => [],
    close: async () => undefined,
  }
  return fake
}
