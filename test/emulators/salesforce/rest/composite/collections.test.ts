import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Commit } from '../../records.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
let commits: Commit[]
beforeEach(async () => {
  started = await startOrg()
  commits = []
  started.org.records.onCommit((commit) => commits.push(commit))
})
afterEach(() => started[Symbol.asyncDispose]())

const account = (fields: object): object => ({ attributes: { type: 'Account' }, ...fields })
const names = (): unknown[] => started.org.records.all('Account').map((row) => row.Name)

test('rows change their type nine times at most', async () => {
  const mixed = (count: number): object[] =>
    Array.from({ length: count }, (_none, index) =>
      index % 2 ? account({ Name: 'A' }) : { attributes: { type: 'Contact' }, LastName: 'B' },
    )
  expect(await started.call('POST', '/composite/sobjects', { records: mixed(10) })).toMatchObject({ status: 200 })
  expect(await started.call('POST', '/composite/sobjects', { records: mixed(11) })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'LIMIT_EXCEEDED' }],
  })
  expect(started.org.records.all('Account')).toHaveLength(5)
})

describe('create', () => {
  test('answers 200 with one entry per row in order, failures without an id and with statusCode', async () => {
    const records = [account({ Name: 'A' }), account({ Phone: '1' }), account({ Name: 'C' })]
    const { status, body } = await started.call('POST', '/composite/sobjects', { allOrNone: false, records })
    expect(status).toBe(200)
    expect(body).toEqual([
      { id: expect.any(String) as string, success: true, errors: [] },
      {
        success: false,
        errors: [
          { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
        ],
      },
      { id: expect.any(String) as string, success: true, errors: [] },
    ])
    expect(names()).toEqual(['A', 'C'])
  })

  test('with allOrNone rolls the good rows back and says so', async () => {
    const records = [account({ Name: 'A' }), account({ Phone: '1' })]
    const { status, body } = await started.call('POST', '/composite/sobjects', { allOrNone: true, records })
    expect(status).toBe(200)
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ])
    expect(names()).toEqual([])
    expect(commits).toEqual([])
  })

  test('takes 200 rows at most and is one transaction', async () => {
    const rows = (count: number): object[] =>
      Array.from({ length: count }, (_none, index) => account({ Name: `A${index}` }))
    expect(await started.call('POST', '/composite/sobjects', { records: rows(201) })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
    })
    expect(await started.call('POST', '/composite/sobjects', { records: rows(200) })).toMatchObject({ status: 200 })
    expect(commits).toHaveLength(1)
    expect(commits[0]?.changes).toHaveLength(200)
  })

  test('without a type, or without records, is refused as a whole', async () => {
    expect(await started.call('POST', '/composite/sobjects', { records: [{ Name: 'A' }] })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_INPUT' }],
    })
    expect(await started.call('POST', '/composite/sobjects', {})).toMatchObject({ status: 400 })
  })

  test('switch collectionParseErrors=request fails the whole request for an unknown field', async () => {
    const records = [account({ Name: 'A' }), account({ Nope: 1 })]
    expect((await started.call('POST', '/composite/sobjects', { records })).body).toMatchObject([
      { success: true },
      { success: false },
    ])
    started.org.switches.collectionParseErrors = 'request'
    expect(await started.call('POST', '/composite/sobjects', { records })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    })
    expect(names()).toEqual(['A'])
  })
})

describe('upsert', () => {
  test('inserts and updates, created tells which; a key twice fails in both rows', async () => {
    await started.admin.sobject('Account').create({ Name: 'Old', Key__c: 'k1' })
    const records = [
      account({ Name: 'New', Key__c: 'K1' }),
      account({ Name: 'B', Key__c: 'k/2' }),
      account({ Name: 'C', Key__c: 'k3' }),
      account({ Name: 'D', Key__c: 'K3' }),
      account({ Name: 'E' }),
    ]
    const { body } = await started.call('PATCH', '/composite/sobjects/Account/Key__c', { records })
    expect(body).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
      { success: false, created: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, created: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, created: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ])
    expect(names()).toEqual(['New', 'B'])
  })

  test('through jsforce', async () => {
    const result = await started.admin.sobject('Account').upsert([{ Name: 'A', Key__c: 'a/b?c' }], 'Key__c')
    expect(result).toMatchObject([{ success: true, created: true }])
  })

  test('of another object than that of the path is refused', async () => {
    const records = [{ attributes: { type: 'Contact' }, Key__c: 'k1', LastName: 'x' }]
    expect(await started.call('PATCH', '/composite/sobjects/Account/Key__c', { records })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_INPUT', message: 'Each record must be of type Account, not Contact' }],
    })
    expect(started.org.records.all('Account')).toEqual([])
  })

  test('by a field that is no key is 404', async () => {
    expect(await started.call('PATCH', '/composite/sobjects/Account/Phone', { records: [] })).toMatchObject({
      status: 404,
    })
  })
})

