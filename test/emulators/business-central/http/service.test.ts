import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { XMLParser } from 'fast-xml-parser'
import { entitySets } from '../entities.ts'
import { startClient, type Client } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

describe('addresses', () => {
  test.each([
    (c: Client) => `/v2.0/${c.bc.tenantId}/Production/api/v2.0/companies(${c.usa})/customers`,
    (c: Client) => `/v2.0/cronus.onmicrosoft.com/production/api/v2.0/companies(${c.usa})/customers`,
    (c: Client) => `/v2.0/Production/api/v2.0/companies(${c.usa})/customers`,
    (c: Client) => `/v2.0/Production/api/v2.0/customers?company=${c.usa}`,
    () => '/v2.0/Production/api/v2.0/customers?company=CRONUS%20USA%2C%20Inc.',
    (c: Client) => `/v2.0/Production/api/v2.0/companies%28${c.usa.toUpperCase()}%29/customers`,
  ])('%#: all lead to the same customers', async (address) => {
    expect((await client.call('GET', address(client))).value).toHaveLength(5)
  })

  test.each([
    ['/', 404, 'BadRequest_ResourceNotFound'],
    ['/v2.0/other-tenant/Production/api/v2.0/companies', 503, 'Internal_TenantUnavailable'],
    ['/v2.0/Sandbox/api/v2.0/companies', 404, 'NotFound'],
    ['/v2.0/Production/api/v1.0/companies', 404, 'BadRequest_ResourceNotFound'],
    ['/v2.0/Production/api/contoso/app/v1.0/companies', 404, 'BadRequest_ResourceNotFound'],
    ['/v2.0/Production/api/microsoft/automation/v2.0/companies', 501, 'NotSupportedBySandbox'],
    ['/v2.0/Production/ODataV4/Company', 501, 'NotSupportedBySandbox'],
    ['customers', 400, 'BadRequest'],
    ['companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers', 404, 'Internal_CompanyNotFound'],
    ['companies(nonsense)/customers', 400, 'BadRequest'],
    ['companies/customers', 404, 'BadRequest_ResourceNotFound'],
    ['companies%ZZ', 400, 'BadRequest'],
    ['entityDefinitions', 501, 'NotSupportedBySandbox'],
    ['nonsense?company=CRONUS%20USA%2C%20Inc.', 404, 'BadRequest_ResourceNotFound'],
    ['purchaseOrders?company=CRONUS%20USA%2C%20Inc.', 501, 'NotSupportedBySandbox'],
  ])('%s is answered %i %s', async (path, status, code) => {
    const reply = await client.call('GET', path)
    expect([reply.status, reply.code]).toEqual([status, code])
  })

  test.each([
    ['customers(nonsense)', 400],
    ["customers('10000')", 400],
    ['customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)', 404],
    ['customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/defaultDimensions', 404],
    ['customers/nonsense', 404],
    ['customers/$count/$count', 404],
    ['salesInvoices/Microsoft.NAV.post', 404],
  ])('%s is answered %i', async (path, status) => {
    expect((await client.get(path)).status).toBe(status)
  })

  test('below a row: single properties are left out, to-one parts may be missing', async () => {
    const at = `customers(${client.id('customers', 'number', '10000')})`
    expect((await client.get(`${at}/displayName`)).code).toBe('NotSupportedBySandbox')
    expect((await client.get(`${at}/nonsense`)).status).toBe(404)
    expect((await client.get(`${at}/currency`)).status).toBe(204)
    expect((await client.get(`${at}/customerFinancialDetail`)).json['number']).toBe('10000')
  })

  test.each([
    ['PUT', 'customers'],
    ['DELETE', 'customers'],
    ['POST', 'generalLedgerEntries'],
    ['POST', 'salesShipments'],
  ])('%s %s is not allowed', async (method, set) => {
    const reply = await client.call(method, `companies(${client.usa})/${set}`, { body: {} })
    expect([reply.status, reply.code]).toEqual([405, 'BadRequest_MethodNotAllowed'])
  })

  test('a write cannot ask for the read replica', async () => {
    expect((await client.post('customers', { displayName: 'A' }, { 'Data-Access-Intent': 'ReadOnly' })).status).toBe(
      400,
    )
    expect((await client.get('customers', { 'Data-Access-Intent': 'ReadOnly' })).status).toBe(200)
  })

  test('the environment is listed', async () => {
    const reply = await client.call('GET', '/environments/v1.2')
    expect(reply.value).toMatchObject([
      { name: 'Production', applicationFamily: 'BusinessCentral', aadTenantId: client.bc.tenantId },
    ])
  })

  test('companies are read only', async () => {
    expect(
      (await client.call('GET', `companies?$filter=${encodeURIComponent("name eq 'CRONUS USA, Inc.'")}`)).value,
    ).toMatchObject([{ id: client.usa }])
    expect((await client.call('GET', `companies(${client.usa})`)).json['name']).toBe('CRONUS USA, Inc.')
    expect((await client.call('GET', 'companies/$count')).text).toBe('2')
    expect((await client.call('POST', 'companies', { body: {} })).status).toBe(405)
  })
})

