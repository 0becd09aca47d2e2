import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
  const { admin } = started
  const { id: acme } = await admin
    .sobject('Account')
    .create({ Name: 'Acme', BillingCity: 'Utrecht', Key__c: 'k1', AnnualRevenue: 100 })
  const { id: zed } = await admin.sobject('Account').create({ Name: 'Zed 50% _off_', Key__c: 'k2', ParentId: acme })
  await admin.sobject('Account').create({ Name: "O'Neil" })
  const bills = [
    { Name: 'B1', Account__c: acme, Total__c: 10.1, Due__c: '2026-03-01', Status__c: 'Paid' },
    {
      Name: 'B2',
      Account__c: acme,
      Total__c: 20.2,
      Due__c: '2026-03-02',
      Held__c: true,
      Seen__c: '2026-03-02T09:00:00+02:00',
    },
    { Name: 'B3', Account__c: zed, Total__c: 0.3, Due__c: '2026-04-15' },
    { Name: 'B4' },
  ]
  for (const bill of bills) {
    const { id } = await admin.sobject('Bill__c').create(bill)
    await admin.sobject('Bill_Line__c').create({ Bill__c: id, Amount__c: 5 })
  }
})
afterAll(() => started[Symbol.asyncDispose]())

const query = async (soql: string): Promise<Record<string, unknown>[]> => (await started.admin.query(soql)).records
/** `R0__r.Id, R1__r.Id, …` */
const several = (count: number, pattern: string, separator = ', '): string =>
  Array.from({ length: count }, (_none, index) => pattern.replaceAll('%', String(index))).join(separator)
const namesOf = async (object: string, where: string): Promise<unknown[]> =>
  (await query(`SELECT Name FROM ${object} WHERE ${where} ORDER BY Name`)).map((row) => row.Name)

describe('WHERE', () => {
  test.each([
    ["Name = 'b1'", ['B1']],
    ["Name != 'B1'", ['B2', 'B3', 'B4']],
    ['Total__c > 10.1', ['B2']],
    ['Total__c >= 10.1', ['B1', 'B2']],
    ['Total__c < 1', ['B3']],
    ['Total__c = null', ['B4']],
    ['Total__c != null', ['B1', 'B2', 'B3']],
    ['Held__c = true', ['B2']],
    ['Due__c = TODAY', ['B2']],
    ['Due__c = YESTERDAY', ['B1']],
    ['Due__c = THIS_MONTH', ['B1', 'B2']],
    ['Due__c = NEXT_MONTH', ['B3']],
    ['Due__c < TODAY', ['B1']],
    ['Due__c > LAST_N_DAYS:1', ['B3']],
    ['Due__c = LAST_N_DAYS:1', ['B1', 'B2']],
    ['Due__c = N_DAYS_AGO:1', ['B1']],
    ['Due__c = THIS_YEAR', ['B1', 'B2', 'B3']],
    ['Due__c >= 2026-03-02', ['B2', 'B3']],
    ['Seen__c = 2026-03-02T07:00:00Z', ['B2']],
    ['Seen__c < 2026-03-02T07:00:01Z', ['B2']],
    ['CreatedDate = TODAY', ['B1', 'B2', 'B3', 'B4']],
    ["Name IN ('B1','b3','nope')", ['B1', 'B3']],
    ["Name NOT IN ('B1','B3')", ['B2', 'B4']],
    ["Account__r.Name = 'Acme'", ['B1', 'B2']],
    ["Account__r.Parent.BillingCity = 'Utrecht'", ['B3']],
    ["Account__r.Name != 'Acme'", ['B3', 'B4']],
    ["Status__c = 'Paid' OR Total__c = 0.3", ['B1', 'B3']],
    ["(Status__c = 'Paid' OR Total__c = 0.3) AND Name LIKE 'B3'", ['B3']],
    ["NOT (Status__c = 'Paid')", ['B2', 'B3', 'B4']],
    ["Status__c = 'Open' AND (NOT Total__c = null)", ['B2', 'B3']],
    ["Account__c IN (SELECT Id FROM Account WHERE Name LIKE 'Z%')", ['B3']],
    ['Id NOT IN (SELECT Bill__c FROM Bill_Line__c WHERE Amount__c = 5)', []],
  ])('%s', async (where, expected) => {
    expect(await namesOf('Bill__c', where)).toEqual(expected)
  })

  test.each([
    ["Name LIKE '%50\\%%'", ['Zed 50% _off_']],
    ["Name LIKE '%\\_off%'", ['Zed 50% _off_']],
    ["Name LIKE 'A_me'", ['Acme']],
    ["Name = 'O\\'Neil'", ["O'Neil"]],
    ["Key__c IN ('K1','k2') AND Name = 'Acme'", ['Acme']],
    ["Id = '001000000000000'", []],
  ])('%s', async (where, expected) => {
    expect(await namesOf('Account', where)).toEqual(expected)
  })
})

