import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postPrepaymentInvoice, reopenOrder, setPrepayment } from '../../posting/index.ts'
import { startClient, type Client, type Json } from '../../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

const lamp = () => client.id('items', 'number', '1928-S')
const company = () => client.bc.company(client.usa)
const idOf = (json: Json) => String(json['id'])
const idsOf = (rows: readonly Json[]) => rows.map(idOf)
const other = { customerNumber: '20000' }

async function draft(header: object = {}, set = 'salesOrders', line: object = {}) {
  const lines = `${set.slice(0, -1)}Lines`
  const { json } = await client.post(set, {
    customerNumber: '10000',
    ...header,
    [lines]: [{ itemId: lamp(), quantity: 2, unitPrice: 50, ...line }],
  })
  const at = `${set}(${idOf(json)})`
  const linesOf = async () => (await client.get(`${at}/${lines}`)).value
  const [first] = await linesOf()
  return { id: idOf(json), at, lineAt: `${lines}(${String(first?.['id'])})`, lines: linesOf }
}
const dimensions = async (at: string) =>
  (await client.get(`${at}/dimensionSetLines`)).value.map(({ code, valueCode }) => [code, valueCode])

describe('the lines of a draft that gets another customer', () => {
  it('are made anew: what they sell stays, the rest is that of the card', async () => {
    company().table('_itemUnitsOfMeasure').insert({ itemId: lamp(), code: 'BOX' })
    const red = await client.post('itemVariants', { itemId: lamp(), code: 'RED', description: 'Lamp, red' })
    const { id, at, lineAt, lines } = await draft({ discountAmount: 3 }, 'salesOrders', {
      ...{ unitOfMeasureCode: 'BOX', itemVariantId: red.json['id'], shipmentDate: '2026-05-01', sequence: 15000 },
      ...{ description: 'Lamp of our own', discountPercent: 10, taxCode: 'SUPPLIES', shipQuantity: 1 },
    })
    await client.patch(lineAt, { locationId: company().table('locations').all()[0]?.id })
    await client.post(`${lineAt}/dimensionSetLines`, { code: 'DEPARTMENT', valueCode: 'SALES' })
    const said = { documentId: id, description: 'Handle with care' }
    await client.post('salesOrderLines', { ...said, sequence: 17000 })
    const account = client.id('accounts', 'number', '40200')
    await client.post(`${at}/salesOrderLines`, { accountId: account, quantity: 3, unitPrice: 7, description: 'Advice' })
    const before = await lines()
    expect(before.map(({ sequence }) => sequence)).toEqual([15000, 17000, 20000])

    expect((await client.patch(at, other)).json).toMatchObject({ customerNumber: '20000', discountAmount: 0 })
    const after = await lines()
    const zero = '00000000-0000-0000-0000-000000000000'
    const kept = { unitOfMeasureCode: 'BOX', itemVariantId: red.json['id'], shipmentDate: '2026-05-01', quantity: 2 }
    const card = { description: 'AMSTERDAM Lamp', unitPrice: 54.9, discountPercent: 0, discountAmount: 0 }
    expect(after).toMatchObject([
      { sequence: 10000, ...kept, ...card, taxCode: 'FURNITURE', locationId: zero, shipQuantity: 2, netAmount: 109.8 },
      { sequence: 20000, lineType: 'Comment', description: 'Handle with care', quantity: 0 },
      { sequence: 30000, quantity: 3, unitPrice: 0, description: 'Income, Services' },
    ])
    expect(idsOf(after).filter((each) => idsOf(before).includes(each))).toEqual([])
    expect((await client.get(lineAt)).status).toBe(404)
    expect(await dimensions(`salesOrderLines(${idsOf(after)[0] ?? ''})`)).toEqual([])
    expect(
      company()
        .table('_dimensionSetEntries')
        .where('parentId', idsOf(before)[0] ?? ''),
    ).toEqual([])
    expect((await client.get(at)).json['totalAmountExcludingTax']).toBe(109.8)
  })

  it.each(['salesQuotes', 'salesOrders', 'salesInvoices', 'salesCreditMemos'])('are so on %s', async (set) => {
    const { at, lines } = await draft({}, set)
    const [old] = await lines()
    await client.patch(at, other)
    const [made, ...others] = await lines()
    expect(others).toEqual([])
    expect(made).toMatchObject({ sequence: 10000, unitPrice: 54.9, quantity: 2 })
    expect(made?.['id']).not.toBe(old?.['id'])
  })

  it.each([
    ['the one that is billed is another', { billToCustomerNumber: '20000' }, 54.9],
    ['the currency is another', { currencyCode: 'EUR' }, 50],
  ])('and when %s, too', async (_, change, unitPrice) => {
    const rate = await client.get("currencyExchangeRates?$filter=currencyCode eq 'EUR'")
    const factor =
      Number(rate.value[0]?.['relationalExchangeRateAmount']) / Number(rate.value[0]?.['exchangeRateAmount'])
    const { at, lines } = await draft()
    const [old] = await lines()
    await client.patch(at, change)
    const [made] = await lines()
    expect(made?.['id']).not.toBe(old?.['id'])
    const wanted = 'currencyCode' in change ? 54.9 / factor : unitPrice
    expect(Number(made?.['unitPrice'])).toBeCloseTo(wanted, 4)
    // And back: the company's own currency is another one, too.
    if ('currencyCode' in change) await client.patch(at, { currencyCode: 'USD' })
    const [again] = await lines()
    expect([again?.['unitPrice'], again?.['id'] === made?.['id']]).toEqual([54.9, !('currencyCode' in change)])
  })

  it('stay when nothing of it is new, and when the currency has no exchange rate', async () => {
    const { at, lines, id } = await draft({ currencyCode: 'USD' })
    const before = await lines()
    const same = { customerNumber: '10000', billToCustomerNumber: '10000', currencyCode: 'USD' }
    await client.patch(at, { ...same, externalDocumentNumber: 'PO 1' })
    expect(await lines()).toEqual(before)
    company().table('currencies').insert({ code: 'XYZ', displayName: 'Nobody knows what it is worth' })
    expect((await client.patch(at, { currencyCode: 'XYZ' })).json).toMatchObject({ id, currencyCode: 'XYZ' })
    expect(idsOf(await lines())).toEqual(idsOf(before))
  })

  it('are at prices without tax, as the card of the customer has it', async () => {
    const at = (path: string) => `companies(${client.international})/${path}`
    const call = (method: string, path: string, body?: object) =>
      client.call(method, at(path), { ...(body && { body }), headers: { 'If-Match': '*' } })
    const sold = { lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1, unitPrice: 125 }
    const gross = { customerNumber: '10000', pricesIncludeTax: true, salesOrderLines: [sold] }
    const { json } = await call('POST', 'salesOrders', gross)
    const changed = await call('PATCH', `salesOrders(${idOf(json)})`, other)
    const [card] = (await call('GET', "items?$filter=number eq '1896-S'")).value
    expect([json['pricesIncludeTax'], changed.json['pricesIncludeTax']]).toEqual([true, false])
    expect(changed.json['totalAmountExcludingTax']).toBe(card?.['unitPrice'])
  })

  it('are none when there are none, and a discount of the change is kept', async () => {
    const { json } = await client.post('salesOrders', { customerNumber: '10000' })
    const at = `salesOrders(${idOf(json)})`
    expect((await client.patch(at, { ...other, currencyCode: 'EUR' })).json).toMatchObject({ currencyCode: 'EUR' })
    expect((await client.get(`${at}/salesOrderLines`)).value).toEqual([])
    const { at: full } = await draft({ discountAmount: 3 })
    expect((await client.patch(full, { ...other, discountAmount: 4 })).json['discountAmount']).toBe(4)
  })

  it('stay by switch', async () => {
    const lazy = await startClient({ switches: { linesOfChangedHeader: 'kept' } })
    const order = await lazy.post('salesOrders', {
      ...{ customerNumber: '10000', discountAmount: 3 },
      salesOrderLines: [{ itemId: lazy.id('items', 'number', '1928-S'), quantity: 2, unitPrice: 50 }],
    })
    const lines = async () => (await lazy.get(`salesOrders(${idOf(order.json)})/salesOrderLines`)).value
    const before = await lines()
    const changed = await lazy.patch(`salesOrders(${idOf(order.json)})`, other)
    expect([changed.json['customerNumber'], changed.json['discountAmount']]).toEqual(['20000', 3])
    expect([idsOf(await lines()), (await lines())[0]?.['unitPrice']]).toEqual([idsOf(before), 50])
    await lazy.bc.close()
  })
})

