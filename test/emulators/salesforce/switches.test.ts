import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrg, type TestOrg } from './testing/start-org.ts'

/** Switches that have no room of their own: what the other position does. */
let started: TestOrg
beforeAll(async () => {
  started = await startOrg()
})
afterAll(() => started[Symbol.asyncDispose]())

test('sessionTimeoutSeconds', async () => {
  const { org } = started
  org.switches.sessionTimeoutSeconds = 60
  const form = { grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret }
  const signIn = await fetch(`${org.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await signIn.json()) as { access_token: string }
  const status = async () =>
    (await started.call('GET', '/limits', undefined, { authorization: `Bearer ${access_token}` })).status
  expect(await status()).toBe(200)
  await org.clock.advance(61_000)
  expect(await status()).toBe(401)
})

test('excessDecimals', async () => {
  const { switches, records } = started.org
  const stored = async () => records.get('Bill__c', await started.create('Bill__c', { Total__c: 1.005 }))?.Total__c
  expect(await stored()).toBe('1.01')
  switches.excessDecimals = 'keep'
  expect(await stored()).toBe('1.005')
  switches.excessDecimals = 'round'
})

test('updateOnlyWithoutMatchStatus', async () => {
  started.org.switches.updateOnlyWithoutMatchStatus = 400
  const answer = await started.call('PATCH', '/sobjects/Account/Key__c/none?updateOnly=true', { Name: 'A' })
  expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'NOT_FOUND' }] })
})

test('firstPublishShareType', async () => {
  started.org.switches.firstPublishShareType = 'C'
  const account = await started.create('Account', { Name: 'A' })
  const VersionData = Buffer.from('x').toString('base64')
  await started.create('ContentVersion', { PathOnClient: 'a.txt', VersionData, FirstPublishLocationId: account })
  expect(
    started.org.records.all('ContentDocumentLink').find(({ LinkedEntityId }) => LinkedEntityId === account),
  ).toMatchObject({ ShareType: 'C' })
})

test('activatedOrderEditableFields and hardDeletePurgeSeconds', async () => {
  const { org, create } = started
  org.switches.hardDeletePurgeSeconds = 600
  org.switches.activatedOrderLockedForEverybody = true
  const Pricebook2Id = org.records.all('Pricebook2').find(({ IsStandard }) => IsStandard)?.Id
  const Product2Id = await create('Product2', { Name: 'Bike', IsActive: true })
  const entry = await create('PricebookEntry', { Pricebook2Id, Product2Id, UnitPrice: 1, IsActive: true })
  const AccountId = await create('Account', { Name: 'B' })
  const order = await create('Order', { AccountId, EffectiveDate: '2026-03-02', Status: 'Draft', Pricebook2Id })
  const [kept, gone] = [1, 2].map((Quantity) =>
    create('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity, UnitPrice: 1 }),
  )
  await kept
  await started.admin.sobject('OrderItem').destroy((await gone) ?? '')
  const deleted = async () => {
    const at = (seconds: number) => new Date(org.clock.now() + seconds * 1000).toISOString()
    const { body } = await started.call('GET', `/sobjects/OrderItem/deleted/?start=${at(-3600)}&end=${at(120)}`)
    return (body as { deletedRecords: unknown[] }).deletedRecords.length
  }
  expect(await deleted()).toBe(1)
  await org.clock.advance(601_000)
  expect(await deleted()).toBe(0)

  await started.admin.sobject('Order').update({ Id: order, Status: 'Activated' })
  const update = async (fields: object) => (await started.call('PATCH', `/sobjects/Order/${order}`, fields)).status
  expect([await update({ Description: 'x' }), await update({ PoNumber: '1' })]).toEqual([204, 400])
  org.switches.activatedOrderEditableFields = ['PoNumber']
  expect([await update({ Description: 'y' }), await update({ PoNumber: '2' })]).toEqual([400, 204])
})
