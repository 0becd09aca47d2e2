import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

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
    const ids = [await started.create('Bill__c', { Tag__c: 'T' }), await started.create('Bill__c', { Tag__c: 't' })]
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
    expect(await started.call('PATCH', `${key('x')}?updateOnly=yes`, { Name: 'A' })).toMatchObject({ status: 400 })
    await started.call('PATCH', key('x'), { Name: 'A' })
    expect(await started.call('PATCH', `${key('x')}?updateOnly=true`, { Name: 'B' })).toMatchObject({ status: 200 })
  })

  test('Id and idLookup fields are keys too', async () => {
    const id = await started.create('Contact', { LastName: 'Jansen', Email: 'j@example.com' })
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

describe('nested external-id references', () => {
  test('resolve through the relationship name', async () => {
    const accountId = await started.create('Account', { Name: 'A', Key__c: 'c-1' })
    const id = await started.create('Bill__c', { Account__r: { Key__c: 'C-1' } })
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