describe('is refused', () => {
  const changes = [other, { billToCustomerNumber: '20000' }, { currencyCode: 'EUR' }]

  it.each([
    ['shipped', { shippedQuantity: '1' }, 'Quantity Shipped'],
    ['invoiced', { shippedQuantity: '0', invoicedQuantity: '1' }, 'Quantity Invoiced'],
  ])('once something is %s, and nothing is changed', async (_, moved, field) => {
    const { id, at, lines } = await draft()
    const [line] = await lines()
    company().table('salesOrderLines').update(String(line?.['id']), moved)
    const before = [company().table('salesOrders').get(id), await lines()]
    for (const change of changes) {
      const reply = await client.patch(at, change)
      expect([reply.status, reply.code]).toEqual([400, 'Application_FieldValidationException'])
      expect(reply.message).toContain(`${field} must be equal to '0' in Sales Line: Line No.=10000`)
    }
    expect([company().table('salesOrders').get(id), await lines()]).toEqual(before)
  })

  it('once something is paid ahead', async () => {
    const { id, at } = await draft()
    setPrepayment(company(), id, '30')
    postPrepaymentInvoice(company(), id)
    reopenOrder(company(), id)
    for (const change of changes)
      expect((await client.patch(at, change)).message).toContain("Prepmt. Amt. Inv. must be equal to '0'")
  })

  it('while it is released', async () => {
    const { id, at, lines } = await draft()
    const before = await lines()
    company().table('salesOrders').update(id, { status: 'Open' })
    for (const change of changes)
      expect((await client.patch(at, change)).message).toContain("Status must be equal to 'Open'")
    expect(await lines()).toEqual(before)
  })

  it('when an item may not be sold any more, or whoever is to be billed is blocked', async () => {
    const item = await client.post('items', { number: 'GOING', displayName: 'Going', unitPrice: 5 })
    const { at, lines } = await draft({}, 'salesOrders', { itemId: item.json['id'] })
    const before = await lines()
    company().table('items').update(idOf(item.json), { blocked: true })
    expect((await client.patch(at, other)).message).toContain("Blocked must be equal to 'No' in Item: No.=GOING")
    const shut = await client.post('customers', { displayName: 'Shut', blocked: 'All' })
    const { at: open } = await draft()
    const refused = await client.patch(open, { billToCustomerId: shut.json['id'] })
    expect([refused.status, refused.message]).toEqual([400, expect.stringContaining('is blocked with type All')])
    expect([await lines(), (await client.get(at)).json['customerNumber']]).toEqual([before, '10000'])
  })
})

