import { describe, expect, it } from 'vitest'
import { expandObject } from '../standard-objects/expand.ts'
import { standardObjects } from '../standard-objects/index.ts'
import { filterExpression, FilterRefused } from './filter-expression.ts'

function objectNamed(name: string) {
  const found = standardObjects.find((one) => one.name === name)
  if (!found) throw new Error(`no object ${name}`)
  return expandObject(found)
}
const account = objectNamed('Account')
const contact = objectNamed('Contact')

const values = {
  Id: '001000000000001AAA',
  Name: "Adatum's",
  Industry: 'Agriculture',
  NumberOfEmployees: 1200,
  AnnualRevenue: '1000.10',
  BillingCity: 'Ghent',
  LastModifiedDate: '2026-03-02T10:00:00.000Z',
}
const header = {
  changeType: 'UPDATE',
  commitUser: '005000000000001AAA',
  commitNumber: '10958000000001',
  changeOrigin: 'com/salesforce/api/rest/67.0;client=bcbridge',
}

describe('filter expressions', () => {
  it.each([
    ["Industry = 'agriculture'", true],
    ["Industry LIKE 'Agri%' AND NumberOfEmployees > 1000", true],
    ["NumberOfEmployees > 5000 OR (Industry IN ('Banking', 'Agriculture') AND AnnualRevenue <= 1000.10)", true],
    ["Industry NOT IN ('Agriculture')", false],
    ["Name = 'Adatum\\'s'", true],
    ["BillingAddress.City != 'Ghent'", false],
    ['LastModifiedDate >= 2026-03-02T11:00:00+01:00', true],
    ['Phone = null', true],
    ['Industry != null', true],
    ["ChangeEventHeader.changeType = 'UPDATE'", true],
    ["ChangeEventHeader.changeType IN ('CREATE', 'DELETE')", false],
    ["ChangeEventHeader.commitUser != '005000000000001AAA'", false],
    ["NOT ChangeEventHeader.changeOrigin LIKE '%client=bcbridge'", false],
  ])('%s → %s', (text, passes) => {
    expect(filterExpression(text, account).passes({ values, header })).toBe(passes)
  })

  it('names the record fields that events must then carry', () => {
    const { fields } = filterExpression(
      "BillingAddress.City = 'x' AND ChangeEventHeader.changeType = 'UPDATE'",
      account,
    )
    expect(fields).toEqual(['BillingCity'])
    expect(filterExpression("Name.LastName = 'x'", contact).fields).toEqual(['LastName'])
  })

  it.each([
    'Nope__c = 1',
    'Industry = Agriculture',
    'Owner.Name = 1',
    "BillingAddress = 'x'",
    "Name.LastName = 'x'",
    "ChangeEventHeader.recordIds = 'x'",
    "Description = 'long text'",
    'LastModifiedDate = TODAY',
    "Industry = 'a' ORDER BY Name",
    "Industry = 'a' LIMIT 1",
    'Id IN (SELECT AccountId FROM Contact)',
    "Industry INCLUDES ('a')",
    '',
    '1 = 1',
    "Industry = 'a' AND",
    `Industry = '${'x'.repeat(131_072)}'`,
  ])('refuses %s', (text) => {
    expect(() => filterExpression(text, account)).toThrow(FilterRefused)
  })
})
