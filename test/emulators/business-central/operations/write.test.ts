import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

const customer = () => `customers(${client.id('customers', 'number', '10000')})`

describe('create', () => {
  test('answers 201 with the whole row, its tag and its address', async () => {
    const made = await client.post('customers', { displayName: 'Northwind', creditLimit: 12345678901.23 })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toContain(`/customers(${String(made.json['id'])})`)
    expect(made.text).toContain('"creditLimit":12345678901.23')
    expect(made.json).toMatchObject({
      number: 'C00010',
      type: 'Company',
      blocked: '_x0020_',
      currencyCode: 'USD',
      currencyId: '00000000-0000-0000-0000-000000000000',
      phoneNumber: '',
      taxLiable: true,
      taxAreaDisplayName: 'Atlanta, GA',
    })
    const read = await client.get(`customers(${String(made.json['id'])})`)
    expect(read.json).toEqual(made.json)
    expect(read.headers.get('etag')).toBe(made.json['@odata.etag'])
  })

  test('Prefer: return-no-content leaves the body out', async () => {
    const made = await client.post('customers', { displayName: 'Northwind' }, { Prefer: 'return-no-content' })
    expect([made.status, made.text]).toEqual([204, ''])
    expect(made.headers.get('location')).toMatch(/customers\([0-9a-f-]{36}\)$/)
  })

  test('the next number of the series that is free is taken', async () => {
    await client.post('customers', { displayName: 'By hand', number: 'c00010' })
    const made = await client.post('customers', { displayName: 'By series' })
    expect(made.json['number']).toBe('C00020')
  })

  test("the company's own currency code is the same as none; a pair must agree", async () => {
    const own = await client.post('customers', { displayName: 'A', currencyCode: 'USD' })
    expect(own.json).toMatchObject({ currencyCode: 'USD', currencyId: '00000000-0000-0000-0000-000000000000' })
    const euro = client.id('currencies', 'code', 'EUR')
    const pair = await client.post('customers', { displayName: 'B', currencyId: euro })
    expect(pair.json['currencyCode']).toBe('EUR')
    const differ = await client.post('customers', { displayName: 'C', currencyId: euro, currencyCode: 'CAD' })
    expect([differ.status, differ.code]).toEqual([400, 'Application_DialogException'])
  })

  test.each([
    [{}, 400, 'BadRequest_RequiredParamNotProvided'],
    [{ displayName: '' }, 400, 'Application_DialogException'],
    [{ displayName: '  ' }, 400, 'Application_DialogException'],
    [{ displayName: 'x'.repeat(101) }, 400, 'Application_StringExceededLength'],
    [{ displayName: 'A', nonsense: 1 }, 400, 'BadRequest'],
    [{ displayName: 5 }, 400, 'BadRequest'],
    [{ displayName: 'A', creditLimit: '5' }, 400, 'BadRequest'],
    [{ displayName: 'A', taxLiable: 'yes' }, 400, 'BadRequest'],
    [{ displayName: 'A', currencyId: 'no guid' }, 400, 'BadRequest'],
    [{ displayName: 'A', blocked: 'Sometimes' }, 400, 'Unknown'],
    [{ displayName: 'A', phoneNumber: '555-CALL' }, 400, 'Application_FieldValidationException'],
    [{ displayName: 'A', email: 'nobody' }, 400, 'Application_FieldValidationException'],
    [{ displayName: 'A', balanceDue: 5 }, 400, 'BadRequest_InvalidOperation'],
    [{ displayName: 'A', id: '5d115c9c-44e3-ea11-bb43-000d3a2feca1' }, 400, 'BadRequest_InvalidOperation'],
    [{ displayName: 'A', country: 'XX' }, 400, 'Internal_InvalidTableRelation'],
    [{ displayName: 'A', paymentTermsId: '5d115c9c-44e3-ea11-bb43-000d3a2feca1' }, 400, 'Application_DialogException'],
    [{ displayName: 'A', number: '10000' }, 400, 'Internal_EntityWithSameKeyExists'],
    [{ displayName: 'A', currency: {} }, 400, 'BadRequest'],
    [{ displayName: 'A', defaultDimensions: {} }, 400, 'BadRequest'],
  ])('refuses %j', async (body, status, code) => {
    const count = client.bc.company(client.usa).table('customers').size
    const reply = await client.post('customers', body)
    expect([reply.status, reply.code]).toEqual([status, code])
    expect(client.bc.company(client.usa).table('customers').size).toBe(count)
  })

  test.each([
    ['not json', 400],
    ['[]', 400],
    ['5', 400],
    ['null', 400],
    ['', 400],
  ])('refuses the body %j', async (body, status) => {
    expect((await client.post('customers', body)).status).toBe(status)
  })

  test('refuses another content type', async () => {
    expect((await client.post('customers', '{}', { 'content-type': 'text/xml' })).status).toBe(415)
  })
})

