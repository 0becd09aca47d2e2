import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Commit } from '../records.ts'
import { billWith, file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

const summary = (name: string, content: string, extra = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>Summary</type>${content}<summaryForeignKey>Bill_Line__c.Bill__c</summaryForeignKey>${extra}</fields>`
const of = (operation: string): string =>
  `<summarizedField>Bill_Line__c.Amount__c</summarizedField><summaryOperation>${operation}</summaryOperation>`
const over = (value: string): string =>
  `<summaryFilterItems><field>Bill_Line__c.Amount__c</field><operation>greaterThan</operation><value>${value}</value></summaryFilterItems>`
const deploy = (...fields: string[]): ReturnType<TestOrg['deploy']> =>
  started.deploy({ ...samplePackage, ...billWith(...fields) })

const all = [
  summary('Lines__c', '<summaryOperation>count</summaryOperation>'),
  summary('Sum__c', of('sum')),
  summary('Low__c', of('min')),
  summary('High__c', of('max')),
  summary('Large__c', of('sum'), over('5')),
]

describe('roll-up summaries', () => {
  test('follow their details: created, changed, moved, deleted, brought back', async () => {
    const bill = await started.create('Bill__c', { Name: 'B' })
    await started.create('Bill_Line__c', { Bill__c: bill, Amount__c: 0.1 })
    expect((await deploy(...all)).failures).toEqual([])
    const sums = (): unknown => {
      const row = started.org.records.get('Bill__c', bill)
      return [row?.Lines__c, row?.Sum__c, row?.Low__c, row?.High__c, row?.Large__c]
    }
    expect(sums()).toEqual(['1', '0.1', '0.1', '0.1', '0'])
    const commits: Commit[] = []
    started.org.records.onCommit((commit) => commits.push(commit))
    const line = await started.create('Bill_Line__c', { Bill__c: bill, Amount__c: 10.2 })
    expect(sums()).toEqual(['2', '10.3', '0.1', '10.2', '10.2'])
    const changes = commits
      .at(-1)
      ?.changes.map(({ object, kind, changedFields }) => [object, kind, changedFields.includes('Sum__c')])
    expect(changes).toEqual([
      ['Bill_Line__c', 'CREATE', false],
      ['Bill__c', 'UPDATE', true],
    ])
    await started.admin.sobject('Bill_Line__c').update({ Id: line, Amount__c: null })
    expect(sums()).toEqual(['2', '0.1', '0.1', '0.1', '0'])
    await started.admin.sobject('Bill_Line__c').destroy(line)
    expect(sums()).toEqual(['1', '0.1', '0.1', '0.1', '0'])
    const admin = { userId: started.org.context.session(started.org.accessToken)?.userId ?? '', api: 'soap' }
    started.org.dml.undelete(admin, 'Bill_Line__c', line)
    expect(sums()).toEqual(['2', '0.1', '0.1', '0.1', '0'])
    const { records } = await started.admin.query(`SELECT Lines__c, Sum__c FROM Bill__c WHERE Sum__c = 0.1`)
    expect(records).toMatchObject([{ Lines__c: 2, Sum__c: 0.1 }])
    const { fields } = await started.admin.sobject('Bill__c').describe()
    expect(fields.find((field) => field.name === 'Sum__c')).toMatchObject({
      calculated: true,
      type: 'double',
      scale: 2,
    })
    await expect(started.admin.sobject('Bill__c').update({ Id: bill, Sum__c: 1 })).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    })
  })

  test.each([
    ['no operation', '', '', /Must specify 'summaryOperation'/],
    ['nothing to sum', '<summaryOperation>sum</summaryOperation>', '', /Must specify 'summarizedField'/],
    [
      'a field of no number',
      '<summaryOperation>sum</summaryOperation><summarizedField>Bill_Line__c.Name</summarizedField>',
      '',
      /cannot be summarized/,
    ],
    [
      'a field of another object',
      '<summaryOperation>sum</summaryOperation><summarizedField>Bill__c.Total__c</summarizedField>',
      '',
      /not a field of the detail/,
    ],
    ['an unknown filter field', of('sum'), over('1').replace('Amount__c', 'Nope__c'), /no CustomField named/],
    ['a filter value that is no number', of('sum'), over('many'), /is no number/],
    ['a filter that it does not do', of('sum'), over('1').replace('greaterThan', 'within'), /NOT_SUPPORTED_BY_SANDBOX/],
  ])('refused: %s', async (_case, content, extra, message) => {
    const { failures } = await deploy(summary('Wrong__c', content, extra))
    expect(failures.join()).toMatch(message)
  })

  test('refused: a look-up is no master', async () => {
    const wrong = summary('Wrong__c', '<summaryOperation>count</summaryOperation>').replace(
      'Bill_Line__c.Bill__c',
      'Bill__c.Account__c',
    )
    const { failures } = await started.deploy({ 'objects/Account.object': file('CustomObject', wrong) })
    expect(failures.join()).toMatch(/not a master-detail relationship/)
  })
})
