import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  postPayment,
  postPrepaymentCreditMemo,
  postPrepaymentInvoice,
  reopenOrder,
  setPrepayment,
  unapply,
} from '../../posting/index.ts'
import { startClient, type Client, type Json } from '../../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

const lamp = () => client.id('items', 'number', '1928-S')
const desk = () => client.id('items', 'number', '1896-S')
const idOf = (json: Json) => String(json['id'])

async function newOrder(lines: readonly object[] = [{ itemId: lamp(), quantity: 2 }]) {
  const made = await client.post('salesOrders', { customerNumber: '10000', salesOrderLines: lines })
  expect(made.status).toBe(201)
  const order = `salesOrders(${idOf(made.json)})`
  const read = async () => (await client.get(`${order}?$expand=salesOrderLines`)).json
  const lineList = async () => (await read())['salesOrderLines'] as Json[]
  return { id: idOf(made.json), order, read, lines: lineList }
}

describe('an order that is open', () => {
  test('takes new lines, changed ones, and lets them go; its totals follow', async () => {
    const { order, read, lines } = await newOrder()
    const before = Number((await read())['totalAmountExcludingTax'])
    const added = await client.post(`${order}/salesOrderLines`, { itemId: desk(), quantity: 1 })
    expect(added.json).toMatchObject({
      sequence: 20000,
      lineType: 'Item',
      lineObjectNumber: '1896-S',
      unitPrice: 1000.8,
    })
    const more = Number((await read())['totalAmountExcludingTax'])
    expect(Math.round((more - before) * 100)).toBe(100080)
    const line = `salesOrderLines(${idOf(added.json)})`
    const changed = await client.patch(line, { quantity: 3, unitPrice: 900, discountPercent: 10, description: 'Desks' })
    expect(changed.json).toMatchObject({ quantity: 3, amountExcludingTax: 2430, description: 'Desks' })
    const between = await client.post('salesOrderLines', { documentId: order.slice(12, -1), sequence: 15000 })
    expect(between.json).toMatchObject({ lineType: 'Comment', sequence: 15000 })
    expect((await lines()).map((each) => each['sequence'])).toEqual([10000, 15000, 20000])
    expect((await client.delete(line)).status).toBe(204)
    expect((await client.get(line)).status).toBe(404)
    expect(Number((await read())['totalAmountExcludingTax'])).toBe(before)
    const switched = await client.patch(`salesOrderLines(${String((await lines())[0]?.['id'])})`, { itemId: desk() })
    expect(switched.json).toMatchObject({ lineObjectNumber: '1896-S', description: 'ATHENS Desk', quantity: 2 })
  })

  test('can be deleted with its lines, also when it was shipped and invoiced in part', async () => {
    const { order, lines } = await newOrder()
    const [line] = await lines()
    await client.patch(`salesOrderLines(${String(line?.['id'])})`, { shipQuantity: 1, invoiceQuantity: 1 })
    expect((await client.post(`${order}/Microsoft.NAV.shipAndInvoice`)).status).toBe(204)
    expect((await client.delete(order)).status).toBe(204)
    expect((await client.get(order)).status).toBe(404)
    expect(client.bc.company(client.usa).table('salesOrderLines').get(String(line?.['id']))).toBeUndefined()
  })

  test('shipped and not invoiced it stays', async () => {
    const { order, lines, id } = await newOrder()
    const [line] = await lines()
    client.bc.company(client.usa).table('salesOrderLines').update(String(line?.['id']), { shippedQuantity: '1' })
    const refused = await client.delete(order)
    expect([refused.status, refused.code]).toEqual([400, 'Application_FieldValidationException'])
    expect(refused.message).toContain('Qty. Shipped Not Invoiced')
    expect(client.bc.company(client.usa).table('salesOrders').get(id)).toBeDefined()
  })
})