describe('every set', () => {
  const flat = [...entitySets('v2.0').values()].filter((set) => !['companies', 'subscriptions'].includes(set.name))

  test.each(flat.map((set) => [set.name] as const))('%s can be listed, or says why not', async (name) => {
    const reply = await client.get(`${name}?$top=3`)
    if (reply.status === 200) {
      const [first] = reply.value
      for (const [property, described] of Object.entries(entitySets('v2.0').get(name)?.properties ?? {}))
        if (first && described.type !== 'Stream') expect(first[property], property).not.toBeUndefined()
    } else expect([reply.status, reply.code]).toEqual([400, 'Application_DialogException'])
  })
})

test('$metadata is a schema in which every type and set is defined', async () => {
  const reply = await client.call('GET', '$metadata')
  expect(reply.headers.get('content-type')).toContain('application/xml')
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name, _path, _leaf, isAttribute) =>
      !isAttribute && ['EntityType', 'EntitySet', 'Property', 'EnumType', 'Action'].includes(name),
  })
  interface Named {
    readonly Name: string
    readonly EntityType: string
    readonly Property?: readonly { readonly Type: string }[]
  }
  const { Schema } = (
    parser.parse(reply.text) as {
      'edmx:Edmx': {
        'edmx:DataServices': {
          Schema: {
            Namespace: string
            EntityType: Named[]
            EnumType: Named[]
            Action: Named[]
            EntityContainer: { EntitySet: Named[] }
          }
        }
      }
    }
  )['edmx:Edmx']['edmx:DataServices']
  expect(Schema.Namespace).toBe('Microsoft.NAV')
  const types = new Set([...Schema.EntityType, ...Schema.EnumType].map(({ Name }) => `Microsoft.NAV.${Name}`))
  for (const set of Schema.EntityContainer.EntitySet) expect(types).toContain(set.EntityType)
  for (const type of Schema.EntityType)
    for (const { Type } of type.Property ?? []) if (!Type.startsWith('Edm.')) expect(types).toContain(Type)
  expect(Schema.Action.map(({ Name }) => Name)).toContain('shipAndInvoice')
  expect(Schema.EntityContainer.EntitySet.map(({ Name }) => Name)).toContain('salesInvoices')
})

test('an empty seed has set-up and nothing else', async () => {
  const empty = await startClient({ seed: 'empty' })
  expect((await empty.get('customers')).value).toEqual([])
  expect((await empty.get('paymentTerms/$count')).text).toBe('11')
  expect((await empty.post('customers', { displayName: 'First', country: 'US' })).status).toBe(201)
  await empty.bc.close()
})

test('a reset brings the seed back, ids and numbers included', async () => {
  const before = (await client.get('salesOrders?$select=id,number')).value.map(({ id, number }) => [id, number])
  await client.post('salesOrders', { customerNumber: '10000' })
  await client.call('POST', '/__emulator/reset', { body: {} })
  expect((await client.get('salesOrders?$select=id,number')).value.map(({ id, number }) => [id, number])).toEqual(
    before,
  )
  expect((await client.post('salesOrders', { customerNumber: '10000' })).json['number']).toBe('S-ORD101003')
})
