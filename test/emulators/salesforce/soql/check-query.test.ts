import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billWith } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
  const more = billWith(
    '<fields><fullName>Notes__c</fullName><label>Notes</label><type>LongTextArea</type><length>1000</length><visibleLines>3</visibleLines></fields>',
    '<fields><fullName>Marks__c</fullName><label>Marks</label><type>MultiselectPicklist</type><visibleLines>3</visibleLines><valueSet><valueSetDefinition><sorted>false</sorted><value><fullName>a</fullName><default>false</default><label>a</label></value></valueSetDefinition></valueSet></fields>',
  )
  expect((await started.deploy(more)).failures).toEqual([])
})
afterAll(() => started[Symbol.asyncDispose]())

const ask = async (soql: string, path = '/query') => {
  const { status, body } = await started.call('GET', `${path}?q=${encodeURIComponent(soql)}`)
  const [error] = Array.isArray(body) ? (body as { errorCode: string; message: string }[]) : []
  return { status, code: error?.errorCode, message: error?.message }
}
const account = (where: string): string => `SELECT Id FROM Account WHERE ${where}`
const contacts = '(SELECT AccountId FROM Contact)'

describe('what can be parsed and is refused all the same', () => {
  test.each<[soql: string, code: string, message: RegExp]>([
    [
      'SELECT Id FROM Account ORDER BY Description',
      'MALFORMED_QUERY',
      /'Description' can not be sorted in a query call$/,
    ],
    ['SELECT Id FROM Bill__c ORDER BY Marks__c', 'MALFORMED_QUERY', /'Marks__c' can not be sorted/],
    [
      'SELECT Id, (SELECT Id FROM Bills__r ORDER BY Notes__c) FROM Account',
      'MALFORMED_QUERY',
      /'Notes__c' can not be sorted/,
    ],
    ['SELECT COUNT(Id) FROM Account GROUP BY Description', 'MALFORMED_QUERY', /can not be grouped in a query call$/],
    ['SELECT COUNT(Id) FROM Account GROUP BY CreatedDate', 'MALFORMED_QUERY', /'CreatedDate' can not be grouped/],
    ['SELECT COUNT(Id) FROM Bill__c GROUP BY Total__c', 'MALFORMED_QUERY', /'Total__c' can not be grouped/],
    ['SELECT MAX(Description) FROM Account', 'MALFORMED_QUERY', /Description does not support aggregate operator MAX/],
    ['SELECT COUNT(Held__c) FROM Bill__c', 'MALFORMED_QUERY', /Held__c does not support aggregate operator COUNT/],
    [account("Description LIKE 'a%'"), 'INVALID_FIELD', /'Description' can not be filtered in a query call$/],
    [account('Description = null'), 'INVALID_FIELD', /can not be filtered/],
    [account('BillingAddress = null'), 'INVALID_FIELD', /Address fields can only be filtered using Distance/],
    ["SELECT Id FROM Contact WHERE Account.Description = 'x'", 'INVALID_FIELD', /can not be filtered/],
    [account("toLabel(Description) = 'x'"), 'INVALID_FIELD', /'Description' can not be filtered in a query call$/],
    [account("toLabel(BillingAddress) = 'x'"), 'INVALID_FIELD', /Address fields can only be filtered using Distance/],
    [account('COUNT(Id) > 1'), 'MALFORMED_QUERY', /COUNT/],
    [account('convertCurrency(AnnualRevenue) > 1'), 'MALFORMED_QUERY', /convertCurrency/],
    [
      'SELECT Id, (SELECT COUNT(Id) FROM Bills__r) FROM Account',
      'MALFORMED_QUERY',
      /^only root queries support aggregate/,
    ],
    ['SELECT Id FROM Account WITH SECURITY_ENFORCED', 'NOT_SUPPORTED_BY_SANDBOX', /WITH SECURITY_ENFORCED/],
    ['SELECT Id FROM RecordType', 'NOT_SUPPORTED_BY_SANDBOX', /The object RecordType/],
    [
      account('CreatedDate > 2026-03-01'),
      'INVALID_FIELD',
      /must be of type dateTime and should not be enclosed in quotes$/,
    ],
    [account('IsDeleted = 1'), 'INVALID_FIELD', /must be of type boolean and should not be enclosed in quotes$/],
    ['SELECT Id, Id FROM Account', 'INVALID_FIELD', /duplicate field selected: Id$/],
    ['SELECT Id, Owner.Name, owner.name FROM Account', 'INVALID_FIELD', /duplicate field selected: owner\.name$/],
    ['SELECT Id, FIELDS(ALL) FROM Account LIMIT 200', 'INVALID_FIELD', /duplicate field selected: Id$/],
    ['SELECT COUNT(Id) n, MAX(Name) N FROM Account', 'MALFORMED_QUERY', /duplicate alias: N$/],
    [
      'SELECT Name, Account__r.Name FROM Bill__c GROUP BY Name, Account__r.Name',
      'MALFORMED_QUERY',
      /duplicate alias: Name$/,
    ],
    ['SELECT MAX(Name) FROM Account LIMIT 1', 'MALFORMED_QUERY', /^Non-grouped query that uses overall aggregate/],
    [
      account('Id IN (SELECT OpportunityId FROM OpportunityLineItem)'),
      'MALFORMED_QUERY',
      /should point to the same object type$/,
    ],
    [
      account('Id IN (SELECT LastName FROM Contact)'),
      'MALFORMED_QUERY',
      /can only query id fields, cannot use: 'LastName'$/,
    ],
    [account(`Name IN ${contacts}`), 'MALFORMED_QUERY', /left operand .* cannot use: 'Name'$/],
    [account('Id IN (SELECT ParentId FROM Account)'), 'MALFORMED_QUERY', /should not be on the same object type$/],
    [account(`Id IN ${contacts} OR Name = 'x'`), 'MALFORMED_QUERY', /not allowed with the 'OR' operator$/],
    [account(`Name = 'x' AND (Name = 'y' AND Id IN ${contacts})`), 'MALFORMED_QUERY', /only allowed at the top level/],
    [account(`NOT Id IN ${contacts}`), 'MALFORMED_QUERY', /'NOT' operator/],
    [
      account('Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT ContactId FROM Opportunity))'),
      'MALFORMED_QUERY',
      /^Nesting of semi join sub-selects is not supported$/,
    ],
    [account('Id IN (SELECT AccountId FROM Contact LIMIT 5)'), 'MALFORMED_QUERY', /missing value at 'LIMIT'$/],
    [account('Id IN (SELECT AccountId FROM Contact ORDER BY Id)'), 'MALFORMED_QUERY', /missing value at 'ORDER'$/],
    [account('Id IN (SELECT Account.Id FROM Contact)'), 'MALFORMED_QUERY', /more than one level of relationships$/],
    [
      account(['AccountId', 'Id', 'ReportsToId'].map(() => `Id IN ${contacts}`).join(' AND ')),
      'MALFORMED_QUERY',
      /Maximum 2/,
    ],
    ['SELECT Id FROM Account ORDER BY Name FOR UPDATE', 'MALFORMED_QUERY', /ORDER BY .* FOR UPDATE/],
    ['SELECT COUNT() FROM Account FOR UPDATE', 'MALFORMED_QUERY', /FOR UPDATE .* aggregate/],
    ['SELECT MAX(Name) FROM Account FOR UPDATE', 'MALFORMED_QUERY', /FOR UPDATE .* aggregate/],
    ['SELECT COUNT() FROM Account GROUP BY Name', 'MALFORMED_QUERY', /COUNT\(\) cannot be used with GROUP BY/],
    ['SELECT COUNT() FROM Account ORDER BY Name', 'MALFORMED_QUERY', /COUNT\(\) cannot be used with ORDER BY/],
    [account("Name INCLUDES ('a')"), 'INVALID_QUERY_FILTER_OPERATOR', /invalid operator on string field$/],
    [account('IsDeleted > false'), 'INVALID_QUERY_FILTER_OPERATOR', /invalid operator on boolean field$/],
    [account("Id LIKE '001%'"), 'INVALID_QUERY_FILTER_OPERATOR', /invalid operator on id field$/],
    ['SELECT Id FROM Bill__c WHERE Due__c = 2026-02-30', 'MALFORMED_QUERY', /invalid date: 2026-02-30$/],
    [account('CreatedDate > 2026-02-30T00:00:00Z'), 'MALFORMED_QUERY', /invalid date: 2026-02-30T00:00:00Z$/],
    ['SELECT c.Id, x.Name FROM Contact c, c.Account x', 'NOT_SUPPORTED_BY_SANDBOX', /Several names in FROM/],
  ])('%s → %s', async (soql, code, message) => {
    expect(await ask(soql)).toMatchObject({ code, message: expect.stringMatching(message) as string })
  })
})

