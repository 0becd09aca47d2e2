import { afterEach, beforeEach, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
let order: string
beforeEach(async () => {
  client = await startClient()
  order = `salesOrders(${client.id('salesOrders', 'number', 'S-ORD101002')})`
})
afterEach(() => client.bc.close())

test('dimensions of a document are read and written below it, and show on its header', async () => {
  expect((await client.get(`${order}/dimensionSetLines`)).value).toMatchObject([
    { code: 'CUSTOMERGROUP', valueCode: 'LARGE', parentType: 'Sales_x0020_Order' },
  ])
  const made = await client.post(`${order}/dimensionSetLines`, { code: 'DEPARTMENT', valueCode: 'SALES' })
  expect([made.status, made.json['valueDisplayName']]).toEqual([201, 'Sales'])
  expect((await client.get(order)).json).toMatchObject({
    shortcutDimension1Code: 'SALES',
    shortcutDimension2Code: 'LARGE',
  })
  const line = `${order}/dimensionSetLines(${String(made.json['id'])})`
  expect((await client.patch(line, { valueCode: 'ADM' })).json['valueCode']).toBe('ADM')
  expect((await client.delete(line)).status).toBe(204)
  expect((await client.get(order)).json['shortcutDimension1Code']).toBe('')
})

test('a shortcut on the header sets the dimension', async () => {
  expect((await client.patch(order, { shortcutDimension1Code: 'PROD' })).json['shortcutDimension1Code']).toBe('PROD')
  expect(
    (await client.get(`${order}/dimensionSetLines?$filter=${encodeURIComponent("code eq 'DEPARTMENT'")}`)).value,
  ).toMatchObject([{ valueCode: 'PROD' }])
})

test.each([
  [{ code: 'DEPARTMENT' }],
  [{ valueCode: 'SALES' }],
  [{ code: 'NONE', valueCode: 'SALES' }],
  [{ code: 'DEPARTMENT', valueCode: 'SMALL' }],
  [{ code: 'CUSTOMERGROUP', valueCode: 'SMALL' }],
])('refuses %j', async (body) => {
  expect((await client.post(`${order}/dimensionSetLines`, body)).status).toBe(400)
})

test('they cannot be read without a parent, nor can default dimensions', async () => {
  expect((await client.get('dimensionSetLines')).status).toBe(400)
  expect((await client.get('defaultDimensions')).status).toBe(400)
})

test('default dimensions of a customer go into its next document', async () => {
  const customer = `customers(${client.id('customers', 'number', '20000')})`
  const dimensionId = client.id('dimensions', 'code', 'DEPARTMENT')
  const dimensionValueId = client.id('dimensionValues', 'code', 'PROD')
  const made = await client.post(`${customer}/defaultDimensions`, { dimensionId, dimensionValueId })
  expect(made.json).toMatchObject({ parentType: 'Customer', dimensionCode: 'DEPARTMENT', dimensionValueCode: 'PROD' })
  expect((await client.post(`${customer}/defaultDimensions`, { dimensionId, dimensionValueId })).code).toBe(
    'Internal_EntityWithSameKeyExists',
  )
  const next = await client.post('salesOrders', { customerNumber: '20000' })
  expect(next.json).toMatchObject({ shortcutDimension1Code: 'PROD', shortcutDimension2Code: 'MEDIUM' })
})
