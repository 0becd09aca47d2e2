import { describe, expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { untilDone } from '../support/until-done.ts'
import { order, update, type SoldLine } from './deals.ts'
import { aSeller } from './seller.ts'

/** What an order says arrives on its sales order; what cannot arrive says why, and goes on by itself once mended. */
const seller = aSeller()
const { test, books, there, org, table, made, rowsOf, told, putInto } = seller
const sell = (lines: readonly SoldLine[], fields: Record<string, unknown> = {}) =>
  order(test.sandboxes, seller.accountId, lines, fields).id

describe('the lines', () => {
  it('carry unit, discount, tax group and variant', async () => {
    const item = table('items').find((row) => row.number === '1896-S')
    table('itemVariants').insert({ itemId: item?.id, itemNumber: '1896-S', code: 'RED', description: 'Red' })
    const id = sell([
      { item: '1896-S', quantity: 2, fields: { UnitPrice: 900, BC_Discount_Percent__c: 12.5 } },
      { item: '1896-S', quantity: 1, fields: { BC_Discount_Amount__c: 25, BC_Tax_Code__c: 'SUPPLIES' } },
      { item: '1896-S', quantity: 3, fields: { BC_Variant_Code__c: 'RED', BC_Unit_Of_Measure__c: 'PCS' } },
    ])
    await test.settle()
    const [percent, amount, variant] = rowsOf(id)
    expect([String(percent?.unitPrice), String(percent?.discountPercent)]).toEqual(['900', '12.5'])
    expect([String(amount?.discountAmount), amount?.taxCode]).toEqual(['25', 'SUPPLIES'])
    expect(variant?.itemVariantId).toBe(table('itemVariants').find((row) => row.code === 'RED')?.id)
    expect(variant?.unitOfMeasureCode).toBe('PCS')
    const expected = 900 * 2 * 0.875 + (Number(amount?.unitPrice) - 25) + Number(variant?.unitPrice) * 3
    expect(Number(made(id)?.totalAmountExcludingTax)).toBeCloseTo(expected, 2)
  })

  it('go on in comment lines when they say much, and so does the order', async () => {
    const long = `${'engraved with the name of the firm '.repeat(4)}on both sides`
    const id = sell([{ item: '1896-S', quantity: 1, fields: { Description: long } }], { Description: 'Ring the bell.' })
    await test.settle()
    const lines = rowsOf(id)
    expect(lines.map((line) => line.lineType)).toEqual(['Item', 'Comment', 'Comment'])
    expect(
      lines
        .slice(0, 2)
        .map((line) => String(line.description))
        .join(' '),
    ).toBe(long)
    expect(lines[2]?.description).toBe('Ring the bell.')
  })
})

describe('the header', () => {
  it('carries shipment method, delivery date and currency', async () => {
    const id = sell([{ item: '1896-S', quantity: 1 }], {
      BC_Shipment_Method__c: 'CIF',
      BC_Requested_Delivery_Date__c: '2026-12-24',
      BC_Currency_Code__c: 'EUR',
    })
    await test.settle()
    expect(made(id)).toMatchObject({
      requestedDeliveryDate: '2026-12-24',
      currencyCode: 'EUR',
      orderDate: '2026-11-20',
    })
    expect(made(id)?.shipmentMethodId).toBe(table('shipmentMethods').find((row) => row.code === 'CIF')?.id)
  })

  it('goes to the company that the account names, in the currency of its customer once it says that its prices are in that', async () => {
    const company = test.sandboxes.businessCentral.companies[1]
    const currency = table('currencies', there).all()[0]
    const abroad = await createAccount(test.sandboxes, 'Abroad Ltd.', { BC_Company__c: company?.name })
    await test.settle()
    const [customer] = there.customers('Abroad Ltd.')
    table('customers', there).update(customer?.id ?? '', {
      currencyId: currency?.id ?? '',
      currencyCode: currency?.code,
    })
    const { id } = order(test.sandboxes, abroad, [{ item: '1936-S', quantity: 4, fields: { UnitPrice: 55.55 } }])
    await test.settle()
    expect([made(id), made(id, there)]).toEqual([undefined, undefined])
    expect(told(id)).toContain(
      `is billed in ${String(currency?.code)}, and nothing says in which currency the prices are`,
    )
    update(test.sandboxes, 'Order', id, { BC_Currency_Code__c: currency?.code })
    await test.settle()
    expect(books.salesOrders(id)).toEqual([])
    expect(made(id, there)?.currencyCode).toBe(currency?.code)
    expect(String(made(id, there)?.totalAmountExcludingTax)).toBe('222.2')
    expect(org().get('Order', id)).toMatchObject({
      BC_Number__c: made(id, there)?.number,
      BC_Key__c: `${there.companyId}:${String(made(id, there)?.id)}`,
    })
  })
})

it('waits for a currency that the salesperson who sold it may fill in, and goes on', async () => {
  const customer = books.customers('Acme Ltd.')[0]?.id ?? ''
  const euro = table('currencies').filter((row) => row.code === 'EUR')[0]
  table('customers').update(customer, { currencyId: euro?.id ?? '', currencyCode: 'EUR' })
  const id = sell([{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }])
  await test.settle()
  expect(told(id)).toContain('Fill in the currency code: EUR if they are in EUR; then it goes on by itself.')
  const { salesforce } = test.sandboxes
  const rep = org()
    .all('User')
    .find((user) => user.Username === 'rep@sandbox.example')
  const fillIn = (fields: Record<string, unknown>) =>
    salesforce.dml.update({ userId: rep?.Id ?? '', api: 'rest' }, 'Order', id, fields)
  expect(fillIn({ BC_Company__c: 'CRONUS UK Ltd.' })).toMatchObject({
    success: false,
    errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }],
  })
  // Without the right to edit activated orders they set it back first.
  for (const fields of [{ Status: 'Draft' }, { BC_Currency_Code__c: 'EUR' }, { Status: 'Activated' }]) {
    expect(fillIn(fields)).toMatchObject({ success: true })
  }
  await test.settle()
  expect(made(id)?.currencyCode).toBe('EUR')
  expect(String(made(id)?.totalAmountExcludingTax)).toBe('66.66')
  expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Synced')
  table('customers').update(customer, { currencyId: null, currencyCode: null })
})

