import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entitySet, type EntitySet } from '../entities.ts'
import { startClient, type Client, type Json } from '../testing/client.ts'
import { answerOf, only, written, type Condition, type Query, type Value } from './naive-query.ts'

/** Sets with many kinds of properties, and lines, which are read by their document. */
const sets = ['customers', 'items', 'salesInvoices', 'generalLedgerEntries', 'contacts', 'itemLedgerEntries'].map(
  (name) => entitySet(name),
)
/** A hundredth of the generated requests: the nightly run raises both. */
const runs = Math.ceil(Number(process.env['BC_GENERATED_REQUESTS'] ?? 10_000) / 100)
const seed = Number(process.env['BC_SEED'] ?? 20260316)

let client: Client
const shown = new Map<string, readonly Json[]>()
beforeAll(async () => {
  client = await startClient()
  for (const { name } of sets) shown.set(name, (await client.get(name)).value)
})
afterAll(() => client.bc.close())

/** Properties one may filter and sort on: columns, no variables of the page. */
const columns = (set: EntitySet): string[] =>
  Object.entries(set.properties)
    .filter(([, { calculated, type }]) => calculated !== true && type !== 'Stream')
    .map(([name]) => name)

/** Values that occur, so that conditions hold now and then. */
function valueOf(set: EntitySet, name: string): fc.Arbitrary<Value> {
  const seen = (shown.get(set.name) ?? []).map((row) => row[name] as Value)
  const property = set.properties[name]
  const other: fc.Arbitrary<Value> =
    property?.type === 'Decimal'
      ? fc.integer({ min: -1000, max: 100_000 }).map((cents) => cents / 100)
      : property?.type === 'String'
        ? fc.constantFrom('', 'A', "O'Neil", 'zz', '1', 'é')
        : fc.constantFrom(...seen)
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...seen) }, { weight: 1, arbitrary: other })
}

function simple(set: EntitySet, name: string): fc.Arbitrary<Condition> {
  const type = set.properties[name]?.type
  const operators = type === 'Boolean' || type === 'Guid' ? (['eq', 'ne'] as const) : operatorsOf
  const compare = fc
    .tuple(fc.constantFrom(...operators), valueOf(set, name))
    .map(([operator, value]): Condition => ({ is: 'compare', name, operator, value }))
  if (type !== 'String') return compare
  const part = valueOf(set, name).chain((value) =>
    fc.tuple(fc.nat(String(value).length), fc.nat(4)).map(([from, length]) => String(value).slice(from, from + length)),
  )
  const text = fc
    .tuple(fc.constantFrom('contains' as const, 'startswith' as const, 'endswith' as const), part)
    .map(([test, value]): Condition => ({ is: 'text', name, test, value }))
  return fc.oneof(compare, text)
}
const operatorsOf = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const

function condition(set: EntitySet): fc.Arbitrary<Condition> {
  const column = fc.constantFrom(...columns(set))
  const one = column.chain((name) => simple(set, name))
  // `or` only over one and the same property.
  const or = column.chain((name) =>
    fc.array(simple(set, name), { minLength: 2, maxLength: 3 }).map((any): Condition => ({ is: 'or', any })),
  )
  const and = fc.array(fc.oneof(one, or), { minLength: 2, maxLength: 3 }).map((all): Condition => ({ is: 'and', all }))
  return fc.oneof(one, or, and)
}

const question = (set: EntitySet): fc.Arbitrary<Query> =>
  fc.record(
    {
      filter: condition(set),
      orderBy: fc.uniqueArray(fc.record({ name: fc.constantFrom(...columns(set)), down: fc.boolean() }), {
        maxLength: 2,
        selector: ({ name }) => name,
      }),
      top: fc.nat(12),
      skip: fc.nat(6),
      select: fc.uniqueArray(fc.constantFrom(...Object.keys(set.properties)), { minLength: 1, maxLength: 4 }),
      count: fc.boolean(),
    },
    { requiredKeys: ['orderBy', 'count'] },
  )

function address(set: EntitySet, { filter, orderBy, top, skip, select, count }: Query): string {
  const options = new URLSearchParams()
  if (filter) options.set('$filter', written(set, filter))
  if (orderBy.length > 0)
    options.set('$orderby', orderBy.map(({ name, down }) => (down ? `${name} desc` : name)).join())
  if (top !== undefined) options.set('$top', String(top))
  if (skip !== undefined) options.set('$skip', String(skip))
  if (select) options.set('$select', select.join())
  if (count) options.set('$count', 'true')
  return `${set.name}?${options.toString()}`
}

test.each(sets)('any query of $name is answered as a slow and simple reading of it would', async (set) => {
  const all = shown.get(set.name) ?? []
  expect(all.length).toBeGreaterThan(2)
  await fc.assert(
    fc.asyncProperty(question(set), async (query) => {
      const reply = await client.get(address(set, query))
      const { rows, total } = answerOf(set, all, query)
      expect([reply.status, reply.message]).toEqual([200, ''])
      expect(reply.value.map((row) => only(row, () => true))).toEqual(rows)
      if (query.count) expect(reply.json['@odata.count']).toBe(total)
      const { filter } = query
      const counting = filter ? `$filter=${encodeURIComponent(written(set, filter))}` : ''
      if (query.count) expect((await client.get(`${set.name}/$count?${counting}`)).text).toBe(String(total))
    }),
    { numRuns: runs, seed },
  )
})

test('any page size leads through all rows, once each, in order', async () => {
  const all = (await client.get('generalLedgerEntries')).value
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: all.length + 2 }), async (size) => {
      const rows: Json[] = []
      let next: string | undefined = 'generalLedgerEntries'
      while (next !== undefined) {
        const { pathname, search } = new URL(next, 'http://localhost/')
        const path: string = next.startsWith('http') ? `${pathname}${search}` : next
        const headers = { Prefer: `odata.maxpagesize=${size}` }
        const reply = await (path.startsWith('/') ? client.call('GET', path, { headers }) : client.get(path, headers))
        expect(reply.value.length).toBeLessThanOrEqual(size)
        rows.push(...reply.value)
        next = reply.json['@odata.nextLink'] as string | undefined
      }
      expect(rows).toEqual(all)
    }),
    { numRuns: 8, seed: 20260316 },
  )
})
