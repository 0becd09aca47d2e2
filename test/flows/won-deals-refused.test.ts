import { beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import { setFlow } from '../support/set-flow.ts'
import { aDesk } from './desk.ts'
import { addDealLine, deal, remove, update, win, type SoldLine } from './deals.ts'
import { money } from './shown-money.ts'

/** What Business Central refuses of a won opportunity, and what its lines say, whatever document an admin has chosen. */
const desk = aDesk()

const kinds = [
  { kind: 'order', set: 'salesOrders', lineSet: 'salesOrderLines', whose: [0, 'local'], colour: 'GREEN' },
  { kind: 'quote', set: 'salesQuotes', lineSet: 'salesQuoteLines', whose: [1, 'foreign'], colour: 'BLUE' },
  { kind: 'invoice', set: 'salesInvoices', lineSet: 'salesInvoiceLines', whose: [1, 'foreign'], colour: 'RED' },
] as const

describe.each(kinds)('a won opportunity that becomes a sales $kind', ({ kind, set, lineSet, whose, colour }) => {
  const office = () => desk.offices[whose[0]]
  const partner = () => office()[whose[1]]
  const table = (name: string) => office().books.company.table(name)
  const opportunity = (id: string): Record<string, unknown> => desk.org().get('Opportunity', id) ?? {}
  const told = (id: string) => String(opportunity(id).BC_Sync_Message__c)
  const made = (id: string): Row | undefined => {
    const [only, ...others] = table(set).filter((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)
    expect(others).toEqual([])
    return only
  }
  const linesOf = (id: string) =>
    table(lineSet)
      .filter((row) => row.documentId === made(id)?.id)
      .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
  const won = (lines: readonly SoldLine[], fields: Record<string, unknown> = {}) => {
    const { accountId, currencyCode } = partner()
    const own = { BC_Company__c: office().name, BC_Currency_Code__c: currencyCode === '' ? null : currencyCode }
    const { id } = deal(desk.test.sandboxes, accountId, lines, { ...own, ...fields })
    return win(desk.test.sandboxes, id)
  }
  const line: SoldLine = { item: '1896-S', quantity: 1 }
  const item = (number: string) => String(table('items').find((row) => row.number === number)?.id)
  const dimensionsOf = (parentId: string | undefined) =>
    table('_dimensionSetEntries')
      .filter((row) => row.parentId === parentId)
      .map(({ dimensionId, valueId }) =>
        [table('dimensions').get(String(dimensionId)), table('dimensionValues').get(String(valueId))]
          .map((row) => String(row?.code))
          .join('='),
      )

  beforeAll(async () => {
    for (const each of kinds) {
      await setFlow(desk.test, `opportunity-to-sales-${each.kind}`, { BC_Enabled__c: each.kind === kind })
    }
  })

  it('waits while anything of it is refused, names the cause, and goes when that is mended', async () => {
    const blocked = won([line, { item: '1900-S', quantity: 1 }])
    table('items').update(item('1900-S'), { blocked: true })
    const variant = won([{ ...line, fields: { BC_Variant_Code__c: colour } }])
    const code = `NEW-${kind.toUpperCase()}`
    const dimension = won([line], { BC_Department__c: code })
    const unit = won([{ ...line, fields: { BC_Unit_Of_Measure__c: 'BARREL' } }])
    await desk.test.settle()
    expect(told(blocked)).toMatch(/\(1900-S\) is blocked in Business Central/)
    expect(told(variant)).toContain(`no variant "${colour}" of this item`)
    expect(told(unit)).toContain('BARREL')
    expect(told(dimension)).toContain(`In ${office().name} the dimension DEPARTMENT has no value "${code}".`)
    // Of a blocked customer everything is refused, what is parked already included.
    table('customers').update(partner().id, { blocked: 'All' })
    const customer = won([line])
    await desk.test.settle()
    const all = [blocked, variant, unit, dimension, customer]
    expect(all.map(made)).toEqual(all.map(() => undefined))
    expect(all.map((id) => opportunity(id).BC_Sync_Status__c)).toEqual(all.map(() => 'Needs Attention'))
    expect(told(customer)).toMatch(/The customer .+ is blocked in Business Central \(All\).*finance/)

    table('customers').update(partner().id, { blocked: '_x0020_' })
    table('items').update(item('1900-S'), { blocked: false })
    table('itemVariants').insert({ itemId: item('1896-S'), itemNumber: '1896-S', code: colour, description: colour })
    const department = table('dimensions').find((row) => row.code === 'DEPARTMENT')
    table('dimensionValues').insert({ dimensionId: department?.id, code, displayName: code })
    const [lineId] = desk
      .org()
      .all('OpportunityLineItem')
      .filter((row) => row.OpportunityId === unit)
    update(desk.test.sandboxes, 'OpportunityLineItem', String(lineId?.Id), { BC_Unit_Of_Measure__c: 'PCS' })
    await desk.test.advance(901)
    await desk.test.settle()
    expect(all.map((id) => opportunity(id).BC_Sync_Status__c)).toEqual(all.map(() => 'Synced'))
    expect(all.map((id) => opportunity(id).BC_Number__c)).toEqual(all.map((id) => made(id)?.number))
    expect(dimensionsOf(made(dimension)?.id)).toContain(`DEPARTMENT=${code}`)
    expect(made(customer)?.currencyCode ?? '').toBe(partner().currencyCode)
  })

  // Sales orders and quotes in foreign currencies have tests of their own.
  if (kind === 'invoice')
    it('waits for a currency, and for its exchange rate', async () => {
      const id = won([line], { BC_Currency_Code__c: 'NOK' })
      await desk.test.settle()
      expect(told(id)).toContain('The currency NOK is not set up in the company')
      const [model] = table('currencies').all()
      table('currencies').insert({ ...model, id: crypto.randomUUID(), code: 'NOK', displayName: 'Norwegian krone' })
      await desk.test.advance(901)
      await desk.test.settle()
      expect(made(id)).toBeUndefined()
      expect(told(id)).toContain('The currency NOK has no exchange rate in the company')
      const [rate] = table('currencyExchangeRates').all()
      table('currencyExchangeRates').insert({ ...rate, id: crypto.randomUUID(), currencyCode: 'NOK' })
      await desk.test.advance(901)
      await desk.test.settle()
      expect(opportunity(id)).toMatchObject({ BC_Sync_Status__c: 'Synced', BC_Number__c: made(id)?.number })
      expect(made(id)?.currencyCode).toBe('NOK')
    })

  it('carries unit, variant, discounts, comments and dimensions, until finance closes it: then it is too late', async () => {
    const long = `${'engraved with the name of the firm '.repeat(4)}on both sides`
    const id = won(
      [
        { item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33, Discount: 10, BC_Unit_Of_Measure__c: 'PCS' } },
        { item: '1896-S', quantity: 1, fields: { UnitPrice: 50, BC_Variant_Code__c: colour, Description: long } },
        { item: '1906-S', quantity: 1, fields: { UnitPrice: 7.07, BC_Department__c: 'PROD' } },
      ],
      { Description: 'Ring the bell.', BC_Department__c: 'SALES' },
    )
    await desk.test.settle()
    expect(opportunity(id)).toMatchObject({ BC_Sync_Status__c: 'Synced', BC_Number__c: made(id)?.number })
    const [unit, variant, comment, third, last, ...others] = linesOf(id)
    expect(others).toEqual([])
    expect(unit).toMatchObject({ lineType: 'Item', unitOfMeasureCode: 'PCS' })
    expect(variant?.itemVariantId).toBe(table('itemVariants').find((row) => row.code === colour)?.id)
    expect([comment?.lineType, third?.lineType, last?.lineType]).toEqual(['Comment', 'Item', 'Comment'])
    expect(`${String(variant?.description)} ${String(comment?.description)}`).toBe(long)
    expect(last?.description).toBe('Ring the bell.')
    // 66.66 less 10 % is 59.994.
    expect(money(made(id)?.totalAmountExcludingTax)).toBe('117.06')
    expect(made(id)?.currencyCode ?? '').toBe(partner().currencyCode)
    expect(dimensionsOf(made(id)?.id)).toContain('DEPARTMENT=SALES')
    expect(dimensionsOf(third?.id)).toContain('DEPARTMENT=PROD')
    update(desk.test.sandboxes, 'Opportunity', id, { BC_Department__c: 'PROD' })
    await desk.test.settle()
    expect(dimensionsOf(made(id)?.id)).toContain('DEPARTMENT=PROD')

    const { id: documentId, number } = made(id) ?? { id: '' }
    // Orders are released, quotes accepted, drafts posted.
    if (kind === 'order') table(set).update(documentId, { status: 'Open' })
    else if (kind === 'quote') table(set).update(documentId, { status: 'Accepted' })
    else office().books.post('salesInvoices', documentId)
    await desk.test.settle()
    const before = linesOf(id).map((row) => [row.lineObjectNumber, String(row.quantity)])
    const extra = addDealLine(desk.test.sandboxes, id, { item: '1906-S', quantity: 1 })
    await desk.test.settle()
    expect(linesOf(id).map((row) => [row.lineObjectNumber, String(row.quantity)])).toEqual(before)
    expect(opportunity(id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
    const because = { order: 'it has been released', quote: 'its status is Accepted', invoice: 'it has been posted' }
    expect(told(id)).toContain(`Too late to change the sales ${kind}`)
    expect(told(id)).toContain(because[kind])
    expect(kind === 'invoice' || told(id).includes(String(number))).toBe(true)
    remove(desk.test.sandboxes, 'OpportunityLineItem', extra)
    await desk.test.settle()
    expect(opportunity(id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
  })
})

it('a won opportunity of a customer in euro becomes a quote in euro, in both companies, once it is said that its prices are', async () => {
  for (const { kind } of kinds) {
    await setFlow(desk.test, `opportunity-to-sales-${kind}`, { BC_Enabled__c: kind === 'quote' })
  }
  const sold = desk.offices.map((office) => {
    const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
    const { id } = deal(desk.test.sandboxes, office.foreign.accountId, lines, { BC_Company__c: office.name })
    win(desk.test.sandboxes, id)
    return { office, id }
  })
  await desk.test.settle()
  for (const { office, id } of sold) {
    // An org with one currency shows it beside every price: nobody has called these euros.
    const opportunity = desk.org().get('Opportunity', id)
    expect(opportunity).toMatchObject({ BC_Number__c: null, BC_Sync_Status__c: 'Needs Attention' })
    expect(opportunity?.BC_Sync_Message__c).toContain(
      'is billed in EUR, and nothing says in which currency the prices are. Fill in the currency code: EUR if they are',
    )
    const quotes = office.books.company.table('salesQuotes')
    expect(quotes.filter((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)).toEqual([])
    update(desk.test.sandboxes, 'Opportunity', id, { BC_Currency_Code__c: 'EUR' })
  }
  await desk.test.settle()
  for (const { office, id } of sold) {
    const opportunity = desk.org().get('Opportunity', id)
    expect(opportunity).toMatchObject({ BC_Sync_Message__c: 'In step with its sales quote.' })
    const quotes = office.books.company.table('salesQuotes')
    const [quote] = quotes.filter((row) => row.number === opportunity?.BC_Number__c)
    expect(quote).toMatchObject({ currencyCode: 'EUR' })
    expect(money(quote?.totalAmountExcludingTax)).toBe('66.66')
  }
})
