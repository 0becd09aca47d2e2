import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Row } from '../../emulators/salesforce/records.ts'
import { type FieldSchema } from '../../emulators/salesforce/schema.ts'
import type { Change } from './decode.ts'
import { entities, type PubSubOrg, startPubSubOrg } from './org.ts'

let bus: PubSubOrg
let actor: Actor
beforeAll(async () => {
  bus = await startPubSubOrg()
  actor = { userId: bus.started.org.context.session(bus.started.org.accessToken)?.userId ?? '', api: 'rest' }
  // Differences of large texts have a test of their own.
  bus.started.org.pubSub.switches.textDifferences = 'never'
})
afterAll(() => bus[Symbol.asyncDispose]())

type Values = Readonly<Record<string, unknown>>

/** What a subscriber believes: every record by entity and id, as the events alone tell it. */
function believe(changes: readonly Change[]): Map<string, Record<string, unknown>> {
  const state = new Map<string, Record<string, unknown>>()
  for (const { header, changed, nulled, values } of changes)
    for (const id of header.recordIds) {
      const key = `${header.entityName} ${id}`
      if (header.changeType === 'DELETE') state.delete(key)
      else if (header.changeType === 'UPDATE') {
        const known = state.get(key)
        if (!known) throw new Error(`an update of ${key}, which was never created`)
        for (const name of changed) known[name] = nulled.includes(name) ? null : values[name]
      } else state.set(key, { ...values })
    }
  return state
}

const instant = (value: unknown): unknown => (typeof value === 'string' ? BigInt(Date.parse(value)) : null)

/** A stored value as Avro says it. */
function told({ type }: FieldSchema, value: unknown): unknown {
  if (type === 'boolean') return value === true
  if (value === null || value === undefined) return null
  if (type === 'date' || type === 'datetime') return instant(value)
  return ['double', 'currency', 'percent', 'int'].includes(type) ? Number(value) : value
}

const leftOut = new Set(['Id', 'IsDeleted', 'SystemModstamp'])

/** The same names as in the events: parts of a compound field behind its name. */
function nameOf({ name, compoundFieldName: whole }: FieldSchema): string {
  if (whole === undefined) return name
  return `${whole}.${whole.endsWith('Address') ? name.slice(whole.length - 'Address'.length) : name}`
}

function stands(entity: string, row: Row): Record<string, unknown> {
  const object = bus.started.org.schema.object(entity)
  const fields = (object?.fields ?? []).filter(
    (field) =>
      !leftOut.has(field.name) &&
      !field.calculated &&
      field.type !== 'base64' &&
      !object?.fields.some((part) => part.compoundFieldName === field.name),
  )
  return Object.fromEntries(fields.map((field) => [nameOf(field), told(field, row[field.name])]))
}

/** An event leaves out the parts of a compound field that is empty; both sides say so alike. */
const filled = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== false),
  )

const word = fc.constantFrom('a', 'B', 'ç é', 'x'.repeat(60))
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const fieldsOf: Readonly<Record<(typeof entities)[number], fc.Arbitrary<Values>>> = {
  Account: fc.record(
    {
      Name: word,
      Phone: maybe(word),
      AnnualRevenue: maybe(fc.integer({ min: 0, max: 10_000 })),
      BillingCity: maybe(word),
      BillingStreet: maybe(word),
      Description: maybe(fc.constant('long '.repeat(300))),
    },
    { requiredKeys: [] },
  ),
  Contact: fc.record(
    { LastName: word, FirstName: maybe(word), Email: maybe(fc.constant('a@example.com')) },
    { requiredKeys: [] },
  ),
  Bill__c: fc.record(
    {
      Name: word,
      Total__c: maybe(fc.integer({ min: -500, max: 500 })),
      Due__c: maybe(fc.constantFrom('2026-02-28', '2027-01-01')),
      Held__c: fc.boolean(),
      Seen__c: maybe(fc.constant('2026-01-01T00:00:00.000Z')),
      Status__c: maybe(fc.constantFrom('Open', 'Paid', 'Nonsense')),
    },
    { requiredKeys: [] },
  ),
  Bill_Line__c: fc.record({ Amount__c: maybe(fc.integer({ min: 0, max: 9 })) }, { requiredKeys: [] }),
  Product2: fc.record({ Name: word, IsActive: fc.boolean() }, { requiredKeys: [] }),
}