describe('change', () => {
  test('needs If-Match: 400 without, 409 when stale, 200 with the tag or a star', async () => {
    const before = await client.get(customer())
    const tag = String(before.json['@odata.etag'])
    const none = await client.patch(customer(), { creditLimit: 1 }, {})
    expect([none.status, none.code]).toEqual([400, 'BadRequest_InvalidToken'])
    const malformed = await client.patch(customer(), { creditLimit: 1 }, { 'If-Match': 'nonsense' })
    expect([malformed.status, malformed.code]).toEqual([400, 'BadRequest_InvalidToken'])
    const first = await client.patch(customer(), { creditLimit: 1 }, { 'If-Match': tag })
    expect(first.status).toBe(200)
    expect(first.json).toMatchObject({ creditLimit: 1, displayName: 'Adatum Corporation' })
    expect(first.json['@odata.etag']).not.toBe(tag)
    const stale = await client.patch(customer(), { creditLimit: 2 }, { 'If-Match': tag })
    expect([stale.status, stale.code]).toEqual([409, 'Request_EntityChanged'])
    expect((await client.patch(customer(), { creditLimit: 3 }, { 'If-Match': '*' })).status).toBe(200)
  })

  test.each([
    [{}, 400, 'BadRequest'],
    [{ customerFinancialDetail: {} }, 400, 'BadRequest'],
    [{ defaultDimensions: [] }, 400, 'BadRequest'],
    [{ displayName: '' }, 400, 'Application_DialogException'],
    [{ number: '20000' }, 400, 'Internal_EntityWithSameKeyExists'],
    [{ lastModifiedDateTime: '2026-01-01T00:00:00Z' }, 400, 'BadRequest_InvalidOperation'],
  ])('refuses %j', async (body, status, code) => {
    const reply = await client.patch(customer(), body)
    expect([reply.status, reply.code]).toEqual([status, code])
  })

  test('a new number is carried into the documents without touching their tags', async () => {
    const order = await client.get(`salesOrders(${client.id('salesOrders', 'number', 'S-ORD101002')})`)
    expect((await client.patch(customer(), { number: 'ADATUM' })).status).toBe(200)
    const after = await client.get(`salesOrders(${String(order.json['id'])})`)
    expect(after.json).toMatchObject({ customerNumber: 'ADATUM', '@odata.etag': order.json['@odata.etag'] })
  })

  test.each([
    ['blank', 200, ''],
    ['ignore', 200, 'robert.townes@contoso.com'],
    ['refuse', 400, undefined],
  ] as const)('a null is taken as the switch says: %s', async (nullInPatch, status, email) => {
    const other = await startClient({ switches: { nullInPatch } })
    const path = `customers(${other.id('customers', 'number', '10000')})`
    const reply = await other.patch(path, { email: null, city: 'Boston' })
    expect([reply.status, reply.json['email']]).toEqual([status, email])
    await other.bc.close()
  })
})

