import { beforeEach, describe, expect, it } from 'vitest'
import {
  agedReceivables,
  cancelInvoice,
  customerBalance,
  customerOverdue,
  customerSales,
  ledgerRows,
  postInvoice,
  postPayments,
} from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
const invoiced = (dueDate: string) =>
  postInvoice(books.company, books.draft('salesInvoice', [books.sale(books.lamp, '3')], { dueDate }).id)
beforeEach(() => {
  books = createBooks({ workDate: '2026-03-31' })
})

describe('balances of a customer', () => {
  it('count open amounts, overdue from the day after the due date, and sales without tax', () => {
    invoiced('2026-03-31')
    invoiced('2026-03-30')
    const canceled = invoiced('2026-01-01')
    cancelInvoice(books.company, canceled.id)
    const { company, adatum } = books
    expect(customerBalance(company, adatum.id)).toBe('345.88')
    expect(customerOverdue(company, adatum.id, company.workDate())).toBe('172.94')
    expect(customerSales(company, adatum.id)).toBe('329.4')
    expect(customerBalance(company, books.relecloud.id)).toBe('0')
  })

  it('are aged by thirty days, a payment on account counting from its own date', () => {
    for (const due of ['2026-03-31', '2026-03-30', '2026-03-01', '2026-02-28', '2026-01-30', '2026-01-29'])
      invoiced(due)
    books.pay(books.adatum, '-1', { postingDate: '2026-01-02' })
    postPayments(books.company, books.journal.id)
    const [row] = agedReceivables(books.company, { customerId: books.adatum.id })
    expect(row).toMatchObject({
      customerNumber: '10000',
      name: 'Adatum Corporation',
      currencyCode: 'USD',
      balanceDue: '1036.64',
      currentAmount: '172.94',
      period1Amount: '345.88',
      period2Amount: '345.88',
      period3Amount: '171.94',
      agedAsOfDate: '2026-03-31',
      periodLengthFilter: '30D',
    })
    expect(agedReceivables(books.company, { asOf: '2025-12-31' })).toHaveLength(2)
  })
})

describe('rows of the Analytics API', () => {
  it('show each detailed entry with its ledger entry, in the company’s currency', () => {
    const invoice = invoiced('2026-04-30')
    books.pay(books.adatum, '-100', { appliesToInvoiceId: invoice.id, documentNumber: 'G7' })
    postPayments(books.company, books.journal.id)
    const rows = ledgerRows(books.company)
    expect(rows).toHaveLength(4)
    expect(rows[0]).toEqual({
      cleEntryNo: 1,
      cleDueDate: '2026-04-30',
      cleOpen: true,
      clePostingDate: '2026-03-31',
      cleDocumentDate: '2026-03-31',
      cleDimensionSetID: 0,
      cleClosedAtDate: '0001-01-01',
      cleReasonCode: '',
      dcleEntryNo: 1,
      dclePostingDate: '2026-03-31',
      dcleLedgerEntryAmount: true,
      dcleEntryType: 'Initial_x0020_Entry',
      dcleDocumentType: 'Invoice',
      dcleDocumentNo: invoice['number'],
      dcleInitialEntryDueDate: '2026-04-30',
      dcleAmountLCY: '172.94',
      dcleCustomerNo: '10000',
      dcleApplicationNo: 0,
      dcleAppliedCustLedgerEntryNo: 0,
      salesInvHeaderDocumentNo: invoice['number'],
      salesInvHeaderPaymentTermsCode: '1M(8D)',
      salesInvHeaderPmtDiscountDate: '2026-04-08',
    })
    const closed = rows.filter(
      (row) => row.dcleEntryType === 'Application' && row.cleEntryNo !== row.dcleAppliedCustLedgerEntryNo,
    )
    expect(
      closed.map((row) => [row.cleEntryNo, row.dcleAppliedCustLedgerEntryNo, row.dcleDocumentNo, row.dcleAmountLCY]),
    ).toEqual([[1, 2, 'G7', '-100']])
  })

  it('can be read from a number on, and are narrowed by a range of posting dates', () => {
    invoiced('2026-04-30')
    books.pay(books.adatum, '-1', { postingDate: '2026-02-02' })
    postPayments(books.company, books.journal.id)
    expect(ledgerRows(books.company, { after: 1 }).map((row) => row.dcleEntryNo)).toEqual([2])
    expect(ledgerRows(books.company, { from: '2026-03-01' }).map((row) => row.dcleEntryNo)).toEqual([1])
    expect(ledgerRows(books.company, { to: '2026-03-01' }).map((row) => row.dcleEntryNo)).toEqual([2])
  })
})