it('that Business Central has put into another currency by itself waits, and says so, until one of the two says which', async () => {
  const [euro] = table('currencies').filter((row) => row.code === 'EUR')
  // Whoever pays for the customer is billed in euro: no card that the API shows tells of it.
  const inEuro = { currencyId: euro?.id ?? '', currencyCode: 'EUR' }
  const payer = table('customers').insert({ number: 'PAYER', displayName: 'Payer', ...inEuro })
  const customer = books.customers('Acme Ltd.')[0]?.id ?? ''
  table('customers').update(customer, { _billToCustomerId: payer.id }, { silent: true })
  const at = (quantity: number) => sell([{ item: '1896-S', quantity, fields: { UnitPrice: 33.33 } }])
  const sold = [at(2), at(3)] as const
  await untilDone(test)
  table('customers').update(customer, { _billToCustomerId: '' }, { silent: true })
  for (const id of sold) {
    const number = String(made(id)?.number)
    expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
    expect(told(id)).toContain(
      `The sales order ${number} is in EUR, and nothing says in which currency the prices are.`,
    )
    expect(told(id)).toContain('Fill in the currency code: EUR if they are in EUR')
  }
  const [filledIn, corrected] = sold
  update(test.sandboxes, 'Order', filledIn, { BC_Currency_Code__c: 'EUR' })
  putInto('', corrected)
  await test.settle()
  expect(sold.map((id) => made(id)?.currencyCode)).toEqual(['EUR', ''])
  expect(sold.map((id) => rowsOf(id).map((line) => [String(line.quantity), String(line.unitPrice)]))).toEqual([
    [['2', '33.33']],
    [['3', '33.33']],
  ])
  expect(sold.map((id) => org().get('Order', id)?.BC_Sync_Status__c)).toEqual(['Synced', 'Synced'])
})

