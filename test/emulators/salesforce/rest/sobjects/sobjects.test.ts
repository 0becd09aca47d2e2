import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

test('create 201, read, update 204, delete 204, then 404 ENTITY_IS_DELETED', async () => {
  const made = await started.call('POST', '/sobjects/Account', { Name: ' Acme ', AnnualRevenue: '1200000' })
  expect(made.status).toBe(201)
  const { id } = made.body as { id: string }
  expect(made.body).toEqual({ id: expect.stringMatching(/^001\w{15}$/) as string, success: true, errors: [] })
  const read = await started.call('GET', `/sobjects/Account/${id}?fields=Name,AnnualRevenue,CreatedDate,OwnerId`)
  expect(read.body).toMatchObject({
    Name: 'Acme',
    AnnualRevenue: 1_200_000,
    CreatedDate: '2026-03-02T10:00:00.000+0000',
  })
  expect(read.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/15000$/)
  expect((await started.call('PATCH', `/sobjects/Account/${id}`, { AnnualRevenue: null })).status).toBe(204)
  expect((await started.call('GET', `/sobjects/Account/${id}?fields=AnnualRevenue`)).body).toHaveProperty(
    'AnnualRevenue',
    null,
  )
  expect((await started.call('DELETE', `/sobjects/Account/${id}`)).status).toBe(204)
  expect(await started.call('GET', `/sobjects/Account/${id}`)).toMatchObject({
    status: 404,
    body: [{ errorCode: 'ENTITY_IS_DELETED' }],
  })
})

describe('a bad row is refused with its code', () => {
  test.each([
    ['Contact', { FirstName: 'A' }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']],
    [
      'Account',
      { Name: 'x'.repeat(256) },
      'STRING_TOO_LONG',
      /^Account Name: data value too large: x+ \(max length=255\)$/,
      ['Name'],
    ],
    [
      'Bill__c',
      { Status__c: 'Lost' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Status: bad value for restricted picklist field: Lost',
      ['Status__c'],
    ],
    ['Account', { Nmae: 'x' }, 'INVALID_FIELD', "No such column 'Nmae' on sobject of type Account", []],
    [
      'Account',
      { Name: 'x', CreatedDate: '2026-01-01' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      /Unable to create\/update fields: CreatedDate/,
      ['CreatedDate'],
    ],
    [
      'Account',
      { Name: 12 },
      'JSON_PARSER_ERROR',
      /Cannot deserialize instance of string from VALUE_NUMBER_INT value 12/,
      [],
    ],
    [
      'Bill__c',
      { Total__c: 'many' },
      'JSON_PARSER_ERROR',
      /Cannot deserialize instance of double from VALUE_STRING value many/,
      [],
    ],
    ['Bill__c', { Due__c: '2026-02-30' }, 'JSON_PARSER_ERROR', /Cannot deserialize instance of date/, []],
    ['Bill__c', { Seen__c: 'noon' }, 'JSON_PARSER_ERROR', /Cannot deserialize instance of datetime/, []],
    ['Bill__c', { Held__c: null }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', /Held: value not of required type/, ['Held__c']],
    ['Bill__c', { Total__c: 1e16 }, 'NUMBER_OUTSIDE_VALID_RANGE', /Total: value outside of valid range/, ['Total__c']],
    [
      'Contact',
      { LastName: 'x', AccountId: 'abc' },
      'MALFORMED_ID',
      'Account ID: id value of incorrect type: abc',
      ['AccountId'],
    ],
    [
      'Contact',
      { LastName: 'x', AccountId: '003000000000001AAA' },
      'MALFORMED_ID',
      /id value of incorrect type/,
      ['AccountId'],
    ],
    [
      'Contact',
      { LastName: 'x', AccountId: '001000000000001AAA' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
      ['AccountId'],
    ],
    [
      'Contact',
      { LastName: 'x', Email: 'nobody' },
      'INVALID_EMAIL_ADDRESS',
      'Email: invalid email address: nobody',
      ['Email'],
    ],
    ['Bill_Line__c', { Amount__c: 1 }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Bill__c]', ['Bill__c']],
  ])('%s %o → %s', async (object, fields, errorCode, message, named) => {
    const { status, body } = await started.call('POST', `/sobjects/${object}`, fields)
    expect(status).toBe(400)
    expect(body).toEqual([
      {
        errorCode,
        message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
        fields: named,
      },
    ])
  })

  test('a taken unique value names the other record', async () => {
    const id = await started.create('Account', { Name: 'A', Key__c: 'k-1' })
    const { body } = await started.call('POST', '/sobjects/Account', { Name: 'B', Key__c: 'K-1' })
    expect(body).toEqual([
      {
        errorCode: 'DUPLICATE_VALUE',
        message: `duplicate value found: Key__c duplicates value on record with id: ${id.slice(0, 15)}`,
        fields: ['Key__c'],
      },
    ])
  })

  test('and leaves no trace', async () => {
    await started.call('POST', '/sobjects/Account', { Name: 'B', Nope: 1 })
    expect(started.org.records.all('Account')).toEqual([])
  })

  test('broken JSON, no body, a list, and an Id in the body', async () => {
    const refused = async (body?: unknown): Promise<unknown> =>
      (await started.call('POST', '/sobjects/Account', body)).body
    expect(await refused('{"Name":')).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }])
    expect(await refused()).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }])
    expect(await refused([{ Name: 'x' }])).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }])
    expect(await refused({ Id: '001000000000001AAA', Name: 'x' })).toMatchObject([{ errorCode: 'INVALID_FIELD' }])
  })

  test('unknown objects and rows are 404, wrong methods 405', async () => {
    expect(await started.call('GET', '/sobjects/Nothing__c/describe')).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    })
    expect(await started.call('PATCH', '/sobjects/Account/001000000000001AAA', { Name: 'x' })).toMatchObject({
      status: 404,
    })
    expect(await started.call('GET', '/sobjects/Account/abc')).toMatchObject({ status: 404 })
    expect(await started.call('PUT', '/sobjects/Account', {})).toMatchObject({
      status: 405,
      body: [{ errorCode: 'METHOD_NOT_ALLOWED' }],
    })
  })

  test('what the sandbox does not do says so', async () => {
    for (const path of ['/search?q=x', '/chatter/feeds'])
      expect(await started.call('GET', path)).toMatchObject({
        status: 501,
        body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX' }],
      })
  })
})