describe('SELECT', () => {
  test('parents nest, an empty parent is null', async () => {
    const [first] = await query(
      "SELECT Name, Account__r.Name, Account__r.Owner.Username FROM Bill__c WHERE Name = 'B1'",
    )
    expect(first).toMatchObject({
      Account__r: { attributes: { type: 'Account' }, Name: 'Acme', Owner: { Username: 'admin@sandbox.example' } },
    })
    const [last] = await query("SELECT Account__r.Name FROM Bill__c WHERE Name = 'B4'")
    expect(last).toMatchObject({ Account__r: null })
  })

  test('children nest as a result of their own, none is null', async () => {
    const rows = await query(
      'SELECT Name, (SELECT Name, Total__c FROM Bills__r WHERE Total__c > 1 ORDER BY Total__c DESC LIMIT 1) FROM Account ORDER BY Name',
    )
    expect(rows).toMatchObject([
      { Name: 'Acme', Bills__r: { totalSize: 1, done: true, records: [{ Name: 'B2', Total__c: 20.2 }] } },
      { Name: "O'Neil", Bills__r: null },
      { Name: 'Zed 50% _off_', Bills__r: null },
    ])
  })

  test('instants have an offset, decimals are numbers, addresses are objects', async () => {
    const [bill] = await query("SELECT Seen__c, Total__c, Due__c FROM Bill__c WHERE Name = 'B2'")
    expect(bill).toMatchObject({ Seen__c: '2026-03-02T07:00:00.000+0000', Total__c: 20.2, Due__c: '2026-03-02' })
    const [account] = await query("SELECT BillingAddress FROM Account WHERE Name = 'Acme'")
    expect(account?.BillingAddress).toMatchObject({ city: 'Utrecht', country: null })
  })

  test('an alias of the object may stand before fields', async () => {
    expect(await query("SELECT b.Name FROM Bill__c b WHERE b.Name = 'B1'")).toMatchObject([{ Name: 'B1' }])
  })

  test('TYPEOF shows of an owner what he is', async () => {
    const queue = await started.create('Group', { Name: 'Late', Type: 'Queue', DeveloperName: 'Late' })
    const [first] = await query("SELECT Id, OwnerId FROM Bill__c WHERE Name = 'B1'")
    await started.admin.sobject('Bill__c').update({ Id: String(first?.Id), OwnerId: queue })
    const owners = async (branches: string) =>
      (await query(`SELECT TYPEOF Owner ${branches} END FROM Bill__c WHERE Name IN ('B1', 'B2') ORDER BY Name`)).map(
        ({ Owner }) => Owner,
      )
    const type = (name: string) => expect.objectContaining({ type: name }) as unknown
    expect(await owners('WHEN User THEN Username, Profile.Name WHEN Group THEN DeveloperName')).toMatchObject([
      { attributes: type('Group'), DeveloperName: 'Late' },
      { attributes: type('User'), Username: 'admin@sandbox.example', Profile: { Name: 'System Administrator' } },
    ])
    expect(await owners('WHEN User THEN Username')).toEqual([
      { attributes: type('Group') },
      { attributes: type('User'), Username: 'admin@sandbox.example' },
    ])
    expect(await owners('WHEN User THEN Username ELSE Name, Type')).toMatchObject([{ Name: 'Late', Type: 'Queue' }, {}])
    await started.admin.sobject('Bill__c').update({ Id: String(first?.Id), OwnerId: String(first?.OwnerId) })
  })

  test('FIELDS(ALL) wants a LIMIT of 200', async () => {
    expect((await query('SELECT FIELDS(ALL) FROM Bill__c LIMIT 1'))[0]).toHaveProperty('Total__c')
    await expect(query('SELECT FIELDS(ALL) FROM Bill__c')).rejects.toMatchObject({ errorCode: 'MALFORMED_QUERY' })
  })
})

