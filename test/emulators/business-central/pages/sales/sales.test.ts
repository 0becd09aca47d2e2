import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient, type Client, type Json } from '../../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

const item = (number = '1900-S') => client.id('items', 'number', number)
const customerId = (number = '10000') => client.id('customers', 'number', number)
const lineOf = (reply: { json: Json }, name = 'salesOrderLines') => reply.json[name] as Json[]
const order = (lines: Json[], more: Json = {}) =>
  client.post('salesOrders?$expand=salesOrderLines', { customerNumber: '10000', ...more, salesOrderLines: lines })

describe('an order', () => {
  test('is made with its lines in one call; everything else comes from the customer and the items', async () => {
    const made = await order(
      [
        { itemId: item(), quantity: 2 },
        { lineType: 'Item', lineObjectNumber: '1928-S', quantity: 1, unitPrice: 10 },
        { description: 'Please call' },
      ],
      {
        externalDocumentNumber: 'abc-1',
      },
    )
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      number: 'S-ORD101003',
      externalDocumentNumber: 'ABC-1',
      status: 'Draft',
      orderDate: '2026-03-16',
      customerName: 'Adatum Corporation',
      sellToCity: 'Atlanta',
      salesperson: 'JO',
      shortcutDimension2Code: 'LARGE',
      totalAmountExcludingTax: 395.6,
      totalTaxAmount: 23.74,
      totalAmountIncludingTax: 419.34,
    })
    expect(lineOf(made)).toMatchObject([
      {
        sequence: 10000,
        lineType: 'Item',
        description: 'PARIS Guest Chair, black',
        unitPrice: 192.8,
        shipQuantity: 2,
        invoiceQuantity: 2,
      },
      { sequence: 20000, lineObjectNumber: '1928-S', unitPrice: 10 },
      { sequence: 30000, lineType: 'Comment', description: 'Please call' },
    ])
  })

  test('one bad line and nothing is made', async () => {
    const before = client.bc.company(client.usa).table('salesOrders').size
    const reply = await order([{ itemId: item(), quantity: 1 }, { itemId: '5d115c9c-44e3-ea11-bb43-000d3a2feca1' }])
    expect([reply.status, reply.code]).toEqual([400, 'Application_DialogException'])
    expect(client.bc.company(client.usa).table('salesOrders').size).toBe(before)
    expect((await order([{ itemId: item(), quantity: 1 }])).json['number']).toBe('S-ORD101003')
  })

  test.each([
    ['no customer', {}, 'Application_DialogException'],
    ['an unknown customer', { customerNumber: 'NOBODY' }, 'Internal_InvalidTableRelation'],
    ['a blocked customer', { customerNumber: '50000' }, 'Application_DialogException'],
    ['a chosen number', { customerNumber: '10000', number: 'X' }, 'BadRequest_InvalidOperation'],
    ['a set status', { customerNumber: '10000', status: 'Open' }, 'BadRequest_InvalidOperation'],
  ])('refuses %s', async (_what, body, code) => {
    const reply = await client.post('salesOrders', body)
    expect([reply.status, reply.code]).toEqual([400, code])
  })

  test.each([
    ['both ids', () => ({ itemId: item(), accountId: client.id('accounts', 'number', '40100') })],
    ['a number without a type', () => ({ lineObjectNumber: '1900-S' })],
    ['a type and another number', () => ({ lineType: 'Item', lineObjectNumber: 'NONE' })],
    ['an id and another type', () => ({ itemId: item(), lineType: 'Account' })],
    ['a blocked item', () => ({ itemId: item('2000-S') })],
    ['a taken sequence', () => ({ itemId: item(), sequence: 10000 })],
    ['too much discount', () => ({ itemId: item(), quantity: 1, discountPercent: 101 })],
    ['more to ship than ordered', () => ({ itemId: item(), quantity: 1, shipQuantity: 2 })],
  ])('a line with %s is refused', async (_what, line) => {
    const made = await order([{ itemId: item(), quantity: 1 }])
    const reply = await client.post(`salesOrders(${String(made.json['id'])})/salesOrderLines`, line())
    expect(reply.status).toBe(400)
    expect(reply.code).toMatch(/^(Application_\w+|Internal_EntityWithSameKeyExists)$/)
    expect((await client.get(`salesOrders(${String(made.json['id'])})/salesOrderLines/$count`)).text).toBe('1')
  })

  test('lines are read below their document only, or with its id in the filter', async () => {
    const made = await order([{ itemId: item(), quantity: 1 }])
    const id = String(made.json['id'])
    expect((await client.get('salesOrderLines')).code).toBe('Application_DialogException')
    expect((await client.get(`salesOrderLines?$filter=documentId eq ${id}`)).value).toHaveLength(1)
    const lineId = String(lineOf(made)[0]?.['id'])
    expect((await client.get(`salesOrderLines(${lineId})`)).json['quantity']).toBe(1)
    expect((await client.get(`salesOrders(${id})/salesOrderLines(${lineId})`)).json['quantity']).toBe(1)
    expect((await client.get(`salesOrders(${id})/salesOrderLines/$count`)).text).toBe('1')
    expect((await client.post('salesOrderLines', { documentId: id, itemId: item(), quantity: 3 })).status).toBe(201)
  })

  test('a changed line moves the totals and the tag of its header; its place does not change', async () => {
    const made = await order([{ itemId: item(), quantity: 1 }])
    const path = `salesOrderLines(${String(lineOf(made)[0]?.['id'])})`
    const reply = await client.patch(path, { quantity: 3, discountPercent: 10 })
    expect(reply.json).toMatchObject({ quantity: 3, discountAmount: 57.84, shipQuantity: 3 })
    const header = await client.get(`salesOrders(${String(made.json['id'])})`)
    expect(header.json['totalAmountExcludingTax']).toBe(520.56)
    expect(header.json['@odata.etag']).not.toBe(made.json['@odata.etag'])
    for (const change of [
      { sequence: 5 },
      { lineObjectNumber: '1928-S' },
      { documentId: client.id('salesOrders', 'number', 'S-ORD101002') },
    ])
      expect((await client.patch(path, change)).code).toBe('Application_DialogException')
    const account = client.id('accounts', 'number', '40100')
    expect((await client.patch(path, { accountId: account })).json).toMatchObject({
      lineType: 'Account',
      itemId: '00000000-0000-0000-0000-000000000000',
    })
    expect((await client.patch(path, { lineType: 'Comment' })).json).toMatchObject({
      lineType: 'Comment',
      accountId: '00000000-0000-0000-0000-000000000000',
    })
    expect((await client.delete(path)).status).toBe(204)
    expect((await client.get(`salesOrders(${String(made.json['id'])})`)).json['totalAmountIncludingTax']).toBe(0)
  })

  test('shipped and invoiced it is gone; the invoice keeps its id, number and reference', async () => {
    const made = await order([{ itemId: item(), quantity: 2 }], { externalDocumentNumber: 'REF-1' })
    const id = String(made.json['id'])
    expect((await client.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`)).status).toBe(204)
    expect((await client.get(`salesOrders(${id})`)).status).toBe(404)
    const [invoice] = (await client.get(`salesInvoices?$filter=orderId eq ${id}`)).value
    expect(invoice).toMatchObject({
      orderNumber: 'S-ORD101003',
      externalDocumentNumber: 'REF-1',
      status: 'Open',
      shortcutDimension2Code: 'LARGE',
    })
    const shipments = await client.get("salesShipments?$expand=salesShipmentLines&$filter=orderNumber eq 'S-ORD101003'")
    expect(shipments.value).toMatchObject([
      { externalDocumentNumber: 'REF-1', salesShipmentLines: [{ quantity: 2, lineType: 'Item' }] },
    ])
  })

  test('shipped in part it stays, and says how far it is', async () => {
    const made = await order([{ itemId: item(), quantity: 4, shipQuantity: 1, invoiceQuantity: 1 }])
    const at = `salesOrders(${String(made.json['id'])})`
    await client.post(`${at}/Microsoft.NAV.shipAndInvoice`)
    const after = await client.get(`${at}?$expand=salesOrderLines`)
    expect(after.json).toMatchObject({
      fullyShipped: false,
      salesOrderLines: [{ shippedQuantity: 1, invoicedQuantity: 1, shipQuantity: 3 }],
    })
    expect((await client.delete(`salesOrderLines(${String(lineOf(after)[0]?.['id'])})`)).code).toBe(
      'Application_FieldValidationException',
    )
  })

  test('without lines there is nothing to post; unknown actions are not found', async () => {
    const made = await client.post('salesOrders', { customerId: customerId() })
    const at = `salesOrders(${String(made.json['id'])})`
    expect((await client.post(`${at}/Microsoft.NAV.shipAndInvoice`)).status).toBe(400)
    expect((await client.post(`${at}/Microsoft.NAV.ship`)).status).toBe(404)
    expect((await client.get(`${at}/Microsoft.NAV.shipAndInvoice`)).status).toBe(405)
  })
})

describe('an invoice', () => {
  const draft = () =>
    client.post('salesInvoices?$expand=salesInvoiceLines', {
      customerNumber: '10000',
      salesInvoiceLines: [{ itemId: item(), quantity: 1 }],
    })

  test('keeps its id when posted, gets another number, and new lines', async () => {
    const made = await draft()
    expect(made.json).toMatchObject({
      status: 'Draft',
      number: 'S-INV102005',
      dueDate: '2026-04-16',
      remainingAmount: 204.37,
    })
    const at = `salesInvoices(${String(made.json['id'])})`
    expect((await client.post(`${at}/microsoft.nav.POST`)).status).toBe(204)
    const posted = await client.get(`${at}?$expand=salesInvoiceLines`)
    expect(posted.json).toMatchObject({ status: 'Open', number: 'PS-INV103005', remainingAmount: 204.37 })
    expect(lineOf(posted, 'salesInvoiceLines')[0]?.['id']).not.toBe(lineOf(made, 'salesInvoiceLines')[0]?.['id'])
    expect((await client.post(`${at}/Microsoft.NAV.post`)).status).toBe(400)
  })

  test('once posted takes dueDate, promisedPayDate and dispute status only; a draft takes just not those', async () => {
    const made = await draft()
    const at = `salesInvoices(${String(made.json['id'])})`
    expect((await client.patch(at, { promisedPayDate: '2026-05-01' })).code).toBe('Application_DialogException')
    expect((await client.patch(at, { disputeStatus: 'DISPUTED' })).code).toBe('Application_DialogException')
    await client.post(`${at}/Microsoft.NAV.post`)
    expect((await client.patch(at, { externalDocumentNumber: 'X' })).code).toBe('Application_DialogException')
    const changed = await client.patch(at, {
      dueDate: '2026-06-01',
      promisedPayDate: '2026-05-01',
      disputeStatus: 'disputed',
    })
    expect(changed.json).toMatchObject({
      dueDate: '2026-06-01',
      promisedPayDate: '2026-05-01',
      disputeStatus: 'DISPUTED',
    })
    const [line] = (await client.get(`${at}/salesInvoiceLines`)).value
    expect((await client.patch(`salesInvoiceLines(${String(line?.['id'])})`, { quantity: 5 })).code).toBe(
      'Application_DialogException',
    )
    expect((await client.post(`${at}/salesInvoiceLines`, { itemId: item() })).code).toBe('Application_DialogException')
    expect((await client.delete(`salesInvoiceLines(${String(line?.['id'])})`)).code).toBe('Application_DialogException')
    expect((await client.delete(at)).code).toBe('Application_DialogException')
  })

  test('posted and sent: the mail may fail with the invoice posted', async () => {
    const quiet = await startClient({ switches: { emailSetUp: false } })
    const id = quiet.id('salesInvoices', 'status', 'Draft')
    expect((await quiet.post(`salesInvoices(${id})/Microsoft.NAV.postAndSend`)).status).toBe(400)
    expect((await quiet.get(`salesInvoices(${id})`)).json['status']).toBe('Open')
    await quiet.bc.close()
  })

  test('cancelled it is Canceled, with a corrective credit memo', async () => {
    const made = await draft()
    const at = `salesInvoices(${String(made.json['id'])})`
    expect((await client.post(`${at}/Microsoft.NAV.cancel`)).status).toBe(400)
    await client.post(`${at}/Microsoft.NAV.post`)
    expect((await client.post(`${at}/Microsoft.NAV.cancel`)).status).toBe(204)
    const after = await client.get(at)
    expect(after.json).toMatchObject({ status: 'Canceled', remainingAmount: 0 })
    const memos = await client.get(`salesCreditMemos?$filter=invoiceNumber eq '${String(after.json['number'])}'`)
    expect(memos.value).toMatchObject([{ status: 'Corrective', invoiceId: made.json['id'] }])
  })

  test('its PDF can be fetched', async () => {
    const made = await draft()
    const reply = await client.get(`salesInvoices(${String(made.json['id'])})/pdfDocument/pdfDocumentContent`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    expect(reply.text).toMatch(/^%PDF-1\.4[\s\S]*S-INV102005[\s\S]*%%EOF\n$/)
  })
})

describe('a quote', () => {
  test('becomes an order with another id and is gone', async () => {
    const quote = await client.post('salesQuotes', {
      customerNumber: '10000',
      externalDocumentNumber: 'Q-1',
      salesQuoteLines: [{ itemId: item(), quantity: 2 }],
    })
    const at = `salesQuotes(${String(quote.json['id'])})`
    expect((await client.post(`${at}/Microsoft.NAV.send`)).status).toBe(204)
    expect((await client.get(at)).json['status']).toBe('Sent')
    expect((await client.post(`${at}/Microsoft.NAV.makeOrder`)).status).toBe(204)
    expect((await client.get(at)).status).toBe(404)
    const [made] = (await client.get("salesOrders?$expand=salesOrderLines&$filter=externalDocumentNumber eq 'q-1'"))
      .value
    expect(made).toMatchObject({
      status: 'Draft',
      totalAmountExcludingTax: 385.6,
      shortcutDimension2Code: 'LARGE',
      salesOrderLines: [{ shipQuantity: 2 }],
    })
    expect(made?.['id']).not.toBe(quote.json['id'])
  })
})

test('a credit memo is posted, and a corrective one cancelled again', async () => {
  const memo = await client.post('salesCreditMemos', {
    customerNumber: '10000',
    salesCreditMemoLines: [{ itemId: item(), quantity: 1 }],
  })
  expect(memo.json).toMatchObject({ status: 'Draft', creditMemoDate: '2026-03-16' })
  expect((await client.post(`salesCreditMemos(${String(memo.json['id'])})/Microsoft.NAV.post`)).status).toBe(204)
  const posted = await client.get(`salesCreditMemos(${String(memo.json['id'])})`)
  expect(posted.json).toMatchObject({ status: 'Open', number: 'PS-CR104001', totalAmountIncludingTax: 204.37 })

  const invoice = client.id('salesInvoices', 'number', 'PS-INV103003')
  await client.post(`salesInvoices(${invoice})/Microsoft.NAV.cancel`)
  const corrective = client.id('salesCreditMemos', 'status', 'Corrective')
  expect((await client.post(`salesCreditMemos(${corrective})/Microsoft.NAV.cancel`)).status).toBe(204)
})

test('a document in another currency has its prices converted', async () => {
  const made = await client.post('salesInvoices?$expand=salesInvoiceLines', {
    customerNumber: '40000',
    salesInvoiceLines: [{ itemId: item(), quantity: 1 }],
  })
  expect(made.json).toMatchObject({ currencyCode: 'CAD', salesInvoiceLines: [{ unitPrice: 262.31293 }] })
})