test('update needs an id in every row; unknown and deleted rows say which they are', async () => {
  const { id } = await started.admin.sobject('Account').create({ Name: 'A' })
  const { id: gone } = await started.admin.sobject('Account').create({ Name: 'B' })
  await started.admin.sobject('Account').destroy(gone ?? '')
  const records = [
    account({ id, Name: 'A2' }),
    account({ Name: 'x' }),
    account({ id: gone, Name: 'x' }),
    account({ id: '001000000000001AAA', Name: 'x' }),
  ]
  const { body } = await started.call('PATCH', '/composite/sobjects', { records })
  expect(body).toMatchObject([
    { success: true },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }] },
    { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' }] },
  ])
})

test('read gives rows in the order asked, null for what is not there', async () => {
  const { id } = await started.admin.sobject('Account').create({ Name: 'A' })
  const { body } = await started.call('POST', '/composite/sobjects/Account', {
    ids: ['001000000000001AAA', id],
    fields: ['Name'],
  })
  expect(body).toMatchObject([null, { Id: id, Name: 'A' }])
  const path = (ids = ''): string => `/composite/sobjects/Account?ids=${ids}&fields=Name`
  expect((await started.call('GET', path(id))).body).toMatchObject([{ Id: id, Name: 'A' }])
  expect((await started.call('HEAD', path(id))).status).toBe(200)
  expect((await started.call('GET', path())).status).toBe(400)
})

test('delete', async () => {
  const { id } = await started.admin.sobject('Account').create({ Name: 'A' })
  const { body } = await started.call(
    'DELETE',
    `/composite/sobjects?ids=${id ?? ''},001000000000001AAA&allOrNone=false`,
  )
  expect(body).toMatchObject([{ id, success: true }, { success: false }])
})

test('a row that is rolled back keeps its id, unless it was to be made', async () => {
  const { id = '' } = await started.admin.sobject('Account').create({ Name: 'A', Key__c: 'a' })
  const rolledBack = { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] }
  const update = { allOrNone: true, records: [account({ id, Name: 'B' }), account({ Name: 'x' })] }
  expect((await started.call('PATCH', '/composite/sobjects', update)).body).toMatchObject([
    { id, ...rolledBack },
    { success: false },
  ])
  const records = [account({ Key__c: 'a', Name: 'B' }), account({ Key__c: 'b', Name: 'B' }), account({ Key__c: 'c' })]
  const { body } = await started.call('PATCH', '/composite/sobjects/Account/Key__c', { allOrNone: true, records })
  expect(body).toMatchObject([{ id, ...rolledBack }, rolledBack, { success: false }])
  expect((body as object[])[1]).not.toHaveProperty('id')
  expect(names()).toEqual(['A'])
})

test('delete takes allOrNone as true or false; what anything else does is a switch', async () => {
  const { id = '' } = await started.admin.sobject('Account').create({ Name: 'A' })
  const remove = (allOrNone: string) =>
    started.call('DELETE', `/composite/sobjects?ids=${id},001000000000001AAA&allOrNone=${allOrNone}`)
  expect(await remove('x')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
  expect(await remove('')).toMatchObject({ status: 400 })
  expect((await remove('TRUE')).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
    { success: false },
  ])
  started.org.switches.unreadableBooleans = 'false'
  expect((await remove('x')).body).toMatchObject([{ id, success: true }, { success: false }])
})

test('a row of an object that only the sandbox lacks says so', async () => {
  const records = [{ attributes: { type: 'Lead' }, LastName: 'L' }, { attributes: { type: 'Nope' } }]
  expect((await started.call('POST', '/composite/sobjects', { records })).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'NOT_SUPPORTED_BY_SANDBOX' }] },
    { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
  ])
})