describe('ORDER BY, LIMIT, OFFSET', () => {
  test('null first unless told otherwise', async () => {
    const sorted = async (order: string): Promise<unknown[]> =>
      (await query(`SELECT Name FROM Bill__c ORDER BY ${order}`)).map((row) => row.Name)
    expect(await sorted('Total__c')).toEqual(['B4', 'B3', 'B1', 'B2'])
    expect(await sorted('Total__c DESC NULLS LAST')).toEqual(['B2', 'B1', 'B3', 'B4'])
    expect(await sorted('Account__r.Name NULLS LAST, Name DESC LIMIT 2 OFFSET 1')).toEqual(['B1', 'B3'])
  })
})

describe('aggregates', () => {
  test('ROLLUP and CUBE bring subtotals, which GROUPING tells from groups of empty values', async () => {
    const sums = async (types: string, rest = '') => {
      const soql = `SELECT Account__r.Name, Status__c, SUM(Total__c) t, GROUPING(Account__r.Name) g FROM Bill__c GROUP BY ${types}(Account__r.Name, Status__c) ${rest}`
      return (await query(soql)).map(({ Name, Status__c, t, g }) => [Name, Status__c, t, g])
    }
    const zed = 'Zed 50% _off_'
    expect(await sums('ROLLUP')).toEqual([
      ...[
        ['Acme', 'Paid', 10.1, 0],
        ['Acme', 'Open', 20.2, 0],
        [zed, 'Open', 0.3, 0],
        [null, 'Open', null, 0],
      ],
      ...[
        ['Acme', null, 30.3, 0],
        [zed, null, 0.3, 0],
        [null, null, null, 0],
      ],
      [null, null, 30.6, 1],
    ])
    const byStatus = 'HAVING GROUPING(Account__r.Name) = 1 AND GROUPING(Status__c) = 0 ORDER BY SUM(Total__c) DESC'
    expect(await sums('CUBE', byStatus)).toEqual([
      [null, 'Open', 20.5, 1],
      [null, 'Paid', 10.1, 1],
    ])
  })

  test('COUNT() answers a size without records', async () => {
    expect(await started.admin.query('SELECT COUNT() FROM Bill__c')).toMatchObject({ totalSize: 4, records: [] })
  })

  test('groups, sums exactly, filters and sorts groups', async () => {
    const rows = await query(
      'SELECT Account__r.Name, COUNT(Id) n, SUM(Total__c), MAX(Due__c) latest FROM Bill__c WHERE Account__c != null GROUP BY Account__r.Name HAVING COUNT(Id) > 0 ORDER BY SUM(Total__c) DESC',
    )
    expect(rows).toMatchObject([
      { attributes: { type: 'AggregateResult' }, Name: 'Acme', n: 2, expr0: 30.3, latest: '2026-03-02' },
      { Name: 'Zed 50% _off_', n: 1, expr0: 0.3 },
    ])
    expect(await query('SELECT AVG(Total__c) a, COUNT_DISTINCT(Account__c) d FROM Bill__c')).toMatchObject([
      { a: 10.2, d: 2 },
    ])
    expect(await query("SELECT SUM(Total__c) s FROM Bill__c WHERE Name = 'nope'")).toMatchObject([{ s: null }])
  })

  test('an ungrouped field is refused', async () => {
    await expect(query('SELECT Name, COUNT(Id) FROM Bill__c GROUP BY Status__c')).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    })
  })
})