test.each([
  account(`Id IN ${contacts} AND Id NOT IN (SELECT AccountId FROM Opportunity) AND (Name = 'x' OR Name = 'y')`),
  account(`(Id IN ${contacts})`),
  'SELECT Id FROM Contact WHERE AccountId IN (SELECT AccountId FROM Opportunity)',
  'SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account ) LIMIT 1',
  "SELECT Id FROM Bill__c WHERE Marks__c INCLUDES ('a;b') AND Held__c != true",
  'SELECT Name, COUNT(Id) FROM Account GROUP BY Name ORDER BY COUNT(Id) LIMIT 3',
  'SELECT CALENDAR_YEAR(CreatedDate) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)',
  'SELECT Id, Description FROM Account FOR UPDATE',
  'SELECT COUNT() FROM Account LIMIT 5',
  'SELECT Id FROM Bill__c WHERE Due__c = 2028-02-29',
])('%s is answered', async (soql) => {
  expect(await ask(soql)).toEqual({ status: 200, code: undefined, message: undefined })
})

describe('the place that an error tells', () => {
  test.each([
    ["SELECT Name FROM Account WHERE Name = 'Name' AND Name = 1", 32],
    ['SELECT Description, Name FROM Account ORDER BY Description', 48],
    ["SELECT Id FROM Account WHERE Name = 'WHERE Nope' AND Nope = 'x'", 54],
    ['SELECT Name, (SELECT Id FROM Contacts WHERE Nope = null) FROM Account', 45],
    ['SELECT Description, COUNT(Id) FROM Account GROUP BY Description', 53],
  ])('%s: column %i', async (soql, column) => {
    expect((await ask(soql)).message).toContain(`\nERROR at Row:1:Column:${column}\n`)
  })
})

