import { beforeAll, describe, expect, it } from 'vitest'
import { booksOf } from '../support/books.ts'
import { later } from '../support/later.ts'
import { order, update } from './deals.ts'
import { markets, openAccount } from './markets.ts'
import { aSeller } from './seller.ts'

/** What is written into the header of a sales order comes out otherwise: no price is written into it that means something else. */
const seller = aSeller()
const { test, there, buyers, org, table, made, rowsOf, stands, status, told } = seller
const line = { item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }
const prices = (id: string, books = there) => rowsOf(id, books).map(({ unitPrice }) => String(unitPrice))

describe('a customer for whom another one pays, in another currency, which no card of the API shows', () => {
  const offices = markets.map(({ at }) => ({ at, says: {}, currencyCode: '' }))
  const euro = (at: number) => {
    const { companyId } = booksOf(test.sandboxes, at)
    const company = test.sandboxes.businessCentral.company(companyId)
    const [card] = company.table('currencies').filter(({ code }) => code === 'EUR')
    return { company, currency: { currencyId: card?.id ?? '', currencyCode: 'EUR' } }
  }
  const accounts: { at: number; before: string; after: string; payer: string }[] = []
  beforeAll(async () => {
    for (const { at, says } of offices) {
      const [before, after] = [
        await openAccount(test.sandboxes, { at, says }, `Before ${at} Ltd.`),
        await openAccount(test.sandboxes, { at, says }, `After ${at} Ltd.`),
      ]
      accounts.push({ at, before, after, payer: '' })
    }
    await test.settle()
    for (const each of accounts) {
      const { company, currency } = euro(each.at)
      const customers = company.table('customers')
      each.payer = customers.insert({ number: 'PAYER', displayName: 'Payer', ...currency }).id
      const [after] = customers.filter(({ displayName }) => displayName === `After ${each.at} Ltd.`)
      customers.update(after?.id ?? '', { _billToCustomerId: each.payer }, { silent: true })
    }
  })

  it('gets the sales order in the currency that its prices are in, and it never stands there in another one', async () => {
    const sold = accounts.map((each) => ({ ...each, ...order(test.sandboxes, each.before, [line]) }))
    await test.settle()
    const seen = new Set<unknown>()
    const heard = accounts.map(({ at }) =>
      euro(at).company.onChange(({ table: name, row }) => {
        if (name === 'salesOrders') seen.add(row.currencyCode ?? '')
      }),
    )
    for (const { id, after } of sold) {
      seller.rework(id, () => update(test.sandboxes, 'Order', id, { AccountId: after, Description: 'Ring the bell.' }))
    }
    await test.settle()
    for (const stop of heard) stop()
    expect([...seen]).toEqual([''])
    for (const { id, at } of sold) {
      const books = booksOf(test.sandboxes, at)
      const [customer] = books.customers(`After ${at} Ltd.`)
      const row = stands(id, { books, currencyCode: '' }, '66.66')
      expect(row).toMatchObject({ customerId: customer?.id, billToCustomerNumber: 'PAYER' })
      expect(prices(id, books)[0]).toBe('33.33')
      expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
      seller.rework(id, () => update(test.sandboxes, 'Order', id, { BC_Currency_Code__c: 'EUR' }))
    }
    await test.settle()
    for (const { id, at } of sold) stands(id, { books: booksOf(test.sandboxes, at), currencyCode: 'EUR' }, '66.66')
  })
})

describe('a company whose extension lets no prices include tax', () => {
  const [, buyer] = buyers
  beforeAll(() => {
    const [customer] = there.customers('Acme Abroad')
    const area = table('taxAreas', there).find(({ code }) => code === 'DOMESTIC')
    table('customers', there).update(customer?.id ?? '', { taxAreaId: area?.id ?? '' })
    const company = test.sandboxes.businessCentral.company(there.companyId)
    company.onChange(({ table: name, row }) => {
      if (name !== 'salesOrders' || company.table(name).get(row.id)?.pricesIncludeTax !== true) return
      company.table(name).update(row.id, { pricesIncludeTax: false })
    })
  })

  it('gets no price with tax as one without: whoever sold it is told', async () => {
    const { id, lineIds } = order(test.sandboxes, buyer.accountId, [line], buyer.says)
    await test.settle()
    seller.rework(id, () => {
      update(test.sandboxes, 'Order', id, { BC_Prices_Include_Tax__c: true })
      update(test.sandboxes, 'OrderItem', String(lineIds[0]), { UnitPrice: 41.66 })
    })
    await test.settle()
    expect(prices(id)).toEqual(['33.33'])
    expect(status(id)).toBe('Needs Attention')
    const number = String(made(id, there)?.number)
    expect(told(id)).toContain(
      `The sales order ${number} does not keep what is written into it: its "prices include tax" is no, wanted yes.`,
    )
    // What the bridge has written itself is no reason to write it again.
    expect(await seller.writesWhile(() => later(test, 120))).toEqual([])
    seller.rework(id, () => update(test.sandboxes, 'Order', id, { BC_Prices_Include_Tax__c: false }))
    await test.settle()
    expect([prices(id), org().get('Order', id)?.BC_Sync_Status__c]).toEqual([['41.66'], 'Synced'])
  })
})