describe('errors', () => {
  test.each([
    ['SELECT Nope FROM Account', 'INVALID_FIELD', /ERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'Account'/],
    ['SELECT Nope.Name FROM Account', 'INVALID_FIELD', /Didn't understand relationship 'Nope' in field path/],
    ["SELECT Id FROM Account WHERE Nope = 'x'", 'INVALID_FIELD', /No such column 'Nope'/],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Account', 'INVALID_FIELD', /Didn't understand relationship 'Nopes'/],
    ['SELECT Id FROM Nope__c', 'INVALID_TYPE', /sObject type 'Nope__c' is not supported/],
    ['SELECT Id FORM Account', 'MALFORMED_QUERY', /unexpected token/],
    ["SELECT Id FROM Account WHERE Name = 'x' AND Name = 'y' OR Name = 'z'", 'MALFORMED_QUERY', /unexpected token: OR/],
    [
      'SELECT Id FROM Account WHERE Name = 1',
      'INVALID_FIELD',
      /must be of type string and should be enclosed in quotes/,
    ],
    [
      "SELECT Id FROM Bill__c WHERE Total__c = '1'",
      'INVALID_FIELD',
      /must be of type double and should not be enclosed in quotes/,
    ],
    [
      "SELECT Id FROM Bill__c WHERE Due__c = '2026-01-01'",
      'INVALID_FIELD',
      /must be of type date and should not be enclosed/,
    ],
    ["SELECT Id FROM Account WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', /invalid ID field: x/],
    ["SELECT Id FROM Account WHERE Description = 'x'", 'INVALID_FIELD', /can not be filtered/],
    ['SELECT Id FROM Account OFFSET 2001', 'MALFORMED_QUERY', /offset/],
    [`SELECT ${several(55, 'a.R%__r.Name, R%__r.Id')} FROM Account a`, 'INVALID_FIELD', /R0__r/],
    [`SELECT ${several(30, 'R%__r.S__r.Id')} FROM Account`, 'MALFORMED_QUERY', /55 parent/],
    [`SELECT Id FROM Account WHERE ${several(56, "R%__r.Name = 'x'", ' AND ')}`, 'MALFORMED_QUERY', /55 parent/],
    [`SELECT ${several(20, '(SELECT Id, Owner.Name FROM C%__r)')} FROM Account`, 'INVALID_FIELD', /C0__r/],
    [`SELECT ${several(21, '(SELECT Id FROM C%__r)')} FROM Account`, 'MALFORMED_QUERY', /20 child/],
    ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Account', 'MALFORMED_QUERY', /TYPEOF wants a polymorphic/],
    ['SELECT TYPEOF Owner WHEN Account THEN Name END FROM Bill__c', 'INVALID_TYPE', /'Account' is not supported/],
    ['SELECT TYPEOF Owner WHEN User THEN Nope END FROM Bill__c', 'INVALID_FIELD', /No such column 'Nope'/],
    ['SELECT TYPEOF Nope WHEN User THEN Name END FROM Bill__c', 'INVALID_FIELD', /relationship 'Nope'/],
  ])('%s → %s', async (soql, errorCode, message) => {
    await expect(query(soql)).rejects.toMatchObject({ errorCode, message: expect.stringMatching(message) as string })
  })
})

test('pages follow nextRecordsUrl, until the locator is two days old', async () => {
  started.org.switches.queryBatchSize = 3
  const first = await started.call('GET', '/query?q=SELECT+Id+FROM+Bill__c')
  expect(first.body).toMatchObject({
    totalSize: 4,
    done: false,
    nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v67\.0\/query\/01g\w+-3$/) as string,
  })
  const { nextRecordsUrl } = first.body as { nextRecordsUrl: string }
  const path = nextRecordsUrl.replace('/services/data/v67.0', '')
  expect((await started.call('GET', path)).body).toMatchObject({
    totalSize: 4,
    done: true,
    records: [{ attributes: { type: 'Bill__c' } }],
  })
  expect(await started.admin.query('SELECT Id FROM Bill__c', { autoFetch: true, maxFetch: 100 })).toMatchObject({
    records: { length: 4 },
  })
  await started.org.clock.advance(49 * 3_600_000)
  expect(await started.call('GET', path)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] })
})

test('queryAll finds what is in the Recycle Bin', async () => {
  const { id } = await started.admin.sobject('Contact').create({ LastName: 'Gone' })
  await started.admin.sobject('Contact').destroy(id ?? '')
  const soql = encodeURIComponent("SELECT Id, IsDeleted FROM Contact WHERE LastName = 'Gone'")
  expect((await started.call('GET', `/query?q=${soql}`)).body).toMatchObject({ totalSize: 0 })
  expect((await started.call('GET', `/queryAll?q=${soql}`)).body).toMatchObject({
    records: [{ Id: id, IsDeleted: true }],
  })
})