test('every field of every object: what describe forbids is refused, what it allows is answered', async () => {
  const wrong: string[] = []
  let asked = 0
  const headers = { authorization: `Bearer ${started.org.accessToken}` }
  const get = async (path: string): Promise<{ status: number; body: unknown }> => {
    const response = await started.org.fetch(new Request(`http://sandbox/services/data/v67.0${path}`, { headers }))
    return { status: response.status, body: await response.json() }
  }
  started.org.switches.dailyApiRequests = 1_000_000
  const { sobjects } = (await get('/sobjects')).body as { sobjects: { name: string }[] }
  for (const { name } of sobjects) {
    const described = (await get(`/sobjects/${name}/describe`)).body as {
      fields: { name: string; filterable: boolean; sortable: boolean; groupable: boolean; aggregatable: boolean }[]
    }
    // Links of files are found by what they link alone.
    const bound = name === 'ContentDocumentLink' ? "WHERE Id = '06A000000000001'" : ''
    for (const { name: field, ...flags } of described.fields) {
      const uses: readonly (readonly [allowed: boolean, soql: string])[] = [
        [flags.filterable, `SELECT Id FROM ${name} ${bound === '' ? 'WHERE' : `${bound} AND`} ${field} = null`],
        [flags.sortable, `SELECT Id FROM ${name} ${bound} ORDER BY ${field}`],
        [flags.groupable, `SELECT ${field}, COUNT(Id) FROM ${name} ${bound} GROUP BY ${field}`],
        [flags.aggregatable, `SELECT COUNT(${field}), MAX(${field}) FROM ${name} ${bound}`],
      ]
      for (const [allowed, soql] of uses) {
        asked++
        const { status } = await get(`/query?q=${encodeURIComponent(soql)}`)
        if ((status === 200) !== allowed) wrong.push(`${status} ${soql}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(1000)
}, 60_000)
