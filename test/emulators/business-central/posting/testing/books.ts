import { randomUUID } from 'node:crypto'
import { VirtualClock } from '../../../kit/clock.ts'
import { createCompany } from '../../company/company.ts'
import type { Row, RowChange } from '../../tables.ts'
import { type DocumentKind, documentKinds, linesOf } from '../document-kinds.ts'
import { type PostingSetupChange, postInvoice, recalculate, remainingAmount, setUpPosting } from '../index.ts'
import { rowsWhere } from '../read-row.ts'

const numbers = Object.fromEntries(
  [...Object.keys(documentKinds), 'postedSalesInvoice', 'postedShipment', 'postedSalesCreditMemo'].map((series) => [
    series,
    { start: `${series}-0001` },
  ]),
)

export type Books = ReturnType<typeof createBooks>

/**
 * A company with what posting needs: two customers (one taxed in Atlanta at 5 and 6 percent, one in VAT area DOMESTIC
 * at 25 percent who pays in euro), three items, a revenue account, payment terms, rates. The terms offer a discount; it is
 * not taken unless `setUp` says so.
 */
export function createBooks(options: { workDate?: string; setUp?: PostingSetupChange } = {}) {
  const start = Date.parse(`${options.workDate ?? '2026-01-15'}T09:00:00Z`)
  const card = { id: randomUUID(), name: 'CRONUS Test', timeZone: 'UTC', series: numbers }
  const company = createCompany(card, new VirtualClock({ start, running: false }))
  const changes: RowChange[] = []
  company.onChange((change) => changes.push(change))
  const add = (table: string, row: Record<string, unknown>): Row => company.table(table).insert(row)
  add('generalLedgerSetup', { localCurrencyCode: 'USD', allowPostingFrom: '2026-01-01', allowPostingTo: '0001-01-01' })
  add('currencies', { code: 'EUR', amountRoundingPrecision: '0.01' })
  add('currencies', { code: 'JPY', amountRoundingPrecision: '1' })
  const rate = (
    currencyCode: string,
    startingDate: string,
    exchangeRateAmount: string,
    relationalExchangeRateAmount: string,
  ) =>
    add('currencyExchangeRates', {
      currencyCode,
      startingDate,
      exchangeRateAmount,
      relationalExchangeRateAmount,
      relationalCurrencyCode: '',
    })
  rate('EUR', '2026-01-01', '100', '110')
  rate('EUR', '2026-02-01', '100', '120')
  rate('JPY', '2026-01-01', '100', '0.71')
  for (const [number, displayName] of [
    ['2310', 'Customers'],
    ['6110', 'Sales'],
    ['5610', 'Sales tax'],
    ['7190', 'Cost'],
    ['2110', 'Inventory'],
    ['2920', 'Bank'],
    ['5410', 'Vendors'],
    ['5360', 'Prepayments'],
    ['8840', 'Sold assets'],
    ['9250', 'Discounts'],
    ['9260', 'Tolerance'],
    ['9150', 'Rounding of applications'],
    ['9310', 'Unrealized gains'],
    ['9320', 'Unrealized losses'],
    ['9330', 'Gains'],
    ['9340', 'Losses'],
  ])
    add('accounts', { number, displayName, blocked: false, directPosting: true })
  setUpPosting(company, options.setUp ?? { paymentDiscounts: false })
  const terms = add('paymentTerms', {
    code: '1M(8D)',
    dueDateCalculation: '1M',
    discountDateCalculation: '8D',
    discountPercent: '2',
  })
  const atlanta = add('taxAreas', { code: 'ATLANTA', taxType: 'Sales_x0020_Tax' })
  const domestic = add('taxAreas', { code: 'DOMESTIC', taxType: 'VAT' })
  add('_taxRates', { taxAreaCode: 'ATLANTA', taxGroupCode: 'FURNITURE', percent: '5' })
  add('_taxRates', { taxAreaCode: 'ATLANTA', taxGroupCode: '', percent: '6' })
  add('_taxRates', { taxAreaCode: 'DOMESTIC', taxGroupCode: 'FURNITURE', percent: '25' })
  const adatum = add('customers', {
    number: '10000',
    displayName: 'Adatum Corporation',
    taxAreaId: atlanta.id,
    taxLiable: true,
    blocked: '_x0020_',
    currencyCode: '',
  })
  const relecloud = add('customers', {
    number: '50000',
    displayName: 'Relecloud',
    taxAreaId: domestic.id,
    taxLiable: false,
    blocked: '_x0020_',
    currencyCode: 'EUR',
  })
  const item = (number: string, unitPrice: string, unitCost: string, more: object = {}) =>
    add('items', {
      number,
      displayName: number,
      type: 'Inventory',
      unitPrice,
      unitCost,
      inventory: '100',
      taxGroupCode: 'FURNITURE',
      ...more,
    })
  const desk = item('1896-S', '1000.8', '780.7')
  const lamp = item('1928-S', '54.9', '40')
  const service = item('SERVICE', '100', '60', { type: 'Service', taxGroupCode: 'LABOR' })
  const rent = add('accounts', { number: '6910', displayName: 'Rent', blocked: false, directPosting: true })

  /** A draft document with lines, calculated, as the service leaves it. */
  const draft = (
    kind: DocumentKind,
    lines: readonly Record<string, unknown>[],
    header: Record<string, unknown> = {},
    customer: Row = adatum,
  ): Row => {
    const { table, lines: lineTable } = documentKinds[kind]
    const document = company.table(table).insert({
      number: company.nextNumber(kind),
      externalDocumentNumber: 'OPP-1',
      customerId: customer.id,
      customerNumber: customer['number'],
      customerName: customer['displayName'],
      billToCustomerId: customer.id,
      billToCustomerNumber: customer['number'],
      currencyCode: customer['currencyCode'],
      paymentTermsId: terms.id,
      postingDate: company.workDate(),
      status: 'Draft',
      discountAmount: '0',
      ...header,
    })
    lines.forEach((line, index) => {
      company.table(lineTable).insert({
        documentId: document.id,
        sequence: (index + 1) * 10_000,
        lineType: 'Item',
        discountPercent: '0',
        discountAmount: '0',
        ...line,
      })
    })
    recalculate(company, kind, document.id)
    return company.table(table).get(document.id) ?? document
  }
  const sale = (what: Row, quantity: string, more: Record<string, unknown> = {}) => ({
    itemId: what.id,
    lineObjectNumber: what['number'],
    description: what['displayName'],
    quantity,
    unitPrice: what['unitPrice'],
    ...more,
  })
  const get = (table: string, id: string): Row => {
    const row = company.table(table).get(id)
    if (!row) throw new Error(`${table} has no ${id}`)
    return row
  }
  const journal = add('customerPaymentJournals', {
    code: 'GENERAL',
    displayName: 'General',
    balancingAccountNumber: '2920',
  })
  let paymentLine = 0
  /** A line of the cash receipt journal, not posted yet. */
  const pay = (customer: Row, amount: string, more: Record<string, unknown> = {}): Row =>
    add('customerPayments', {
      journalId: journal.id,
      lineNumber: (paymentLine += 10_000),
      customerId: customer.id,
      customerNumber: customer['number'],
      documentNumber: 'G0001',
      postingDate: company.workDate(),
      amount,
      ...more,
    })

  return {
    company,
    /** Everything that was told of, in order. */
    changes,
    adatum,
    relecloud,
    desk,
    lamp,
    service,
    rent,
    journal,
    terms,
    draft,
    sale,
    pay,
    get,
    /** A posted invoice over so many lamps. */
    invoiced: (quantity = '3', customer: Row = adatum): Row =>
      postInvoice(company, draft('salesInvoice', [sale(lamp, quantity)], {}, customer).id),
    /** A posted invoice over 100 euro: a desk. */
    euroInvoice: (): Row =>
      postInvoice(company, draft('salesInvoice', [sale(desk, '1', { unitPrice: '80' })], {}, relecloud).id),
    /** What remains to be paid of an invoice now. */
    left: (invoice: Row): string => remainingAmount(company, get('salesInvoices', invoice.id)),
    lines: (kind: DocumentKind, id: string) => linesOf(company, kind, id),
    accountBalance: (number: string) => rowsWhere(company, 'generalLedgerEntries', 'accountNumber', number),
    /** Kinds of changes others may see, on one row. */
    changesOf: (table: string, id: string) =>
      changes.filter((change) => change.table === table && change.id === id).map((change) => change.kind),
  }
}