describe('what Business Central would refuse', () => {
  /** The order waits for a person; what stands on it names the cause, and it goes once that is mended. */
  const parkedUntil = async (id: string, says: RegExp, mend: () => void, seconds = 0) => {
    await test.settle()
    expect(made(id)).toBeUndefined()
    expect(told(id)).toMatch(says)
    expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
    mend()
    await test.advance(seconds)
    await test.settle()
    expect(made(id)).toBeDefined()
    expect(org().get('Order', id)).toMatchObject({ BC_Sync_Status__c: 'Synced', BC_Number__c: made(id)?.number })
  }

  it('a blocked customer', async () => {
    const [customer] = books.customers('Acme Ltd.')
    table('customers').update(customer?.id ?? '', { blocked: 'All' })
    const id = sell([{ item: '1896-S', quantity: 1 }])
    await parkedUntil(id, /The customer Acme Ltd\. \(\w+\) is blocked in Business Central \(All\).*finance/, () =>
      table('customers').update(customer?.id ?? '', { blocked: '_x0020_' }),
    )
  })

  it('a blocked item', async () => {
    const item = table('items').find((row) => row.number === '1900-S')
    const id = sell([
      { item: '1896-S', quantity: 1 },
      { item: '1900-S', quantity: 1 },
    ])
    table('items').update(item?.id ?? '', { blocked: true })
    await parkedUntil(id, /\(1900-S\) is blocked in Business Central/, () =>
      table('items').update(item?.id ?? '', { blocked: false }),
    )
  })

  it('a currency that is not set up: nobody signals that it is, it is tried again', async () => {
    const id = sell([{ item: '1896-S', quantity: 1 }], { BC_Currency_Code__c: 'SEK' })
    await parkedUntil(
      id,
      /The currency SEK is not set up in the company/,
      () => {
        const [model] = table('currencies').all()
        table('currencies').insert({ ...model, id: crypto.randomUUID(), code: 'SEK', displayName: 'Swedish krona' })
        const [rate] = table('currencyExchangeRates').all()
        table('currencyExchangeRates').insert({ ...rate, id: crypto.randomUUID(), currencyCode: 'SEK' })
      },
      901,
    )
  })

  it('a variant and a shipment method that do not exist', async () => {
    const variant = sell([{ item: '1896-S', quantity: 1, fields: { BC_Variant_Code__c: 'GREEN' } }])
    const method = sell([{ item: '1896-S', quantity: 1 }], { BC_Shipment_Method__c: 'PIGEON' })
    await parkedUntil(
      method,
      /no shipment method "PIGEON"/,
      () => table('shipmentMethods').insert({ code: 'PIGEON', displayName: 'Carrier pigeon' }),
      901,
    )
    expect(told(variant)).toMatch(/no variant "GREEN" of this item/)
  })
})

it('a reduction order becomes no sales order: it waits for a person', async () => {
  const sold = sell([{ item: '1896-S', quantity: 5 }])
  const reduction = { IsReductionOrder: true, OriginalOrderId: sold }
  const id = sell([{ item: '1896-S', quantity: -2 }], reduction)
  await test.settle()
  expect(made(sold)).toBeDefined()
  expect(made(id)).toBeUndefined()
  expect(told(id)).toContain('A reduction order takes back what another order has sold: it becomes no sales order.')
  expect(told(id)).toContain('Have finance write a credit memo or a return for it in Business Central.')
})

it('writes nothing when everything runs once more', async () => {
  await test.settle()
  const since = journals(test)
  const orders = org()
    .all('Order')
    .map(({ Id }) => ({ flow: 'order-to-sales-order', company: books.companyId, record: Id }))
  const back = table('salesOrders')
    .all()
    .map(({ id }) => ({ flow: 'sales-order-to-order', company: books.companyId, record: id }))
  await test.system.store.jobs.put([...orders, ...back])
  await test.settle()
  expect(since.writes()).toEqual([])
})