describe('an order that is released', () => {
  test.each([
    ['Open', 'Released'],
    ['In_x0020_Review', 'Pending Approval'],
  ])('(%s) lets texts and quantities to post be changed, and nothing that moves amounts', async (status, words) => {
    const { id, order, lines } = await newOrder()
    const line = `salesOrderLines(${String((await lines())[0]?.['id'])})`
    client.bc.company(client.usa).table('salesOrders').update(id, { status })
    const refused = [
      await client.patch(line, { quantity: 5 }),
      await client.patch(line, { unitPrice: 5 }),
      await client.patch(line, { itemId: desk() }),
      await client.delete(line),
      await client.post(`${order}/salesOrderLines`, { itemId: desk(), quantity: 1 }),
      await client.patch(order, { customerNumber: '20000' }),
    ]
    for (const reply of refused) {
      expect([reply.status, reply.code]).toEqual([400, 'Application_FieldValidationException'])
      expect(reply.message).toContain(`Current value is '${words}'`)
    }
    expect((await client.patch(line, { quantity: 2, description: 'Same quantity', shipQuantity: 1 })).status).toBe(200)
    expect((await client.patch(order, { externalDocumentNumber: 'X' })).status).toBe(200)
    expect((await client.delete(order)).status).toBe(204)
  })

  test('the switch opens it', async () => {
    const open = await startClient({ switches: { releasedDocuments: 'open' } })
    const order = open.id('salesOrders', 'number', 'S-ORD101002')
    open.bc.company(open.usa).table('salesOrders').update(order, { status: 'Open' })
    const [line] = (await open.get(`salesOrders(${order})/salesOrderLines`)).value
    expect((await open.patch(`salesOrderLines(${String(line?.['id'])})`, { quantity: 5 })).status).toBe(200)
    await open.bc.close()
  })
})

describe('lines', () => {
  test('may name a variant of their item, and no other', async () => {
    const variant = async (itemId: string, code: string) =>
      idOf((await client.post('itemVariants', { itemId, code, description: `Lamp, ${code}` })).json)
    const [red, other] = [await variant(lamp(), 'RED'), await variant(desk(), 'BIG')]
    const { lines } = await newOrder([{ itemId: lamp(), quantity: 1, itemVariantId: red }])
    const [line] = await lines()
    expect(line).toMatchObject({ itemVariantId: red })
    const at = `salesOrderLines(${String(line?.['id'])})`
    const refused = await client.patch(at, { itemVariantId: other })
    expect([refused.status, refused.code]).toEqual([400, 'Internal_InvalidTableRelation'])
    const nested = await client.get(`${at}?$expand=itemVariant`)
    expect(nested.json['itemVariant']).toMatchObject({ code: 'RED', itemNumber: '1928-S' })
    expect((await client.patch(at, { itemId: desk() })).json).toMatchObject({
      itemVariantId: '00000000-0000-0000-0000-000000000000',
    })
  })

  test('may have a unit of their item, and no other', async () => {
    const { lines } = await newOrder([{ itemId: lamp(), quantity: 1, unitOfMeasureCode: 'pcs' }])
    const [line] = await lines()
    const at = `salesOrderLines(${String(line?.['id'])})`
    expect((await client.patch(at, { unitOfMeasureCode: 'BOX' })).code).toBe('Internal_InvalidTableRelation')
    expect((await client.patch(at, { unitOfMeasureCode: 'NOUNIT' })).code).toBe('Internal_InvalidTableRelation')
    client.bc.company(client.usa).table('_itemUnitsOfMeasure').insert({ itemId: lamp(), code: 'BOX' })
    const boxed = await client.patch(at, { unitOfMeasureCode: 'BOX' })
    expect([boxed.status, boxed.json['unitOfMeasureCode']]).toEqual([200, 'BOX'])
  })

  test.each([
    ['Resource', 'LINA', 'Lina Townsend', 110, 'HOUR'],
    ['Charge', 'S-FREIGHT', 'Freight Charge (Sales)', 0, ''],
    ['Fixed_x0020_Asset', 'FA000010', 'Mercedes 300', 0, ''],
  ])('of type %s take what their card says', async (lineType, lineObjectNumber, description, unitPrice, unit) => {
    const { lines } = await newOrder([{ lineType, lineObjectNumber, quantity: 1 }])
    expect(await lines()).toMatchObject([
      { lineType, lineObjectNumber, description, unitPrice, unitOfMeasureCode: unit },
    ])
    const wrong = { customerNumber: '10000', salesOrderLines: [{ lineType, lineObjectNumber: 'NOBODY' }] }
    expect((await client.post('salesOrders', wrong)).code).toBe('Application_DialogException')
  })
})

