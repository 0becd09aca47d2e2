import { asJson, type Generated, type RequestWorld, someId, someObject } from './request-world.ts'

type Make = (world: RequestWorld) => Generated

const conditions: readonly ((world: RequestWorld) => string)[] = [
  (world) => `Id = '${someId(world, 'Account')}'`,
  () => "Name LIKE '%v1%'",
  () => 'CreatedDate = TODAY',
  () => 'CreatedDate > LAST_N_DAYS:3',
  () => "Name IN ('v1', 'v2')",
  () => 'IsDeleted = false',
  () => 'SystemModstamp >= 2026-03-02T00:00:00Z',
  () => '(NOT Name = null)',
  () => 'Id IN (SELECT AccountId FROM Contact)',
  () => "ContentDocumentId = '069000000000001AAA'",
  () => 'AnnualRevenue > 10',
  () => 'CALENDAR_YEAR(CreatedDate) = 2026',
  () => "Owner.Name = 'Ada Admin'",
]

const selections = [
  'Id',
  'Id, Name',
  'COUNT()',
  'COUNT(Id)',
  'FIELDS(ALL)',
  'FIELDS(STANDARD)',
  'Id, Owner.Name',
  'Id, (SELECT Id FROM Contacts)',
  'Name, COUNT(Id) n',
  'Id, CreatedBy.Profile.Name',
  'MAX(CreatedDate)',
  'toLabel(Type)',
  'FORMAT(CreatedDate)',
  'VersionData',
  'TYPEOF Owner WHEN User THEN Id WHEN Group THEN Name ELSE Type END',
  'Name, GROUPING(Name) g',
]
const tails = [
  '',
  ' ORDER BY Name',
  ' ORDER BY CreatedDate DESC NULLS LAST',
  ' GROUP BY Name',
  ' GROUP BY Name HAVING COUNT(Id) > 1',
  ' GROUP BY ROLLUP(Name)',
  ' GROUP BY CUBE(Name, Id) HAVING GROUPING(Name) = 1',
  ' LIMIT 5',
  ' LIMIT 5 OFFSET 2',
  ' OFFSET 2001',
  ' FOR UPDATE',
  ' WITH SECURITY_ENFORCED',
  ' ALL ROWS',
  ' USING SCOPE mine',
]

export function someSoql(world: RequestWorld): string {
  const { chance } = world
  const parts = Array.from({ length: chance.below(3) }, () => chance.pick(conditions)(world))
  const where = parts.length === 0 ? '' : ` WHERE ${parts.join(chance.pick([' AND ', ' OR ']))}`
  const soql = `SELECT ${chance.pick(selections)} FROM ${someObject(world).name}${where}${chance.pick(tails)}`
  return chance.chance(0.7) ? soql : torn(soql, world)
}

/** A text with one place cut out, doubled, swapped or filled with something else. */
export function torn(text: string, { chance }: RequestWorld): string {
  const at = chance.below(text.length + 1)
  const end = Math.min(text.length, at + 1 + chance.below(6))
  const piece = text.slice(at, end)
  const other = chance.pick([
    "'",
    '(',
    ')',
    '"',
    '\\',
    '%',
    ',',
    '{',
    '}',
    '\u0000',
    '𝄞',
    ' AND ',
    '--',
    '9'.repeat(20),
    '<',
    '&',
  ])
  return chance.pick([
    text.slice(0, at) + text.slice(end),
    text.slice(0, end) + piece + text.slice(end),
    text.slice(0, at) + other + text.slice(end),
    text.slice(0, at),
  ])
}

const query: Make = (world) => {
  const { chance } = world
  const name = chance.pick(['query', 'query', 'query', 'queryAll', 'tooling/query'])
  const columns = chance.chance(0.05) ? '&columns=true' : ''
  const headers = chance.chance(0.1)
    ? { 'sforce-query-options': chance.pick(['batchSize=200', 'batchSize=x', 'batchSize=9999']) }
    : {}
  return asJson(world, 'GET', `/${name}?q=${encodeURIComponent(someSoql(world))}${columns}`, undefined, headers)
}

const more: Make = (world) =>
  asJson(world, 'GET', `/query/${world.chance.pick(['01gEm0000000001AAA-2000', 'x', '01g-1', '0r8xx-2000', '%20'])}`)

const graphql: Make = (world) => {
  const text =
    'query($n: Int) { uiapi { query { Account(first: $n, where: {Name: {like: "%v%"}}) { edges { node { Id Name { value } } } totalCount } } } }'
  const asked = world.chance.chance(0.6) ? text : torn(text, world)
  return asJson(world, 'POST', '/graphql', {
    query: asked,
    variables: { n: world.chance.pick([1, 10, 3000, 'x', null]) },
  })
}

export const queryRequests: readonly Make[] = [query, query, query, query, more, graphql]
