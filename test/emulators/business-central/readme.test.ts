import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entitySets, type ApiName, type EntitySet } from './entities.ts'
import { pageOf } from './pages/index.ts'
import { defaultSwitches } from './switches.ts'
import { startClient, type Client } from './testing/client.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')

/** Cells of the rows of a section's tables that begin with a name in code, without the code marks of the first cell. */
const rowsOf = (heading: string): readonly (readonly string[])[] =>
  (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .map(([, first = '', ...others]) => [first.replaceAll('`', ''), ...others])

const apis: readonly ApiName[] = ['v2.0', 'analytics/v1.0', 'runtime/beta']
const verbs = { GET: 'read', POST: 'create', PATCH: 'change', DELETE: 'delete' } as const

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

test('the table of sets says what the metadata say, with the right count', () => {
  const said = apis.flatMap((api) =>
    [...entitySets(api).values()].map((set) => [
      set.name,
      set.verbs.map((verb) => verbs[verb]).join(', '),
      set.actions.map((name) => `\`${name}\``).join(' '),
    ]),
  )
  expect(rowsOf('Sets').map((row) => row.slice(0, 3))).toEqual(said)
  expect(readme).toContain(`API v2.0, ${entitySets('v2.0').size} sets`)
})

/** A body that no set takes: enough to learn whether the verb is offered. */
const nonsense = { nonsense: true }
const ofCompany = [...entitySets('v2.0').values()].filter(({ name }) => !['companies', 'subscriptions'].includes(name))

/** Rows that nobody planted: one is put into the table itself. */
function anyRow(set: EntitySet): string {
  const table = client.bc.company(client.usa).table(pageOf(set).table ?? set.name)
  return table.all()[0]?.id ?? table.insert({}).id
}

test.each(ofCompany)('$name offers the verbs it is said to offer, and no others', async (set) => {
  const given = pageOf(set).source === undefined
  const key = set.key.length === 1 && given ? anyRow(set) : undefined
  const posted = await client.post(set.name, nonsense)
  expect([set.name, 'POST', posted.status]).toEqual([set.name, 'POST', set.verbs.includes('POST') ? 400 : 405])
  const { needsParent } = pageOf(set)
  const listed = await client.get(set.name)
  expect([set.name, 'GET', listed.status]).toEqual([set.name, 'GET', needsParent ? 400 : 200])
  if (key === undefined) return
  const patched = await client.patch(`${set.name}(${key})`, nonsense)
  expect([set.name, 'PATCH', patched.status]).toEqual([set.name, 'PATCH', set.verbs.includes('PATCH') ? 400 : 405])
  if (set.verbs.includes('DELETE')) return
  expect([set.name, 'DELETE', (await client.delete(`${set.name}(${key})`)).status]).toEqual([set.name, 'DELETE', 405])
})

test('every action in the table has code behind it, and no page has another', () => {
  for (const set of entitySets('v2.0').values())
    expect([set.name, Object.keys(pageOf(set).actions ?? {}).sort()]).toEqual([set.name, [...set.actions].sort()])
})

test('the table of switches is complete and tells the defaults', () => {
  const rows = rowsOf('Switches')
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(defaultSwitches).sort())
  for (const [name = '', told = ''] of rows)
    expect([name, told]).toEqual([name, written(Reflect.get(defaultSwitches, name))])
})

/** A default as the table writes it. */
function written(value: unknown): string {
  if (value === undefined) return 'none'
  if (typeof value === 'string') return `\`'${value}'\``
  if (typeof value === 'boolean' || typeof value === 'number') return `\`${value}\``
  if (typeof value !== 'object' || value === null) return '?'
  if ('status' in value && 'code' in value) return `${String(value.status)} \`${String(value.code)}\``
  return Object.values(value).map(Number).join(' / ')
}

test('the table of faults names every kind that strikes, and no other', () => {
  const sources = ['http/faults.ts', 'http/app.ts', 'webhooks/deliver.ts'].map((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  )
  const struck = sources.flatMap((text) =>
    [...text.matchAll(/(?:strike\(|const kinds = )\[((?:[^[\]]|\[[^\]]*\])*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([a-z0-9-]+)'/g)].map(([, kind]) => kind),
    ),
  )
  expect([...new Set(struck)].sort()).toEqual(
    rowsOf('Faults')
      .map(([kind]) => kind)
      .sort(),
  )
})