test('dimensions are set on a document and on a line, changed and taken away', async () => {
  const { order, lines } = await newOrder()
  const line = `salesOrderLines(${String((await lines())[0]?.['id'])})`
  for (const [parent, type] of [
    [order, 'Sales_x0020_Order'],
    [line, 'Sales_x0020_Order_x0020_Line'],
  ] as const) {
    const made = await client.post(`${parent}/dimensionSetLines`, { code: 'DEPARTMENT', valueCode: 'SALES' })
    expect([made.status, made.json['parentType']]).toEqual([201, type])
    const twice = await client.post(`${parent}/dimensionSetLines`, { code: 'DEPARTMENT', valueCode: 'SALES' })
    expect(twice.code).toBe('Internal_EntityWithSameKeyExists')
    const at = `${parent}/dimensionSetLines(${idOf(made.json)})`
    const values = (await client.get(`dimensions(${idOf(made.json)})/dimensionValues`)).value
    const other = values.find((value) => value['code'] !== 'SALES')?.['code']
    expect((await client.patch(at, { valueCode: other })).json['valueCode']).toBe(other)
    expect((await client.patch(at, { valueCode: 'NOWHERE' })).status).toBe(400)
    expect((await client.delete(at)).status).toBe(204)
    expect((await client.get(`${parent}/dimensionSetLines?$filter=code eq 'DEPARTMENT'`)).value).toEqual([])
  }
})

test('stock is the sum of the ledger entries of the item', async () => {
  const item = async () => (await client.get(`items(${lamp()})`)).json
  const sum = async () =>
    (await client.get("itemLedgerEntries?$filter=itemNumber eq '1928-S'")).value.reduce(
      (total, row) => total + Number(row['quantity']),
      0,
    )
  expect((await item())['inventory']).toBe(await sum())
  await client.patch(`items(${lamp()})`, { inventory: 500 })
  const { order } = await newOrder([{ itemId: lamp(), quantity: 7 }])
  await client.post(`${order}/Microsoft.NAV.shipAndInvoice`)
  expect([(await item())['inventory'], await sum()]).toEqual([493, 493])
})

test('a credit memo corrects a posted invoice, no draft', async () => {
  const draft = await client.post('salesInvoices', { customerNumber: '10000' })
  const memo = (invoiceId: unknown) => client.post('salesCreditMemos', { customerNumber: '10000', invoiceId })
  expect((await memo(draft.json['id'])).code).toBe('Application_DialogException')
  const [posted] = (await client.get("salesInvoices?$filter=status ne 'Draft'")).value
  expect((await memo(posted?.['id'])).json).toMatchObject({ invoiceNumber: posted?.['number'] })
})

