import { describe, expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import { change, createAccount, draftOrder } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { keyIn, type Office } from './histories/offices.ts'
import { money } from './shown-money.ts'
import { twoOffices } from './two-offices.ts'

/** Invoices on their way through life: drafted, changed, posted, paid, cancelled, discarded; in two companies and currencies. */
const { test, offices, places, org, seen, agree } = twoOffices()
const linesSeen = (office: Office, invoice: Pick<Row, 'id'>) =>
  org()
    .all('BC_Invoice_Line__c')
    .filter((row) => row.BC_Invoice__c === seen(office, invoice)?.Id)

describe.each(places)('what appears after an invoice $where', (place) => {
  const { office } = place

  it('its product fills the line, without anybody touching the invoice', async () => {
    const { books } = office
    const { waiting } = test.system.store
    await test.system.catalogue.announce()
    const turn = (enabled: boolean) => setFlow(test, 'item-to-product', { BC_Enabled__c: enabled })
    await turn(false)
    const [model] = books.company.table('items').filter((row) => row.number === '1928-S')
    const number = `LATE-${place.currency}`
    books.company.table('items').insert({ ...model, id: crypto.randomUUID(), number, displayName: 'Late' })
    const draft = books.draft('salesInvoices', place.partner.number, [{ item: number, quantity: '1', unitPrice: '5' }])
    const posted = books.post('salesInvoices', draft.id)
    await agree()
    const [line] = linesSeen(office, posted)
    expect(line).toMatchObject({ BC_Item_Number__c: number })
    expect(line?.BC_Product__c ?? null).toBeNull()
    // It hopes, but it does not wait: nobody is told that something is missing.
    expect((await waiting.list(1000)).map(({ record }) => record)).not.toContain(posted.id)
    await turn(true)
    await agree()
    const product = org()
      .all('Product2')
      .find((row) => row.ProductCode === number)
    expect(product).toBeDefined()
    expect(linesSeen(office, posted)).toMatchObject([{ Id: line?.Id, BC_Product__c: product?.Id }])
  })
})

describe.each(places)('a draft $where', (place) => {
  const { office } = place

  it('shows with its lines, follows every change, and loses the lines that are taken out', async () => {
    const { books, name } = office
    const draft = books.draft('salesInvoices', place.partner.number, [
      { item: '1896-S', quantity: '2', discountPercent: '12.5' },
      { item: '1928-S', quantity: '3', unitPrice: '19.99' },
    ])
    await agree()
    expect(seen(office, draft)).toMatchObject({
      BC_Type__c: 'Invoice',
      BC_Status__c: 'Draft',
      BC_Account__c: place.partner.accountId,
      BC_Currency_Code__c: place.currency,
      BC_Company__c: name,
    })
    const [first, second] = books.linesOf('salesInvoices', draft.id)
    if (!first || !second) throw new Error('two lines were made')
    books.removeLine('salesInvoices', first.id)
    books.addLine('salesInvoices', draft.id, { item: '1996-S', quantity: '1' })
    await agree()
    const keys = linesSeen(office, draft).map((line) => line.BC_Key__c)
    expect(keys).toHaveLength(2)
    expect(keys).not.toContain(keyIn(office, first.id))
    expect(keys).toContain(keyIn(office, second.id))
  })

  it('becomes the posted invoice: same record, new number, new lines, none of the old ones left', async () => {
    const { books } = office
    const draft = books.draft('salesInvoices', place.partner.number, [
      { item: '1896-S', quantity: '1', unitPrice: '100.01' },
    ])
    await agree()
    const before = seen(office, draft)
    const oldLines = linesSeen(office, draft).map((line) => line.Id)
    const posted = books.post('salesInvoices', draft.id)
    await agree()
    const after = seen(office, draft)
    expect(after).toMatchObject({
      Id: before?.Id,
      Name: posted.number,
      BC_Status__c: 'Open',
      BC_Currency_Code__c: place.currency,
    })
    expect(after?.Name).not.toBe(before?.Name)
    const lines = linesSeen(office, draft)
    expect(lines).toHaveLength(1)
    expect(oldLines).not.toContain(lines[0]?.Id)
  })

  it('goes away with its lines when it is discarded, also when no notification tells of it', async () => {
    const { books } = office
    const [told, untold] = ['1896-S', '1928-S'].map((item) =>
      books.draft('salesInvoices', place.partner.number, [{ item, quantity: '1' }]),
    ) as [Row, Row]
    await agree()
    const orphans = [...linesSeen(office, told), ...linesSeen(office, untold)].map((line) => line.Id)
    expect(orphans).toHaveLength(2)
    books.remove('salesInvoices', told.id)
    await test.advance(40)
    await agree()
    expect(seen(office, told)).toBeUndefined()
    // No clock moves before the look: the notification has not been sent yet.
    books.remove('salesInvoices', untold.id)
    await agree()
    expect(seen(office, untold)).toBeUndefined()
    expect(
      org()
        .all('BC_Invoice_Line__c')
        .filter((line) => orphans.includes(line.Id)),
    ).toEqual([])
  })
})

describe.each(places)('a posted invoice $where', (place) => {
  const { office } = place

  it('of a part of an order stands beside the others of that order, all linked to it and to its opportunity', async () => {
    const { books } = office
    const { records, dml } = test.sandboxes.salesforce
    const userId = records.all('User').find((user) => user.Username === test.sandboxes.salesforce.username)?.Id ?? ''
    const made = dml.insert({ userId, api: 'rest' }, 'Opportunity', {
      Name: 'A big deal',
      AccountId: place.partner.accountId,
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
    })
    const opportunity = made.success ? made.id : ''
    const orderId = draftOrder(test.sandboxes, place.partner.accountId, [{ item: '1896-S', quantity: 4 }])
    change(test.sandboxes, 'Order', orderId, {
      ...{ OpportunityId: opportunity, BC_Company__c: office.name },
      BC_Currency_Code__c: place.partner.currencyCode || null,
    })
    change(test.sandboxes, 'Order', orderId, { Status: 'Activated' })
    await agree()
    const order = books.documents('salesOrders', place.partner.id).find((row) => row.externalDocumentNumber !== '')
    const half = books.shipAndInvoice(order?.id ?? '', 0.5)
    await agree()
    const rest = books.shipAndInvoice(order?.id ?? '')
    await agree()
    for (const invoice of [half, rest]) {
      expect(invoice && seen(office, invoice)).toMatchObject({
        BC_Order__c: orderId,
        BC_Opportunity__c: opportunity,
        BC_Order_Number__c: order?.number,
        BC_Account__c: place.partner.accountId,
        BC_Currency_Code__c: place.currency,
      })
    }
  })

  it('that is cancelled reads so, and the credit memo that cancels it is linked to it', async () => {
    const { books } = office
    const draft = books.draft('salesInvoices', place.partner.number, [{ item: '1896-S', quantity: '1' }])
    books.post('salesInvoices', draft.id)
    const { creditMemo } = books.cancel(draft.id)
    await agree()
    expect(seen(office, draft)).toMatchObject({ BC_Status__c: 'Canceled' })
    expect(money(seen(office, draft)?.BC_Remaining__c)).toBe('0.00')
    expect(seen(office, creditMemo)).toMatchObject({
      BC_Type__c: 'Credit Memo',
      BC_Status__c: 'Corrective',
      BC_Corrects__c: seen(office, draft)?.Id,
    })
  })

  it('of a customer without account waits, and shows when there is one', async () => {
    const { books } = office
    const draft = books.draft('salesInvoices', '40000', [{ item: '1896-S', quantity: '1' }])
    books.post('salesInvoices', draft.id)
    await test.settle()
    expect(seen(office, draft)).toBeUndefined()
    await createAccount(test.sandboxes, 'Alpine Ski House', { BC_Number__c: '40000', BC_Company__c: office.name })
    await test.settle()
    expect(seen(office, draft)).toMatchObject({ BC_Status__c: 'Open' })
    await agree()
  })
})

it('a posted invoice follows part payments, un-applying and payment in full, in both currencies', async () => {
  const sales = offices.flatMap((office) =>
    [office.local, office.foreign].map((partner) => {
      const draft = office.books.draft('salesInvoices', partner.number, [
        { item: '1928-S', quantity: '3', unitPrice: '33.33', discountPercent: '2.5' },
      ])
      return { office, partner, invoice: office.books.post('salesInvoices', draft.id) }
    }),
  )
  const remaining = () => sales.map(({ office, invoice }) => Number(seen(office, invoice)?.BC_Remaining__c))
  await agree()
  const full = remaining()
  for (const { office, partner, invoice } of sales) office.books.pay(partner.number, '10.01', invoice)
  await agree()
  expect(remaining().map((left, index) => Math.round(100 * ((full[index] ?? 0) - left)))).toEqual([
    1001, 1001, 1001, 1001,
  ])
  for (const { office, invoice } of sales) {
    const entry = office.books.entryOf(invoice)
    office.books.unapply(office.books.applicationsOf(new Set([entry])).at(-1) ?? 0)
  }
  await agree()
  expect(remaining()).toEqual(full)
  for (const { office, partner, invoice } of sales) office.books.pay(partner.number, '5000', invoice)
  await agree()
  expect(sales.map(({ office, invoice }) => seen(office, invoice)?.BC_Status__c)).toEqual(sales.map(() => 'Paid'))
})
