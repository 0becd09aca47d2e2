import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startUiOrg, type UiOrg } from './testing/ui-org.ts'

let ui: UiOrg
let ids: string[] = []
beforeAll(async () => {
  ui = await startUiOrg()
  const account = ui.add('Account', { Name: 'Adatum' })
  ids = [account, ui.add('Bill__c', { Name: 'B', Account__c: account }), ui.org.userId]
})
afterAll(() => ui[Symbol.asyncDispose]())

const odd = [
  ...['', '0', '-1', '1e9', 'null', 'undefined', '[]', '{}', '%', '%00', '..', '__proto__', 'constructor', 'toString'],
  ...['Account', 'account', 'Bill__c', 'Profile', 'Nope__c', 'Account.Name', 'Account.Owner.Name', 'Account.Nope', '.'],
  ...['Account.', 'Name', 'Account.Name.Name', 'Account.__proto__', 'Bills__r', 'Contacts', 'Id', '{ Name: {} }'],
  ...[
    '{ and: null }',
    '{ Total__c: { in: [1, "x", null] } }',
    'Full',
    'View',
    '012000000000000AAA',
    'é',
    '🧾',
    'a,b,,c',
  ],
]
const word = fc.oneof(
  fc.constantFrom(...odd),
  fc.nat(2).map((index) => `#${index}`),
  fc.string({ maxLength: 20 }),
)
const resources = [
  'records/*',
  'records/batch/*',
  'records',
  'record-ui/*',
  'record-defaults/create/*',
  'layout/*',
  'lookups/*/*/*',
  'object-info/*',
  'object-info/batch/*',
  'object-info/*/picklist-values/*',
  'object-info/*/picklist-values/*/*',
  'related-list-info/*',
  'related-list-info/*/*',
  'related-list-info/batch/*/*',
  'related-list-count/*/*',
  'related-list-count/batch/*/*',
  'related-list-records/*/*',
  'list-ui/*',
  '*',
]
const parameters = [
  ...['fields', 'optionalFields', 'layoutTypes', 'modes', 'layoutType', 'mode', 'formFactor', 'pageSize', 'pageToken'],
  ...['sortBy', 'where', 'maxCount', 'q', 'searchType', 'page'],
]
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record({ apiName: fc.oneof(word, fc.jsonValue({ maxDepth: 1 })), fields: fc.jsonValue({ maxDepth: 2 }) }),
  fc.record({ fields: fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }) }),
  fc.record({
    apiName: fc.constantFrom('Account', 'Bill__c', 'User'),
    fields: fc.dictionary(
      fc.constantFrom(
        'Name',
        'Total__c',
        'Due__c',
        'Account__c',
        'Status__c',
        'Held__c',
        'Id',
        'OwnerId',
        'Nope',
        '__proto__',
      ),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 5 },
    ),
  }),
  word,
)
const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE'),
  resource: fc.constantFrom(...resources),
  segments: fc.array(word, { minLength: 3, maxLength: 3 }),
  query: fc.dictionary(fc.constantFrom(...parameters), word, { maxKeys: 4 }),
  body: anything,
  rep: fc.boolean(),
})

it('answers 2,500 generated requests without falling over', async () => {
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(request, async ({ method, resource, segments, query, body, rep }) => {
      // Known ids, so that many requests get past the first check.
      const named = (text: string): string => text.replace(/^#(\d)$/, (_, index: string) => ids[Number(index)] ?? '')
      let next = 0
      const path = resource.replaceAll('*', () => encodeURIComponent(named(segments[next++] ?? '')))
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, named(value)]),
      ).toString()
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const { status, body: answer } = await ui.call(
        method,
        `/${path}?${search}`,
        method === 'GET' || method === 'DELETE' ? undefined : text,
        rep ? 'rep@sandbox.example' : undefined,
      )
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      expect(status).not.toBe(500)
      if (status < 400) return
      // Every refusal says why, in one of the two shapes of the guide.
      const [first] = Array.isArray(answer) ? (answer as unknown[]) : [answer]
      expect(first).toMatchObject({ message: expect.any(String) as unknown })
      // In the platform's words, not in those of a validator that the sandbox happens to use.
      expect(JSON.stringify(answer)).not.toMatch(/Invalid input|✖/)
    }),
    { numRuns: 2500 },
  )
  for (const status of [200, 400, 404, 501]) expect(statuses.get(status) ?? 0).toBeGreaterThan(10)
})
