import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

const create = async (object: string, fields: object): Promise<string> => {
  const { id } = await started.admin.sobject(object).create(fields as Record<string, unknown>)
  return id ?? ''
}

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
    const id = await create('Account', { Name: 'A', Key__c: 'k-1' })
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

describe('upsert by external id', () => {
  const key = (value: string): string => `/sobjects/Account/Key__c/${encodeURIComponent(value)}`

  test.each(['plain', 'with space', 'a/b?c#d', '50%', 'ü€😀', "o'neil", 'a+b&c=d', '%2F', '{guid}:{guid}'])(
    'inserts and then finds %j again',
    async (value) => {
      const first = await started.call('PATCH', key(value), { Name: 'A' })
      expect(first).toMatchObject({ status: 201, body: { success: true, created: true, errors: [] } })
      const second = await started.call('PATCH', key(value), { Name: 'B' })
      expect(second).toMatchObject({ status: 200, body: { id: (first.body as { id: string }).id, created: false } })
      expect((await started.call('GET', `${key(value)}?fields=Name,Key__c`)).body).toMatchObject({
        Name: 'B',
        Key__c: value,
      })
    },
  )

  test('a key without percent-encoding hits another resource, as jsforce sends it', async () => {
    await expect(started.admin.sobject('Account').upsert({ Key__c: 'a/b', Name: 'A' }, 'Key__c')).rejects.toThrow()
    expect(started.org.records.all('Account')).toEqual([])
  })

  test('several matches are 300 with their URLs, nothing is written', async () => {
    const ids = [await create('Bill__c', { Tag__c: 'T' }), await create('Bill__c', { Tag__c: 't' })]
    const { status, body } = await started.call('PATCH', '/sobjects/Bill__c/Tag__c/T', { Total__c: 1 })
    expect(status).toBe(300)
    expect(body).toEqual(ids.map((id) => `/services/data/v67.0/sobjects/Bill__c/${id}`))
    expect(started.org.records.get('Bill__c', ids[0] ?? '')?.Total__c).toBeNull()
    await expect(started.admin.sobject('Bill__c').upsert({ Tag__c: 'T', Total__c: 1 }, 'Tag__c')).rejects.toMatchObject(
      { name: 'MULTIPLE_CHOICES' },
    )
  })

  test('the key may not be repeated in the body, and must be a key', async () => {
    expect(await started.call('PATCH', key('x'), { Name: 'A', Key__c: 'x' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    })
    expect(await started.call('PATCH', '/sobjects/Account/Phone/1', { Name: 'A' })).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    })
    expect(await started.call('PATCH', '/sobjects/Account/Key__c/%zz', { Name: 'A' })).toMatchObject({ status: 400 })
  })

  test('updateOnly inserts nothing', async () => {
    expect(await started.call('PATCH', `${key('x')}?updateOnly=true`, { Name: 'A' })).toMatchObject({ status: 404 })
    await started.call('PATCH', key('x'), { Name: 'A' })
    expect(await started.call('PATCH', `${key('x')}?updateOnly=true`, { Name: 'B' })).toMatchObject({ status: 200 })
  })

  test('Id and idLookup fields are keys too', async () => {
    const id = await create('Contact', { LastName: 'Jansen', Email: 'j@example.com' })
    expect(await started.call('PATCH', `/sobjects/Contact/Id/${id}`, { Title: 'CFO' })).toMatchObject({ status: 200 })
    expect((await started.call('GET', '/sobjects/Contact/Email/J@example.com')).body).toMatchObject({
      Id: id,
      Title: 'CFO',
      Name: 'Jansen',
    })
    expect(await started.call('POST', '/sobjects/Contact/Id', { LastName: 'New' })).toMatchObject({ status: 201 })
    expect((await started.call('GET', `/sobjects/Contact/Id/${id.slice(0, 15)}`)).body).toMatchObject({ Id: id })
    const { status } = await fetch(`${started.org.instanceUrl}/services/data/v36.0/sobjects/Contact/Id`, {
      method: 'POST',
      headers: { authorization: `Bearer ${started.org.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ LastName: 'Old' }),
    })
    expect(status).toBe(405)
  })
})

describe('an owner', () => {
  const rep = { attributes: { type: 'User' }, Username: 'rep@sandbox.example' }

  test('of a custom object or an order may be a queue, so a nested one says what it is, first', async () => {
    const { org } = started
    const user = org.records.all('User').find((row) => row.Username === rep.Username)?.Id
    const queue = await create('Group', { Name: 'Billing', Type: 'Queue' })
    const bill = await create('Bill__c', { Name: 'B', Owner: rep })
    expect(org.records.get('Bill__c', bill)?.OwnerId).toBe(user)
    for (const Owner of [{ Username: rep.Username }, { Username: rep.Username, attributes: rep.attributes }])
      expect(await started.call('POST', '/sobjects/Bill__c', { Name: 'C', Owner })).toMatchObject({
        status: 400,
        body: [{ errorCode: 'JSON_PARSER_ERROR', message: expect.stringContaining('polymorphic') as string }],
      })
    const astray = { attributes: { type: 'Account' }, Key__c: 'c-1' }
    expect(await started.call('POST', '/sobjects/Bill__c', { Name: 'C', Owner: astray })).toMatchObject({ status: 400 })
    await started.call('PATCH', `/sobjects/Bill__c/${bill}`, { OwnerId: queue })
    await create('Bill__c', { Name: 'C', Owner: rep })
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
    expect(await started.call('GET', `/ui-api/records/${bill}?fields=Bill__c.Owner.Name`)).toMatchObject({
      status: 200,
    })
    const graphql =
      'query { uiapi { query { Bill__c(orderBy: { Name: { order: ASC } }) { edges { node { Owner { Name { value } } } } } } } }'
    expect((await started.call('POST', '/graphql', { query: graphql })).body).toMatchObject({
      errors: [],
      data: {
        uiapi: { query: { Bill__c: { edges: [{ node: { Owner: null } }, { node: { Owner: { Name: {} } } }] } } },
      },
    })
  })

  test('of an account is a user', async () => {
    await create('Account', { Name: 'A', Owner: { Username: rep.Username } })
  })
})

describe('nested external-id references', () => {
  test('resolve through the relationship name', async () => {
    const accountId = await create('Account', { Name: 'A', Key__c: 'c-1' })
    const id = await create('Bill__c', { Account__r: { Key__c: 'C-1' } })
    expect(started.org.records.get('Bill__c', id)?.Account__c).toBe(accountId)
    await started.call('PATCH', `/sobjects/Bill__c/${id}`, { Account__r: null })
    expect(started.org.records.get('Bill__c', id)?.Account__c).toBeNull()
  })

  test.each([
    [
      { Account__r: { Key__c: 'nobody' } },
      /Foreign key external ID: nobody not found for field Key__c in entity Account/,
    ],
    [{ Account__r: { Phone: '1' } }, /must be exactly one external id/],
    [{ Account__r: { Key__c: '1', Name: 'x' } }, /must be exactly one external id/],
    [{ Nobody__r: { Key__c: '1' } }, /No such column 'Nobody__r'/],
  ])('%o is INVALID_FIELD', async (fields, message) => {
    const { body } = await started.call('POST', '/sobjects/Bill__c', fields)
    expect(body).toMatchObject([{ errorCode: 'INVALID_FIELD', message: expect.stringMatching(message) as string }])
  })
})

test('a master takes its details along, a look-up is cleared', async () => {
  const accountId = await create('Account', { Name: 'A' })
  const billId = await create('Bill__c', { Account__c: accountId })
  const lineId = await create('Bill_Line__c', { Bill__c: billId })
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