const operation = fc.oneof(
  ...entities.map((entity) =>
    fc.record({
      entity: fc.constant(entity),
      kind: fc.constantFrom('create', 'create', 'update', 'update', 'update', 'delete', 'undelete'),
      which: fc.nat(50),
      fields: fieldsOf[entity],
      minutes: fc.nat(2),
    }),
  ),
)
/** Each inner list is one transaction, some of which are rolled back. */
const history = fc.array(
  fc.record({ operations: fc.array(operation, { minLength: 1, maxLength: 6 }), undone: fc.nat(9) }),
  {
    minLength: 1,
    maxLength: 12,
  },
)

type Operation = typeof operation extends fc.Arbitrary<infer One> ? One : never

function perform({ entity, kind, which, fields }: Operation, gone: { entity: string; id: string }[]): void {
  const { dml, records } = bus.started.org
  const rows = records.all(entity)
  const row = rows.length > 0 ? rows[which % rows.length] : undefined
  if (kind === 'create') {
    const bills = records.all('Bill__c')
    const parent = entity === 'Bill_Line__c' ? { Bill__c: bills[which % Math.max(1, bills.length)]?.Id } : {}
    dml.insert(actor, entity, { ...fields, ...parent })
  } else if (kind === 'undelete') {
    const last = gone.pop()
    if (last) dml.undelete(actor, last.entity, last.id)
  } else if (!row) return
  else if (kind === 'update') dml.update(actor, entity, row.Id, fields)
  else if (dml.delete(actor, entity, row.Id).success) gone.push({ entity, id: row.Id })
}

describe('replaying from the earliest event', () => {
  it('rebuilds the org as it stands, whatever was done to it', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(history, async (transactions) => {
        const { org } = bus.started
        org.reset({ keepMetadata: true })
        const before = entities.flatMap((entity) => org.records.all(entity))
        const changes: { kind: string; ids: number }[] = []
        const stop = org.records.onCommit((commit) => {
          for (const one of commit.changes)
            if (entities.some((entity) => entity === one.object)) changes.push({ kind: one.kind, ids: 1 })
        })
        const gone: { entity: string; id: string }[] = []
        for (const { operations, undone } of transactions) {
          org.dml.transaction(actor, (rollback) => {
            for (const one of operations) perform(one, gone)
            if (undone === 0) rollback()
          })
          await org.clock.advance((operations[0]?.minutes ?? 0) * 60_000)
        }
        stop()
        // Events merge: counted by the records that they name.
        const client = bus.clientAs({ accesstoken: org.accessToken })
        const found: Change[] = []
        const stream = client.open('Subscribe', {
          topicName: '/data/Sync__chn',
          replayPreset: 'EARLIEST',
          numRequested: 7,
        })
        let records = 0
        while (records < changes.length) {
          const response = await stream.next()
          const next = await bus.decode(response)
          found.push(...next)
          records += next.reduce((sum, { header }) => sum + header.recordIds.length, 0)
          if (response?.pendingNumRequested === 0) stream.write({ numRequested: 7 })
        }
        stream.cancel()
        client.close()
        for (const { header } of found) seen.add(header.changeType)
        const state = believe(found)
        const rows = entities.flatMap((entity) =>
          org.records
            .all(entity)
            .filter((row) => !before.some((old) => old.Id === row.Id))
            .map((row) => [`${entity} ${row.Id}`, filled(stands(entity, row))] as const),
        )
        const believed = [...state].map(([key, values]) => [key, filled(values)] as const)
        expect(new Map(believed.toSorted())).toEqual(new Map(rows.toSorted()))
      }),
      { numRuns: 60 },
    )
    expect([...seen].toSorted()).toEqual(['CREATE', 'DELETE', 'UNDELETE', 'UPDATE'])
  })
})
