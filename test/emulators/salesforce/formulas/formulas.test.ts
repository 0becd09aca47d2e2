import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billWith, file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
})
afterAll(() => started[Symbol.asyncDispose]())

const escaped = (formula: string): string => formula.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const field = (name: string, type: string, formula: string, extra = ''): string => {
  const size = ['Number', 'Currency', 'Percent'].includes(type) ? '<precision>18</precision><scale>2</scale>' : ''
  return `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${size}<formula>${escaped(formula)}</formula>${extra}</fields>`
}
const deploy = (...fields: string[]): ReturnType<TestOrg['deploy']> =>
  started.deploy({ ...samplePackage, ...billWith(...fields) })
const query = async (soql: string): Promise<Record<string, unknown>[]> => (await started.admin.query(soql)).records

describe('a formula', () => {
  let bill: string
  beforeAll(async () => {
    const account = (await started.admin.sobject('Account').create({ Name: 'Acme' })).id
    const row = {
      Name: 'B-1',
      Total__c: 10.25,
      Due__c: '2026-01-31',
      Account__c: account,
      Held__c: true,
      Tag__c: ' x-1 ',
    }
    bill = (await started.admin.sobject('Bill__c').create({ ...row, Seen__c: '2026-03-01T12:00:00Z' })).id ?? ''
  })

  test.each<[string, string, unknown]>([
    ['Number', 'Total__c * 1.21', 12.4],
    ['Number', '(Total__c + 0.1) / 3 - 2 ^ 2', -0.55],
    ['Number', 'ROUND(1.005, 2)', 1.01],
    ['Number', 'Total__c / 0', null],
    ['Percent', 'Total__c / 41', 25],
    ['Number', 'MAX(1, Total__c, 3) + MIN(4, 2) + MOD(7, 3) + ABS(0 - 2) + FLOOR(1.9) + CEILING(1.1)', 18.25],
    ['Text', "Account__r.Name & ' owes ' & TEXT(Total__c)", 'Acme owes 10.25'],
    ['Text', 'IF(Held__c && Total__c > 10, UPPER(TRIM(Tag__c)), "no")', 'X-1'],
    ['Text', 'CASE(Status__c, "Open", "o", "Paid", "p", "?")', 'o'],
    ['Text', "SUBSTITUTE(LEFT(Name, 1) & MID(Name, 2, 1) & RIGHT(Name, 1), '-', '_')", 'B_1'],
    ['Text', "BLANKVALUE(Key__c, 'none')", 'none'],
    ['Checkbox', "ISPICKVAL(Status__c, 'Open') || NOT(Held__c)", true],
    ['Checkbox', "ISBLANK(Key__c) && CONTAINS(Tag__c, 'x') && BEGINS(Name, 'B') && Name <> 'b-1'", true],
    ['Number', "LEN(Key__c) + FIND('-', Name) + VALUE('1.5')", 3.5],
    ['Number', 'TODAY() - Due__c', 30],
    ['Date', 'ADDMONTHS(Due__c, 1)', '2026-02-28'],
    ['Date', 'Due__c + 1', '2026-02-01'],
    ['Date', 'DATEVALUE(Seen__c)', '2026-03-01'],
    ['Date', 'DATE(YEAR(Due__c), MONTH(Due__c), DAY(Due__c))', '2026-01-31'],
    ['DateTime', 'NOW()', '2026-03-02T10:00:00.000+0000'],
    ['Text', 'CASESAFEID(Account__r.Id)', expect.stringMatching(/^001\w{15}$/)],
    ['Text', 'IF(Order__r.OrderNumber = null, "none", Order__r.OrderNumber)', 'none'],
  ])('%s: %s', async (type, formula, expected) => {
    expect((await deploy(field(`${type}__c`, type, formula))).failures).toEqual([])
    const { body } = await started.call('GET', `/sobjects/Bill__c/${bill}?fields=${type}__c`)
    expect((body as Record<string, unknown>)[`${type}__c`]).toEqual(expected)
  })

  test('sees its parents as they are, filters, sorts, and stays out of what is stored and told', async () => {
    await deploy(
      field('Owed__c', 'Text', "Account__r.Name & ':' & TEXT(Total__c)"),
      field('Twice__c', 'Number', 'Half__c * 2'),
      field('Half__c', 'Number', 'Total__c / 2'),
    )
    expect(
      await query("SELECT Owed__c, Twice__c FROM Bill__c WHERE Owed__c LIKE 'acme%' ORDER BY Twice__c"),
    ).toMatchObject([{ Owed__c: 'Acme:10.25', Twice__c: 10.25 }])
    const [account] = await query('SELECT Id FROM Account')
    await started.admin.sobject('Account').update({ Id: String(account?.Id), Name: 'Zed' })
    expect(await query('SELECT Owed__c FROM Bill__c')).toMatchObject([{ Owed__c: 'Zed:10.25' }])
    const stored = started.org.records.get('Bill__c', bill)
    expect(Object.keys(stored ?? {})).not.toContain('Owed__c')
    await expect(started.admin.sobject('Bill__c').update({ Id: bill, Owed__c: 'x' })).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    })
    const { fields } = await started.admin.sobject('Bill__c').describe()
    const described = fields.find((one) => one.name === 'Half__c')
    expect(described).toMatchObject({ calculated: true, calculatedFormula: 'Total__c / 2', updateable: false })
    await started.admin.sobject('Bill__c').update({ Id: bill, Total__c: 3 })
    expect(await query('SELECT Half__c FROM Bill__c')).toMatchObject([{ Half__c: 1.5 }])
  })

  test('treats empty numbers as zero, or not', async () => {
    await started.admin.sobject('Bill__c').create({ Name: 'Empty' })
    const blank = '<formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs>'
    await deploy(field('Zero__c', 'Number', 'Total__c + 1'), field('Blank__c', 'Number', 'Total__c + 1', blank))
    expect(await query("SELECT Zero__c, Blank__c FROM Bill__c WHERE Name = 'Empty'")).toMatchObject([
      { Zero__c: 1, Blank__c: null },
    ])
  })
})

