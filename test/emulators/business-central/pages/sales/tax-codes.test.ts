import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

const desk = () => client.id('items', 'number', '1896-S')
const company = () => client.bc.company('CRONUS USA, Inc.')

describe('the tax code of a line', () => {
  const kinds = ['salesQuote', 'salesOrder', 'salesInvoice', 'salesCreditMemo'] as const

  test.each(kinds)('of a %s must be a tax group of the company', async (kind) => {
    const before = company().table(`${kind}s`).size
    const line = { itemId: desk(), quantity: 1, taxCode: 'NOPE' }
    const deep = await client.post(`${kind}s`, { customerNumber: '10000', [`${kind}Lines`]: [line] })
    expect([deep.status, deep.code]).toEqual([400, 'Internal_InvalidTableRelation'])
    expect(company().table(`${kind}s`).size).toBe(before)

    const made = await client.post(`${kind}s`, { customerNumber: '10000' })
    const lines = `${kind}s(${String(made.json['id'])})/${kind}Lines`
    expect((await client.post(lines, line)).code).toBe('Internal_InvalidTableRelation')
    const right = await client.post(lines, { ...line, taxCode: 'supplies' })
    expect(right.json).toMatchObject({ taxCode: 'SUPPLIES', taxPercent: 6 })
    const path = `${kind}Lines(${String(right.json['id'])})`
    expect((await client.patch(path, { taxCode: 'NOPE' })).code).toBe('Internal_InvalidTableRelation')
    expect((await client.get(path)).json['taxCode']).toBe('SUPPLIES')
  })

  test('is the VAT product posting group where the company reckons with VAT, and reads back as the VAT identifier', async () => {
    const at = (path: string) => `companies(${client.international})/${path}`
    const made = (taxCode: string) =>
      client.call('POST', at('salesOrders?$expand=salesOrderLines'), {
        body: {
          customerNumber: '10000',
          salesOrderLines: [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1, taxCode }],
        },
      })
    expect((await made('FURNITURE')).code).toBe('Internal_InvalidTableRelation')
    expect((await made('REDUCED')).json['salesOrderLines']).toMatchObject([{ taxCode: 'VAT10', taxPercent: 10 }])
    const standard = await made('STANDARD')
    expect(standard.json['salesOrderLines']).toMatchObject([{ taxCode: 'VAT25', taxPercent: 25 }])
    // What is read is not what is written.
    expect((await made('VAT25')).code).toBe('Internal_InvalidTableRelation')
    await client.call('POST', at(`salesOrders(${String(standard.json['id'])})/Microsoft.NAV.shipAndInvoice`))
    const [invoice] = (
      await client.call('GET', at('salesInvoices?$expand=salesInvoiceLines&$orderby=number desc&$top=1'))
    ).value
    expect(invoice?.['salesInvoiceLines']).toMatchObject([{ taxCode: 'VAT25', taxPercent: 25 }])
  })
})

describe('prices that include tax', () => {
  const message = 'The "pricesIncludeTax" cannot be set to true if VAT Calculation Type is Sales Tax.'
  const header = { customerNumber: '10000', pricesIncludeTax: true }
  const line = () => ({ itemId: desk(), quantity: 1 })

  test('are refused on an order with sales tax: made, made with lines, and changed', async () => {
    const before = company().table('salesOrders').size
    const bare = await client.post('salesOrders', header)
    expect([bare.status, bare.code]).toEqual([400, 'Application_DialogException'])
    expect(bare.message).toContain(message)
    expect((await client.post('salesOrders', { ...header, salesOrderLines: [line()] })).message).toContain(message)
    expect(company().table('salesOrders').size).toBe(before)

    const made = await client.post('salesOrders', { ...header, pricesIncludeTax: false, salesOrderLines: [line()] })
    const path = `salesOrders(${String(made.json['id'])})`
    expect((await client.patch(path, { pricesIncludeTax: true })).message).toContain(message)
    expect((await client.patch(path, { pricesIncludeTax: false })).status).toBe(200)
    expect((await client.get(path)).json['pricesIncludeTax']).toBe(false)
  })

  test('by switch an order takes them as long as it has no lines, and then no line', async () => {
    const other = await startClient({ switches: { pricesIncludeSalesTax: 'withoutLines' } })
    try {
      const made = await other.post('salesOrders', header)
      expect([made.status, made.json['pricesIncludeTax']]).toEqual([201, true])
      const path = `salesOrders(${String(made.json['id'])})`
      const refused = await other.post(`${path}/salesOrderLines`, line())
      expect([refused.status, refused.code]).toEqual([400, 'Application_FieldValidationException'])
      expect(refused.message).toContain("Prices Including VAT must be equal to 'No' in Sales Header")
      expect((await other.post(`${path}/salesOrderLines`, { description: 'A comment' })).status).toBe(201)
      expect((await other.patch(path, { pricesIncludeTax: false })).status).toBe(200)
      expect((await other.post(`${path}/salesOrderLines`, line())).status).toBe(201)
      expect((await other.patch(path, { pricesIncludeTax: true })).message).toContain(message)
    } finally {
      await other.bc.close()
    }
  })

  test('are taken where the company reckons with VAT', async () => {
    const made = await client.call('POST', `companies(${client.international})/salesOrders`, {
      body: {
        ...header,
        salesOrderLines: [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1, unitPrice: 125 }],
      },
    })
    expect(made.json).toMatchObject({
      pricesIncludeTax: true,
      totalAmountExcludingTax: 100,
      totalAmountIncludingTax: 125,
    })
  })
})
