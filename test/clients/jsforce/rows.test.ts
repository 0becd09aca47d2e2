import { describe, expect, test } from 'vitest'
import { accounts, base, oneOrg, thrown } from './one-org.ts'

/** The real jsforce: every kind of call the bridge makes, and how errors come out at the other end. */
const started = oneOrg()

describe('rows', () => {
  test('create, retrieve, update, destroy', async () => {
    const created = await started.admin.sobject('Account').create({ Name: 'A' })
    expect(created).toMatchObject({ success: true, errors: [] })
    const id = created.id ?? ''
    expect(await started.admin.sobject('Account').retrieve(id)).toMatchObject({ Id: id, Name: 'A' })
    expect(await started.admin.sobject('Account').update({ Id: id, Name: 'B' })).toMatchObject({ id, success: true })
    expect(await started.admin.sobject('Account').destroy(id)).toMatchObject({ id, success: true })
    expect(await thrown(started.admin.sobject('Account').retrieve(id))).toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    })
  })

  test('upsert tells what was created; an odd key is meant only when it is encoded', async () => {
    const odd = 'A/B?x#y%&+ä'
    const upsert = (key: string, name: string): Promise<unknown> =>
      started.admin.sobject('Account').upsert({ Name: name, Key__c: key }, 'Key__c')
    expect(await upsert(encodeURIComponent(odd), 'A')).toMatchObject({ success: true, created: true })
    expect(await upsert(encodeURIComponent(odd), 'B')).toMatchObject({ success: true, created: false })
    expect(started.org.records.all('Account').map((row) => [row.Name, row.Key__c])).toEqual([['B', odd]])
    // As jsforce sends it, `/` makes another resource of it.
    expect(await thrown(upsert('A/B', 'C'))).toMatchObject({ errorCode: expect.any(String) as string })
    expect(started.org.records.all('Account')).toHaveLength(1)
  })

  test('several matches are MULTIPLE_CHOICES with the list of URLs', async () => {
    await started.admin.sobject('Bill__c').create([{ Tag__c: 't' }, { Tag__c: 't' }])
    const error = await thrown(started.admin.sobject('Bill__c').upsert({ Tag__c: 't', Total__c: 1 }, 'Tag__c'))
    const urls = started.org.records.all('Bill__c').map((row) => `${base}/sobjects/Bill__c/${row.Id}`)
    expect(error).toMatchObject({ name: 'MULTIPLE_CHOICES', data: urls })
  })

  test.each<[string, string, object, string]>([
    ['a missing field', 'Account', {}, 'REQUIRED_FIELD_MISSING'],
    ['an unknown field', 'Account', { Name: 'A', Nope__c: 1 }, 'INVALID_FIELD'],
    [
      'a read-only field',
      'Account',
      { Name: 'A', CreatedDate: '2026-01-01T00:00:00Z' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    ],
    ['a long text', 'Account', { Name: 'x'.repeat(256) }, 'STRING_TOO_LONG'],
    ['a value that cannot be read', 'Bill__c', { Total__c: 'twelve' }, 'JSON_PARSER_ERROR'],
    ['a choice that is none', 'Bill__c', { Status__c: 'Lost' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a bad id', 'Contact', { LastName: 'B', AccountId: 'no id' }, 'MALFORMED_ID'],
    ['an id of nobody', 'Contact', { LastName: 'B', AccountId: '001000000000000AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['an external id of nobody', 'Bill__c', { Account__r: { Key__c: 'nobody' } }, 'INVALID_FIELD'],
  ])('%s is an error with its code', async (_what, object, fields, errorCode) => {
    expect(await thrown(started.admin.sobject(object).create(fields))).toMatchObject({ name: errorCode, errorCode })
  })

  test('a taken key, an unknown object and a path that is none', async () => {
    const [first] = await started.admin.sobject('Account').create([{ Name: 'A', Key__c: 'k' }])
    expect(await thrown(started.admin.sobject('Account').create({ Name: 'B', Key__c: 'k' }))).toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: expect.stringContaining(first?.id?.slice(0, 15) ?? '?') as string,
    })
    expect(await thrown(started.admin.sobject('Nope__c').create({}))).toMatchObject({ errorCode: 'NOT_FOUND' })
    expect(await thrown(started.admin.request(`${base}/nothing`))).toMatchObject({ errorCode: 'NOT_FOUND' })
    expect(
      await thrown(started.admin.request({ method: 'PUT', url: `${base}/sobjects/Account`, body: '{}' })),
    ).toMatchObject({
      errorCode: 'METHOD_NOT_ALLOWED',
    })
  })

  test('broken JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', url: `${base}/sobjects/Account`, body: '{"Name":', headers } as const
    expect(await thrown(started.admin.request(request))).toMatchObject({ errorCode: 'JSON_PARSER_ERROR' })
  })

  test('describe, global and of an object', async () => {
    const { sobjects } = await started.admin.describeGlobal()
    expect(sobjects.map(({ name }) => name)).toContain('Bill__c')
    const { fields, keyPrefix } = await started.admin.describe('Account')
    expect(keyPrefix).toBe('001')
    expect(fields.find(({ name }) => name === 'Key__c')).toMatchObject({ externalId: true, unique: true })
    expect(await thrown(started.admin.describe('Nope__c'))).toMatchObject({ errorCode: 'NOT_FOUND' })
  })

  test('updated and deleted', async () => {
    const { id = '' } = await started.admin.sobject('Account').create({ Name: 'A' })
    const [from, until] = ['2026-03-02T09:00:00Z', '2026-03-02T11:00:00Z']
    expect(await started.admin.sobject('Account').updated(from, until)).toMatchObject({ ids: [id] })
    await started.admin.sobject('Account').destroy(id)
    expect(await started.admin.sobject('Account').deleted(from, until)).toMatchObject({ deletedRecords: [{ id }] })
    expect(await thrown(started.admin.sobject('Account').updated(until, from))).toMatchObject({
      errorCode: 'INVALID_REPLICATION_DATE',
    })
  })

  test('limits, and userinfo by identity()', async () => {
    expect(await started.admin.limits()).toMatchObject({ DailyApiRequests: { Max: 15_000 } })
    expect(started.admin.limitInfo.apiUsage).toMatchObject({ limit: 15_000 })
    expect(await started.admin.identity()).toMatchObject({ organization_id: started.org.organizationId })
  })
})