describe('a deploy refuses', () => {
  test.each([
    ['a field that is not there', field('F__c', 'Number', 'Nope__c + 1'), /Field Nope__c does not exist/],
    ['a parent that is not there', field('F__c', 'Text', 'Nope__r.Name'), /Field Nope__r.Name does not exist/],
    [
      'a function it does not do',
      field('F__c', 'Text', "HYPERLINK('a', 'b')"),
      /NOT_SUPPORTED_BY_SANDBOX: The formula function HYPERLINK/,
    ],
    ['a global variable', field('F__c', 'Text', '$User.Username'), /NOT_SUPPORTED_BY_SANDBOX: \$User/],
    ['a syntax its parser lacks', field('F__c', 'Number', '-Total__c +'), /NOT_SUPPORTED_BY_SANDBOX: The syntax/],
    [
      'types that do not go together',
      field('F__c', 'Number', "Total__c + 'x'"),
      /Incorrect parameter type for function 'ADD/,
    ],
    ['too many arguments', field('F__c', 'Number', 'ROUND(1, 2, 3)'), /Incorrect parameter type for function 'ROUND/],
    ['a picklist as text', field('F__c', 'Checkbox', "Status__c = 'Open'"), /Incorrect parameter type/],
    ['a result of another type', field('F__c', 'Text', 'Total__c'), /Formula result is data type \(number\)/],
    [
      'a formula that comes back to itself',
      field('F__c', 'Number', 'G__c') + field('G__c', 'Number', 'F__c'),
      /refers to itself/,
    ],
    ['a unique formula', field('F__c', 'Text', 'Name', '<unique>true</unique>'), /Can not specify 'unique'/],
    ['a formula of another type', field('F__c', 'Email', 'Name'), /NOT_SUPPORTED_BY_SANDBOX/],
  ])('%s', async (_case, fields, message) => {
    expect((await deploy(fields)).failures.join()).toMatch(message)
  })

  test('a field file that is broken inside its formula', async () => {
    const { success } = await started.deploy({ 'objects/Account.object': file('CustomObject', '<fields><formula>') })
    expect(success).toBe(false)
  })
})
