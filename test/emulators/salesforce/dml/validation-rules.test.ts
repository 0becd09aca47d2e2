import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billWith, file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
})
afterAll(() => started[Symbol.asyncDispose]())

const rule = (name: string, formula: string, more = '', active = true): string =>
  `<validationRules><fullName>${name}</fullName><active>${active}</active><errorConditionFormula>${formula.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</errorConditionFormula>${more}<errorMessage>${name} says no</errorMessage></validationRules>`
const deploy = (...rules: string[]) => started.deploy({ ...samplePackage, ...billWith(...rules) })
const errors = async (saved: Promise<{ status: number; body: unknown }>): Promise<unknown> => {
  const { status, body } = await saved
  return status < 300 ? [] : body
}
const insert = (fields: object) => errors(started.call('POST', '/sobjects/Bill__c', { Name: 'B', ...fields }))
const refusal = (message: string, ...fields: string[]) => ({
  errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  message: `${message} says no`,
  fields,
})

describe('a validation rule', () => {
  test('refuses a row in its own words, at its field; several speak at once, one that is off does not', async () => {
    const { failures } = await deploy(
      rule('Negative', 'Total__c < 0', '<errorDisplayField>Total__c</errorDisplayField>'),
      rule('Nameless', "AND(ISBLANK(Total__c), Name = 'none')"),
      rule('Both', 'Total__c < 0 - 100'),
      rule('Off', 'true', '', false),
    )
    expect(failures).toEqual([])
    expect(await insert({ Total__c: 1 })).toEqual([])
    expect(await insert({})).toEqual([])
    expect(await insert({ Total__c: -1 })).toEqual([refusal('Negative', 'Total__c')])
    expect(await insert({ Name: 'none' })).toEqual([refusal('Nameless')])
    expect(await insert({ Total__c: -101 })).toEqual([refusal('Negative', 'Total__c'), refusal('Both')])
    expect(started.org.records.all('Bill__c')).toHaveLength(2)
  })

  test('knows what is new, what changed and what was before', async () => {
    await deploy(
      rule('Born', "ISNEW() && ISPICKVAL(Status__c, 'Paid')"),
      rule('Final', "ISCHANGED(Status__c) && ISPICKVAL(PRIORVALUE(Status__c), 'Paid')"),
      rule('Growth', 'NOT(ISNEW()) && Total__c > PRIORVALUE(Total__c) * 2'),
    )
    expect(await insert({ Status__c: 'Paid' })).toEqual([refusal('Born')])
    const bill = await started.create('Bill__c', { Name: 'B', Total__c: 10 })
    const update = (fields: object) => errors(started.call('PATCH', `/sobjects/Bill__c/${bill}`, fields))
    expect(await update({ Total__c: 21 })).toEqual([refusal('Growth')])
    expect(await update({ Total__c: 20, Status__c: 'Paid' })).toEqual([])
    expect(await update({ Name: 'C', Status__c: 'Paid' })).toEqual([])
    expect(await update({ Status__c: 'Open' })).toEqual([refusal('Final')])
  })

  test('of a standard object holds for rows of a collection, goes when it is deleted, and keeps its fields from going', async () => {
    const keyed = "NOT(ISBLANK(Secret__c)) && Key__c = 'a'"
    const { failures } = await started.deploy({ 'objects/Account.object': file('CustomObject', rule('Keyed', keyed)) })
    expect(failures).toEqual([])
    const attributes = { type: 'Account' }
    const records = [
      { attributes, Name: 'A', Key__c: 'a', Secret__c: 'x' },
      { attributes, Name: 'B', Key__c: 'b', Secret__c: 'x' },
    ]
    const upsert = async () => (await started.call('PATCH', '/composite/sobjects/Account/Key__c', { records })).body
    expect(await upsert()).toMatchObject([
      { success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Keyed says no' }] },
      { success: true },
    ])
    const destroy = (type: string, member: string) =>
      started.deploy({
        'destructiveChanges.xml': file('Package', `<types><members>${member}</members><name>${type}</name></types>`),
      })
    expect((await destroy('CustomField', 'Account.Secret__c')).failures).toEqual([
      expect.stringMatching(/Secret__c.*Keyed/s),
    ])
    expect((await destroy('ValidationRule', 'Account.Keyed')).failures).toEqual([])
    expect(await upsert()).toMatchObject([{ success: true }, { success: true }])
  })

  test.each([
    ['Total__c', /data type \(number\), incompatible with expected data type \(true or false\)/],
    ['Nope__c = 1', /Field Nope__c does not exist/],
    ["REGEX(Name, 'x')", /NOT_SUPPORTED_BY_SANDBOX: The formula function REGEX/],
    ['ISCHANGED(Account__r.Name)', /Incorrect parameter for function 'ISCHANGED\(\)'/],
    ['ISNEW(Name)', /Incorrect parameter for function 'ISNEW\(\)'/],
  ])('that reads %s is no rule', async (formula, says) => {
    expect((await deploy(rule('R', formula))).failures).toEqual([expect.stringMatching(says)])
  })

  test('at a field that is not there is no rule, nor may a formula field ask what changed', async () => {
    const astray = rule('R', 'true', '<errorDisplayField>Nope__c</errorDisplayField>')
    expect((await deploy(astray)).failures).toEqual([expect.stringMatching(/no CustomField named Bill__c\.Nope__c/)])
    const formula =
      '<fields><fullName>F__c</fullName><label>F</label><type>Checkbox</type><formula>ISNEW()</formula></fields>'
    expect((await deploy(formula)).failures).toEqual([expect.stringMatching(/The formula function ISNEW/)])
  })
})