describe('an owner', () => {
  const rep = { attributes: { type: 'User' }, Username: 'rep@sandbox.example' }

  test('of a custom object or an order may be a queue, so a nested one says what it is, first', async () => {
    const { org } = started
    const user = org.records.all('User').find((row) => row.Username === rep.Username)?.Id
    const queue = await started.create('Group', { Name: 'Billing', Type: 'Queue' })
    const bill = await started.create('Bill__c', { Name: 'B', Owner: rep })
    expect(org.records.get('Bill__c', bill)?.OwnerId).toBe(user)
    for (const Owner of [{ Username: rep.Username }, { Username: rep.Username, attributes: rep.attributes }])
      expect(await started.call('POST', '/sobjects/Bill__c', { Name: 'C', Owner })).toMatchObject({
        status: 400,
        body: [{ errorCode: 'JSON_PARSER_ERROR', message: expect.stringContaining('polymorphic') as string }],
      })
    const astray = { attributes: { type: 'Account' }, Key__c: 'c-1' }
    expect(await started.call('POST', '/sobjects/Bill__c', { Name: 'C', Owner: astray })).toMatchObject({ status: 400 })
    await started.call('PATCH', `/sobjects/Bill__c/${bill}`, { OwnerId: queue })
    await started.create('Bill__c', { Name: 'C', Owner: rep })
    const soql = 'SELECT Owner.Name, Owner.Type, Owner.Username FROM Bill__c ORDER BY Name'
    const { body } = await started.call('GET', `/query?q=${encodeURIComponent(soql)}`)
    expect(body).toMatchObject({
      records: [
        { Owner: { Name: 'Billing', Type: 'Queue', Username: null } },
        { Owner: { Type: 'User', Username: rep.Username } },
      ],
    })
    for (const [object, targets] of [
      ['Bill__c', ['Group', 'User']],
      ['Order', ['Group', 'User']],
      ['Account', ['User']],
    ] as const) {
      const { fields } = await started.admin.sobject(object).describe()
      expect(fields.find(({ name }) => name === 'OwnerId')?.referenceTo).toEqual(targets)
    }
  })

  test('of an account is a user', async () => {
    await started.create('Account', { Name: 'A', Owner: { Username: rep.Username } })
  })
})

test('a master takes its details along, a look-up is cleared', async () => {
  const accountId = await started.create('Account', { Name: 'A' })
  const billId = await started.create('Bill__c', { Account__c: accountId })
  const lineId = await started.create('Bill_Line__c', { Bill__c: billId })
  expect(started.org.records.get('Bill_Line__c', lineId)?.Name).toBe('BL-0001')
  await started.admin.sobject('Account').destroy(accountId)
  expect(started.org.records.get('Bill__c', billId)?.Account__c).toBeNull()
  await started.admin.sobject('Bill__c').destroy(billId)
  expect(started.org.records.get('Bill_Line__c', lineId)).toBeUndefined()
})

test('describe has every key and the rules of required fields', async () => {
  const { fields, childRelationships, keyPrefix } = await started.admin.sobject('Bill__c').describe()
  expect(keyPrefix).toBe('a00')
  expect(childRelationships).toContainEqual(
    expect.objectContaining({ childSObject: 'Bill_Line__c', relationshipName: 'Lines__r', cascadeDelete: true }),
  )
  const key = fields.find((field) => field.name === 'Key__c')
  expect(key).toMatchObject({
    externalId: true,
    unique: true,
    caseSensitive: false,
    byteLength: 240,
    length: 80,
    type: 'string',
    soapType: 'xsd:string',
  })
  expect(Object.keys(key ?? {})).toHaveLength(57)
})
