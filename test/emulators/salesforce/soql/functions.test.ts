import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
  const { admin } = started
  const account = (await admin.sobject('Account').create({ Name: 'Acme' })).id
  const bills = [
    { Name: 'B1', Total__c: 1234567.891, Due__c: '2025-12-31', Status__c: 'Paid', Seen__c: '2026-01-01T00:30:00Z' },
    { Name: 'B2', Total__c: -20.2, Due__c: '2026-03-01', Seen__c: '2026-03-01T13:05:00Z', Account__c: account },
    { Name: 'B3', Total__c: 0, Due__c: '2026-03-15' },
    { Name: 'B4' },
  ]
  for (const bill of bills) await admin.sobject('Bill__c').create(bill)
  const file = { PathOnClient: 'a.txt', VersionData: 'YQ==', FirstPublishLocationId: account }
  await admin.sobject('ContentVersion').create(file)
})
afterAll(() => started[Symbol.asyncDispose]())

const query = async (soql: string): Promise<Record<string, unknown>[]> => (await started.admin.query(soql)).records
const names = async (where: string): Promise<unknown[]> =>
  (await query(`SELECT Name FROM Bill__c WHERE ${where} ORDER BY Name`)).map((row) => row.Name)

describe('date functions', () => {
  test.each([
    ['CALENDAR_YEAR(Due__c) = 2026', ['B2', 'B3']],
    ['CALENDAR_MONTH(Due__c) IN (3, 4)', ['B2', 'B3']],
    ['CALENDAR_QUARTER(Due__c) = 4', ['B1']],
    ['DAY_IN_MONTH(Due__c) > 14', ['B1', 'B3']],
    ['DAY_IN_WEEK(Due__c) = 1', ['B2', 'B3']],
    ['DAY_IN_YEAR(Due__c) = 60', ['B2']],
    ['WEEK_IN_MONTH(Due__c) = 3', ['B3']],
    ['WEEK_IN_YEAR(Due__c) = 53', ['B1']],
    ['FISCAL_YEAR(Due__c) < 2026', ['B1']],
    ['HOUR_IN_DAY(Seen__c) = 13', ['B2']],
    ['HOUR_IN_DAY(convertTimezone(Seen__c)) = 0', ['B1']],
    ['DAY_ONLY(Seen__c) = 2026-03-01', ['B2']],
    ['CALENDAR_YEAR(Due__c) != null', ['B1', 'B2', 'B3']],
    ["toLabel(Status__c) = 'paid'", ['B1']],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected)
  })

  test('group, order and filter groups', async () => {
    const found = await query(
      'SELECT CALENDAR_YEAR(Due__c) y, COUNT(Id) n FROM Bill__c WHERE Due__c != null GROUP BY CALENDAR_YEAR(Due__c) HAVING COUNT(Id) > 0 ORDER BY CALENDAR_YEAR(Due__c) DESC',
    )
    expect(found).toMatchObject([
      { y: 2026, n: 2 },
      { y: 2025, n: 1 },
    ])
  })
})

test('FORMAT and toLabel write values as people read them', async () => {
  const found = await query(
    'SELECT FORMAT(Total__c) t, FORMAT(Due__c) d, FORMAT(Seen__c) s, toLabel(Status__c) l FROM Bill__c ORDER BY Name LIMIT 2',
  )
  expect(found).toMatchObject([
    { t: '1,234,567.89', d: '12/31/2025', s: '1/1/2026, 12:30 AM', l: 'Paid' },
    { t: '-20.20', d: '3/1/2026', s: '3/1/2026, 1:05 PM', l: 'Open' },
  ])
})

test('a record of any object has an id, a name and a type', async () => {
  const [link] = await query(
    `SELECT LinkedEntity.Name, LinkedEntity.Type FROM ContentDocumentLink WHERE LinkedEntityId IN (SELECT Id FROM Account)`,
  )
  const id = started.org.records.all('Account')[0]?.Id
  expect(link?.LinkedEntity).toEqual({
    attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${String(id)}` },
    Name: 'Acme',
    Type: 'Account',
  })
})

describe('refused', () => {
  test.each([
    ['SELECT CALENDAR_YEAR(Due__c) FROM Bill__c', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Bill__c WHERE CALENDAR_YEAR(Name) = 2026', 'INVALID_FIELD'],
    ['SELECT Id FROM Bill__c WHERE HOUR_IN_DAY(Due__c) = 1', 'INVALID_FIELD'],
    ["SELECT Id FROM Bill__c WHERE CALENDAR_YEAR(Due__c) = '2026'", 'INVALID_FIELD'],
    ['SELECT convertCurrency(Total__c) FROM Bill__c', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Bill__c GROUP BY ROLLUP(Seen__c)', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Bill__c GROUP BY CUBE(Id, Name, Tag__c, Key__c)', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Bill__c GROUP BY Name, ROLLUP(Tag__c)', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Bill__c GROUP BY Name ORDER BY Total__c', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Bill__c WHERE (NOT (NOT (NOT Name = 'x')))", 'NOT_SUPPORTED_BY_SANDBOX'],
    ['SELECT GROUPING(Name) FROM Bill__c', 'MALFORMED_QUERY'],
    ['SELECT GROUPING(Name) FROM Bill__c GROUP BY Name', 'MALFORMED_QUERY'],
    ['SELECT Name FROM Bill__c GROUP BY Name HAVING GROUPING(Name) = 1', 'MALFORMED_QUERY'],
    ['SELECT Name FROM Bill__c GROUP BY Name ORDER BY GROUPING(Name)', 'MALFORMED_QUERY'],
  ])('%s → %s', async (soql, errorCode) => {
    await expect(query(soql)).rejects.toMatchObject({ errorCode })
  })
})