test('a stale tag, a taken line number and an order that was only shipped are answered as switches say', async () => {
  const other = await startClient({ switches: { staleEtagStatus: 412, duplicateKeyStatus: 409, shipOnlyStatus: 200 } })
  const path = `customers(${other.id('customers', 'number', '10000')})`
  const stale = await other.patch(path, { creditLimit: 2 }, { 'If-Match': 'W/"b2xk"' })
  expect([stale.status, stale.code]).toEqual([412, 'Request_EntityChanged'])
  const order = `salesOrders(${other.id('salesOrders', 'number', 'S-ORD101002')})`
  const [line] = (await other.get(`${order}/salesOrderLines`)).value
  const twice = await other.post(`${order}/salesOrderLines`, { sequence: line?.['sequence'] })
  expect([twice.status, twice.code]).toEqual([409, 'Internal_EntityWithSameKeyExists'])
  const journal = other.id('customerPaymentJournals', 'code', 'GENERAL')
  const payment = () => other.post(`customerPaymentJournals(${journal})/customerPayments`, { lineNumber: 7 })
  expect([(await payment()).status, (await payment()).status]).toEqual([201, 409])
  for (const { id, '@odata.etag': tag } of (await other.get(`${order}/salesOrderLines`)).value)
    await other.patch(`salesOrderLines(${String(id)})`, { invoiceQuantity: 0 }, { 'If-Match': String(tag) })
  expect((await other.post(`${order}/Microsoft.NAV.shipAndInvoice`)).status).toBe(200)
  await other.bc.close()
})

test('date formulas of payment terms are read when they are written; version 29 has longer addresses', async () => {
  const terms = (dueDateCalculation: string) =>
    client.post('paymentTerms', { code: `T${dueDateCalculation.length}`, displayName: 'x', dueDateCalculation })
  expect((await terms('1M+10D')).status).toBe(201)
  const nonsense = await terms('soon')
  expect([nonsense.status, nonsense.code]).toEqual([400, 'Application_EvaluateException'])
  const id = client.id('paymentTerms', 'code', 'T6')
  expect((await client.patch(`paymentTerms(${id})`, { discountDateCalculation: '8 days' })).code).toBe(
    'Application_EvaluateException',
  )
  const website = `https://${'x'.repeat(100)}.example`
  expect((await client.patch(customer(), { website })).code).toBe('Application_StringExceededLength')
  const newer = await startClient({ switches: { version29: true } })
  const path = `customers(${newer.id('customers', 'number', '10000')})`
  expect((await newer.patch(path, { website })).json['website']).toBe(website)
  await newer.bc.close()
})

describe('delete', () => {
  test('204, then 404; refused while documents exist; tag compared only when sent', async () => {
    const made = await client.post('customers', { displayName: 'Gone soon' })
    const path = `customers(${String(made.json['id'])})`
    const stale = await client.delete(path, { 'If-Match': 'W/"b2xk"' })
    expect([stale.status, stale.code]).toEqual([409, 'Request_EntityChanged'])
    expect((await client.delete(path)).status).toBe(204)
    const again = await client.get(path)
    expect([again.status, again.code]).toEqual([404, 'Internal_RecordNotFound'])
    expect((await client.delete(customer())).code).toBe('Application_DialogException')
  })
})

describe('items', () => {
  test('stock cannot be given on create; a change posts an adjustment', async () => {
    expect((await client.post('items', { displayName: 'Lamp', inventory: 5 })).code).toBe('Application_DialogException')
    const made = await client.post('items', { displayName: 'Lamp', unitPrice: 9.5 })
    expect(made.json).toMatchObject({ number: '1000', type: 'Inventory', baseUnitOfMeasureCode: 'PCS', inventory: 0 })
    const changed = await client.patch(`items(${String(made.json['id'])})`, { inventory: 12.5 })
    expect(changed.json['inventory']).toBe(12.5)
    const entries = await client.get("itemLedgerEntries?$filter=itemNumber eq '1000'")
    expect(entries.value).toMatchObject([{ quantity: 12.5, entryType: 'Positive_x0020_Adjmt_x002E_' }])
  })

  test('a variant is unique within its item', async () => {
    const item = client.id('items', 'number', '1900-S')
    const post = (itemId: string) => client.post('itemVariants', { itemId, code: 'red', description: 'Red' })
    const first = await post(item)
    expect(first.json).toMatchObject({ code: 'RED', itemNumber: '1900-S' })
    expect((await post(item)).code).toBe('Internal_EntityWithSameKeyExists')
    expect((await post(client.id('items', 'number', '1896-S'))).status).toBe(201)
    const other = await client.post('itemVariants', { itemId: item, code: 'blue' })
    const at = `itemVariants(${String(other.json['id'])})`
    const taken = await client.patch(at, { code: 'Red' })
    expect([taken.status, taken.code]).toEqual([400, 'Internal_EntityWithSameKeyExists'])
    expect((await client.patch(at, { code: 'blue' })).status).toBe(200)
    expect((await client.patch(at, { code: 'green' })).json['code']).toBe('GREEN')
  })
})