/** An invoice over a part of a new order, which is still there. */
async function partInvoice(on: Client = client) {
  const made = await on.post('salesOrders', {
    customerNumber: '10000',
    salesOrderLines: [{ itemId: on.id('items', 'number', '1928-S'), quantity: 2 }],
  })
  const id = idOf(made.json)
  const lines = async () => (await on.get(`salesOrders(${id})/salesOrderLines`)).value
  await on.patch(`salesOrderLines(${String((await lines())[0]?.['id'])})`, { shipQuantity: 1 })
  await on.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`)
  const [invoice] = (await on.get(`salesInvoices?$filter=orderId eq ${id}`)).value
  return { id, lines, invoice: String(invoice?.['id']) }
}

test('an invoice of an order that is still there: the application would ask before it corrects it, and is canceled all the same', async () => {
  const { id, lines, invoice } = await partInvoice()
  const at = `salesInvoices(${invoice})`
  const memos = () => client.bc.company(client.usa).table('salesCreditMemos').all().length
  const before = memos()
  const ask = (which = at) => client.post(`${which}/Microsoft.NAV.makeCorrectiveCreditMemo`)
  const asked = await ask()
  expect([asked.status, asked.code, memos()]).toEqual([400, 'Application_CallbackNotAllowed', before])
  // It asks last: what it refuses anyway, it refuses without asking.
  const company = client.bc.company(client.usa)
  const closes = [{ invoiceId: invoice }]
  const customerId = client.id('customers', 'number', '10000')
  const paid = postPayment(company, { customerId, amount: '1', postingDate: '2026-03-16', closes })
  const part = await ask()
  expect([part.code, part.message]).toEqual([
    'Application_DialogException',
    expect.stringContaining('partially paid or credited'),
  ])
  unapply(company, paid.application ?? 0)
  expect((await client.post(`${at}/Microsoft.NAV.cancel`)).status).toBe(204)
  expect((await ask()).message).toContain('The invoice is closed.')
  expect(await lines()).toMatchObject([
    { shippedQuantity: 0, invoicedQuantity: 0, shipQuantity: 2, invoiceQuantity: 2 },
  ])
  // Once the order is gone nothing is asked.
  await client.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`)
  const [whole] = (await client.get(`salesInvoices?$filter=orderId eq ${id} and status eq 'Open'`)).value
  expect((await ask(`salesInvoices(${String(whole?.['id'])})`)).status).toBe(204)
})

test('an older application makes the credit memo without asking', async () => {
  const older = await startClient({ switches: { correctiveMemoOfOrder: 'drafts' } })
  try {
    const { invoice, lines } = await partInvoice(older)
    const made = await older.post(`salesInvoices(${invoice})/Microsoft.NAV.makeCorrectiveCreditMemo`)
    expect(made.status).toBe(204)
    const memos = older.bc.company(older.usa).table('salesCreditMemos')
    expect(memos.filter((memo) => memo['invoiceId'] === invoice)).toMatchObject([{ status: 'Draft' }])
    expect((await older.get(`salesInvoices(${invoice})`)).json['status']).toBe('Open')
    expect(await lines()).toMatchObject([{ shippedQuantity: 1, invoicedQuantity: 1 }])
  } finally {
    await older.bc.close()
  }
})

test('an order whose prepayment is invoiced is Open, with closed lines, until somebody reopens it', async () => {
  const { order, id, read, lines } = await newOrder()
  const company = client.bc.company(client.usa)
  setPrepayment(company, id, '30')
  const ahead = postPrepaymentInvoice(company, id)
  expect((await client.get(`salesInvoices(${ahead.id})`)).json).toMatchObject({ status: 'Open', orderNumber: '' })
  expect((await read())['status']).toBe('Open')
  const line = `salesOrderLines(${String((await lines())[0]?.['id'])})`
  expect((await client.patch(line, { quantity: 5 })).code).toBe('Application_FieldValidationException')
  const memo = postPrepaymentCreditMemo(company, id)
  expect((await client.get(`salesCreditMemos(${memo.id})`)).json).toMatchObject({ status: 'Open', invoiceNumber: '' })
  const posted = await client.post(`${order}/Microsoft.NAV.shipAndInvoice`)
  expect([posted.code, posted.message]).toEqual([
    'Application_DialogException',
    expect.stringContaining('unposted prepayment amounts'),
  ])
  reopenOrder(company, id)
  setPrepayment(company, id, '0')
  expect((await read())['status']).toBe('Draft')
  expect((await client.patch(line, { quantity: 5 })).json['quantity']).toBe(5)
  expect((await client.post(`${order}/Microsoft.NAV.shipAndInvoice`)).status).toBe(204)
})
