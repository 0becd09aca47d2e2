import { afterEach, beforeEach, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import type { DuplicateRule } from './duplicates.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
  expect((await save({ Name: 'Acme' })).status).toBe(201)
})
afterEach(() => started[Symbol.asyncDispose]())

const rule: DuplicateRule = {
  name: 'Same_Name',
  object: 'Account',
  fields: ['Name'],
  onInsert: 'alert',
  onUpdate: 'allow',
}
const save = (fields: object, header?: string): ReturnType<TestOrg['call']> =>
  started.call(
    'POST',
    '/sobjects/Account',
    fields,
    header === undefined ? {} : { 'sforce-duplicate-rule-header': header },
  )

test('an alert is refused until the caller insists', async () => {
  started.org.duplicateRules.push(rule)
  expect(await save({ Name: ' ACME ' })).toMatchObject({
    status: 400,
    body: [
      {
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
        duplicateResut: {
          allowSave: true,
          duplicateRule: 'Same_Name',
          matchResults: [{ size: 1, matchRecords: [{ record: { Id: expect.stringMatching(/^001/) as string } }] }],
        },
      },
    ],
  })
  expect((await save({ Name: 'Acme' }, 'allowSave=false')).status).toBe(400)
  expect((await save({ Name: 'Acme' }, 'runAsCurrentUser=true; allowSave=true')).status).toBe(201)
  expect((await save({ Name: 'Another' })).status).toBe(201)
})

test('a block is refused whatever the caller says; an update has its own action', async () => {
  started.org.duplicateRules.push({ ...rule, onInsert: 'block', message: 'There is one.' })
  const answer = await save({ Name: 'Acme' }, 'allowSave=true; includeRecordDetails=true')
  expect(answer).toMatchObject({
    status: 400,
    body: [{ message: 'There is one.', duplicateResut: { allowSave: false } }],
  })
  expect(JSON.stringify(answer.body)).toContain('"Name":"Acme"')
  const { body } = await save({ Name: 'Other' })
  const path = `/sobjects/Account/${(body as { id: string }).id}`
  expect((await started.call('PATCH', path, { Name: 'Acme' })).status).toBe(204)
  started.org.duplicateRules.splice(0, 1, { ...rule, onUpdate: 'block' })
  expect((await started.call('PATCH', path, { Name: 'Acme' })).status).toBe(400)
})

test('a collection says it of its row; the switch spells the key', async () => {
  started.org.duplicateRules.push(rule)
  started.org.switches.duplicateResultKey = 'duplicateResult'
  const records = ['Acme', 'New'].map((Name) => ({ attributes: { type: 'Account' }, Name }))
  expect((await started.call('POST', '/composite/sobjects', { records })).body).toMatchObject([
    {
      success: false,
      errors: [{ statusCode: 'DUPLICATES_DETECTED', duplicateResult: { duplicateRule: 'Same_Name' } }],
    },
    { success: true },
  ])
  started.org.reset({ keepMetadata: true })
  expect(started.org.duplicateRules).toEqual([])
})