describe('whoever is billed', () => {
  it('stands on the card of the customer: documents are in its currency, on its terms and with its dimensions', async () => {
    const euro = company().table('currencies').where('code', 'EUR')[0]
    const terms = company()
      .table('paymentTerms')
      .find(({ code }) => code === '14 DAYS')
    const payer = await client.post('customers', {
      ...{ displayName: 'Payer', city: 'Lyon', currencyId: euro?.id, paymentTermsId: terms?.id },
    })
    const group = company()
      .table('defaultDimensions')
      .where('parentId', client.id('customers', 'number', '20000'))[0]
    company()
      .table('defaultDimensions')
      .insert({ ...group, id: crypto.randomUUID(), parentId: idOf(payer.json) })
    const buyer = await client.post('customers', { displayName: 'Buyer' })
    company()
      .table('customers')
      .update(idOf(buyer.json), { _billToCustomerId: idOf(payer.json) })
    const billed = {
      ...{ customerName: 'Buyer', billToName: 'Payer', billToCustomerId: payer.json['id'], billToCity: 'Lyon' },
      ...{ currencyCode: 'EUR', paymentTermsId: terms?.id },
    }
    const made = await draft({ customerNumber: buyer.json['number'] })
    expect((await client.get(made.at)).json).toMatchObject(billed)
    expect(await dimensions(made.at)).toEqual([['CUSTOMERGROUP', 'MEDIUM']])
    const { at } = await draft()
    expect(await dimensions(at)).toEqual([['CUSTOMERGROUP', 'LARGE']])
    expect((await client.patch(at, { customerId: buyer.json['id'] })).json).toMatchObject(billed)
    expect(await dimensions(at)).toEqual([['CUSTOMERGROUP', 'MEDIUM']])
    // Named in the document, or by a new customer, it is another one.
    const named = await client.patch(at, { billToCustomerNumber: '10000' })
    expect(named.json).toMatchObject({ billToName: 'Adatum Corporation', billToCity: 'Atlanta', currencyCode: 'USD' })
    expect((await client.patch(made.at, other)).json).toMatchObject({
      billToName: 'Trey Research',
      currencyCode: 'USD',
    })
    expect(Object.keys((await client.get(`customers(${idOf(buyer.json)})`)).json).join()).not.toContain('billTo')
  })
})
