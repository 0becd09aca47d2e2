import { describe, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deactivate, order, update } from './deals.ts'

/**
 * The tax code of a line is changed after its sales order was made, in a company with sales tax, where it reads back as it was
 * written, and in one with VAT, where it reads back as the VAT identifier, for a customer in euro.
 */
const { test } = aBridge(async () => {
  us = placeOf(0, 'ATLANTA, GA', '')
  vat = placeOf(1, 'DOMESTIC', 'EUR')
  await us.open()
  await vat.open()
})

const org = () => test.sandboxes.salesforce.records
const seen = (orderId: string): Record<string, unknown> => org().get('Order', orderId) ?? {}
const told = (orderId: string) => String(seen(orderId).BC_Sync_Message__c)
const flow = 'order-to-sales-order'

/** A customer that is taxed in one company, in that currency (blank for the company's own), and what stands on its sales orders. */
function placeOf(index: number, area: string, currencyCode: string) {
  const says = currencyCode === '' ? {} : { BC_Currency_Code__c: currencyCode }
  const books: Books = booksOf(test.sandboxes, index)
  const company = test.sandboxes.businessCentral.company(books.companyId)
  const table = (name: string) => company.table(name)
  const orderOf = (orderId: string) => books.salesOrders(orderId)[0]?.id ?? ''
  const linesOf = (orderId: string) =>
    books
      .linesOf('salesOrderLines', orderOf(orderId))
      .filter(({ lineType }) => lineType === 'Item')
      .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
  let accountId = ''
  return {
    books,
    currencyCode,
    table,
    orderOf,
    linesOf,
    /** Group and percentage of each line. */
    taxes: (orderId: string) => linesOf(orderId).map((line) => `${String(line.taxCode)} ${String(line.taxPercent)}`),
    async open() {
      const name = `Taxed Ltd. ${String(index)}`
      const BC_Company__c = test.sandboxes.businessCentral.companies[index]?.name
      accountId = await createAccount(test.sandboxes, name, { BC_Company__c, ...says })
      await test.settle()
      const [customer] = books.customers(name)
      const taxArea = table('taxAreas').find((row) => row.code === area)
      if (!customer || !taxArea) throw new Error(`Nobody is taxed in ${area}.`)
      table('customers').update(customer.id, { taxAreaId: taxArea.id, taxLiable: true })
      await test.settle()
    },
    /** An order with one line of each tax code, synced. */
    async sold(...codes: (string | null)[]) {
      const items = ['1896-S', '1900-S']
      const lines = codes.map((BC_Tax_Code__c, index) => ({
        item: items[index] ?? '',
        quantity: 2,
        fields: { UnitPrice: 500, BC_Tax_Code__c },
      }))
      const made = order(test.sandboxes, accountId, lines, says)
      await test.settle()
      return made
    },
  }
}

type Place = ReturnType<typeof placeOf>
let us: Place
let vat: Place

/** Sales gives the line another tax code (or changes something else) and activates the order again. */
const rework = async (id: string, lineId: string | undefined, fields: Record<string, unknown>) => {
  deactivate(test.sandboxes, id)
  update(test.sandboxes, 'OrderItem', String(lineId), fields)
  activate(test.sandboxes, id)
  await test.settle()
}
const recode = (id: string, lineId: string | undefined, BC_Tax_Code__c: string | null) =>
  rework(id, lineId, { BC_Tax_Code__c })
const lookAgain = async ({ books }: Place, record: string) => {
  await test.system.store.written.distrust([{ flow, company: books.companyId, record }])
  await test.system.store.jobs.put([{ flow, company: books.companyId, record }])
  await test.settle()
}
const writesWhile = async (work: () => Promise<unknown>) => {
  const since = journals(test)
  await work()
  return since.writes('businessCentral').map((call) => call.split(' ')[0])
}
const inStep = (id: string) => {
  expect([seen(id).BC_Sync_Status__c, told(id)]).toEqual(['Synced', 'In step with its sales order.'])
}

const places = [
  {
    where: 'with sales tax',
    at: () => us,
    one: 'SUPPLIES',
    other: 'NONTAXABLE',
    reads: ['SUPPLIES 6', 'NONTAXABLE 0'],
  },
  { where: 'with VAT', at: () => vat, one: 'REDUCED', other: 'ZERO', reads: ['REDUCED 10', 'ZERO 0'] },
] as const

describe.each(places)('in a company $where', ({ at, one, other, reads }) => {
  const [readsOne, readsOther] = reads

  it('another one is carried, alone; one that is not there waits for a person; what stands is not written again', async () => {
    const place = at()
    let [id, first]: (string | undefined)[] = []
    const made = await writesWhile(async () => {
      const sold = await place.sold(one, one)
      id = sold.id
      first = sold.lineIds[0]
    })
    const orderId = String(id)
    expect(made).toEqual(['POST'])
    expect(place.taxes(orderId)).toEqual([readsOne, readsOne])
    expect(await writesWhile(() => lookAgain(place, orderId))).toEqual([])

    expect(await writesWhile(() => recode(orderId, first, other))).toEqual(['PATCH'])
    expect(place.taxes(orderId)).toEqual([readsOther, readsOne])
    const order = place.table('salesOrders').get(place.orderOf(orderId))
    expect([order?.currencyCode ?? '', String(order?.totalTaxAmount)]).toEqual([
      place.currencyCode,
      one === 'SUPPLIES' ? '60' : '100',
    ])
    inStep(orderId)
    expect(await writesWhile(() => lookAgain(place, orderId))).toEqual([])

    await recode(orderId, first, 'NOPE')
    expect(place.taxes(orderId)).toEqual([readsOther, readsOne])
    expect([seen(orderId).BC_Sync_Status__c, told(orderId)]).toEqual([
      'Needs Attention',
      expect.stringContaining('(NOPE)'),
    ])
    await recode(orderId, first, other)
    inStep(orderId)
  })

  it('one that was taken out gives way to the one of the item; what finance writes stays where it was never ours', async () => {
    const place = at()
    const { id, lineIds } = await place.sold(one, null)
    const [ours, theirs] = place.linesOf(id)
    const own = place.table('items').get(String(theirs?.itemId))?.taxGroupCode
    expect(theirs?.taxCode).toBe(own)
    const _vatIdentifier = one === 'SUPPLIES' ? '' : 'VAT0'
    for (const line of [ours, theirs]) {
      place.table('salesOrderLines').update(line?.id ?? '', { taxCode: other, _vatIdentifier })
    }
    await rework(id, lineIds[1], { Quantity: 3 })
    expect(place.taxes(id)).toEqual([readsOne, readsOther])
    await recode(id, lineIds[0], null)
    expect(place.linesOf(id).map(({ taxCode }) => taxCode)).toEqual([own, other])
    inStep(id)
  })

  it('too late: says so when the order is released or invoiced, and lets it be taken back', async () => {
    const place = at()
    const { id, lineIds } = await place.sold(one)
    place.table('salesOrders').update(place.orderOf(id), { status: 'Open' })
    await recode(id, lineIds[0], other)
    expect(told(id)).toContain('Too late to change the sales order')
    expect(told(id)).toContain(`wanted ${other}`)
    await recode(id, lineIds[0], one)
    inStep(id)
    await place.books.shipAndInvoice(place.orderOf(id))
    await test.settle()
    await recode(id, lineIds[0], other)
    expect(told(id)).toContain('it has been shipped and invoiced')
    expect(told(id)).toContain(`wanted ${other}`)
  })
})