describe('collections', () => {
  test('200 rows go at once; 201 only with allowRecursive, in two calls', async () => {
    expect(await started.admin.sobject('Account').create(accounts(200))).toHaveLength(200)
    expect(await thrown(started.admin.sobject('Account').create(accounts(201)))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT',
    })
    started.org.reset({ keepMetadata: true })
    const results = await started.admin.sobject('Account').create(accounts(201), { allowRecursive: true })
    expect(results.filter(({ success }) => success)).toHaveLength(201)
    expect(started.org.journal.calls().filter(({ url }) => url.includes('/composite/sobjects'))).toHaveLength(2)
  })

  test('201 rows in one request are refused', async () => {
    const records = accounts(201).map((row) => ({ attributes: { type: 'Account' }, ...row }))
    expect(await thrown(started.admin.requestPost(`${base}/composite/sobjects`, { records }))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT',
    })
  })

  test('a failed row has statusCode and no id; with allOrNone the good ones are rolled back', async () => {
    const rows = [{ Name: 'A' }, {}]
    const [good, bad] = await started.admin.sobject('Account').create(rows)
    expect(good?.success).toBe(true)
    expect(bad).toMatchObject({ success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] })
    expect(bad).not.toHaveProperty('id')
    const undone = await started.admin.sobject('Account').create(rows, { allOrNone: true })
    expect(undone[0]).toMatchObject({ errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] })
    expect(started.org.records.all('Account')).toHaveLength(1)
  })

  test('upsert takes odd keys as they are, fails a key that comes twice, and update and destroy go by id', async () => {
    const rows = [
      { Name: 'A', Key__c: 'A/B?x#y' },
      { Name: 'B', Key__c: 'b' },
      { Name: 'C', Key__c: 'b' },
    ]
    const results = await started.admin.sobject('Account').upsert(rows, 'Key__c')
    expect(results).toMatchObject([
      { success: true, created: true },
      { success: false, created: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ])
    const id = results[0]?.id ?? ''
    expect(await started.admin.sobject('Account').update([{ Id: id, Name: 'A2' }])).toMatchObject([{ success: true }])
    expect(await started.admin.sobject('Account').destroy([id, '001000000000000AAA'])).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
    ])
  })

  test('retrieve gives null for what is not there', async () => {
    const { id = '' } = await started.admin.sobject('Account').create({ Name: 'A' })
    const fields = { ids: [id, '001000000000000AAA'], fields: ['Name'] }
    expect(await started.admin.requestPost(`${base}/composite/sobjects/Account`, fields)).toMatchObject([
      { Name: 'A' },
      null,
    ])
  })
})