describe('contacts', () => {
  test('a new customer has a contact that stands for it, and persons hang below', async () => {
    const made = await client.post('customers', { displayName: 'Northwind' })
    const at = `customers(${String(made.json['id'])})`
    const [company] = (await client.get(`${at}/contactsInformation`)).value
    expect(company).toMatchObject({ contactName: 'Northwind', contactType: 'Company', relatedType: 'Customer' })
    const person = await client.post('contacts', {
      displayName: 'Ann Lee',
      type: 'Person',
      companyNumber: company?.['contactNumber'],
    })
    expect(person.json).toMatchObject({ companyName: 'Northwind', contactBusinessRelation: 'Customer' })
    expect((await client.get(`${at}/contactsInformation`)).value).toHaveLength(2)
    const people = await client.get('customerContacts?$filter=' + encodeURIComponent("lastName eq 'Lee'"))
    expect(people.value).toMatchObject([{ firstName: 'Ann', customerName: 'Northwind' }])
    expect((await client.get('contactsInformation')).status).toBe(400)
  })
})

describe('a parent named in the body', () => {
  const line = () => ({ itemId: client.id('items', 'number', '1900-S'), quantity: 1 })
  const lines = () => client.bc.company(client.usa).table('salesOrderLines').size

  test('must be the one of the address', async () => {
    const here = String((await client.post('salesOrders', { customerNumber: '10000' })).json['id'])
    const there = client.id('salesOrders', 'number', 'S-ORD101002')
    const before = lines()
    const other = await client.post(`salesOrders(${here})/salesOrderLines`, { ...line(), documentId: there })
    expect([other.status, other.code]).toEqual([400, 'Application_DialogException'])
    expect(other.message).toContain('The value for "documentId" cannot be modified.')
    expect(lines()).toBe(before)
    const blank = '00000000-0000-0000-0000-000000000000'
    for (const documentId of [here, here.toUpperCase(), blank]) {
      const made = await client.post(`salesOrders(${here})/salesOrderLines`, { ...line(), documentId })
      expect([made.status, made.json['documentId']]).toEqual([201, here])
    }
  })

  test('cannot be another one for a record made along with its parent, be it posted or nobody', async () => {
    const posted = client.bc
      .company(client.usa)
      .table('salesInvoices')
      .find((row) => row['status'] === 'Paid')
    for (const documentId of [posted?.id, client.usa]) {
      const made = await client.post('salesInvoices', {
        customerNumber: '10000',
        salesInvoiceLines: [{ ...line(), documentId }],
      })
      expect([made.status, made.code]).toEqual([400, 'Application_DialogException'])
    }
  })

  test('by switch is passed over', async () => {
    const other = await startClient({ switches: { otherParentInBody: 'ignore' } })
    const here = String((await other.post('salesOrders', { customerNumber: '10000' })).json['id'])
    const made = await other.post(`salesOrders(${here})/salesOrderLines`, {
      itemId: other.id('items', 'number', '1900-S'),
      documentId: other.id('salesOrders', 'number', 'S-ORD101002'),
    })
    expect([made.status, made.json['documentId']]).toEqual([201, here])
    await other.bc.close()
  })
})
