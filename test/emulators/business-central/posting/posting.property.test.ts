import fc from 'fast-check'
import { describe, it } from 'vitest'
import { BusinessError, type Row } from '../tables.ts'
import {
  apply,
  cancelCreditMemo,
  cancelInvoice,
  customerBalance,
  customerEntries,
  detailedEntries,
  ledgerRows,
  makeCorrectiveCreditMemo,
  postCreditMemo,
  postInvoice,
  postPayments,
  remainingAmount,
  invoiceStatus,
  isPosted,
  recalculate,
  shipAndInvoice,
  unapply,
} from './index.ts'
import { Decimal, decimal, sum } from './money.ts'
import { type Books, createBooks } from './testing/books.ts'

/** What somebody does in the books; numbers pick among what there is. */
interface Drafting<Kind extends 'order' | 'invoice'> {
  readonly do: Kind
  readonly euro: boolean
  readonly quantities: number[]
  readonly price: number
  readonly discount: number
}
interface Acting<Action extends 'post' | 'cancel' | 'correct' | 'creditMemo' | 'unapply'> {
  readonly do: Action
  readonly pick: number
}
type Step =
  | Drafting<'order'>
  | Drafting<'invoice'>
  | Acting<'post'>
  | Acting<'cancel'>
  | Acting<'correct'>
  | Acting<'creditMemo'>
  | Acting<'unapply'>
  | { readonly do: 'ship'; readonly pick: number; readonly part: number }
  | { readonly do: 'pay'; readonly pick: number; readonly cents: number; readonly day: number }
  | { readonly do: 'apply'; readonly pick: number; readonly other: number; readonly cents: number }

const pick = fc.nat(20)
const document = <Kind extends 'order' | 'invoice'>(kind: Kind): fc.Arbitrary<Drafting<Kind>> =>
  fc.record({
    do: fc.constant(kind),
    euro: fc.boolean(),
    quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
    price: fc.integer({ min: 1, max: 99_999 }),
    discount: fc.integer({ min: 0, max: 100 }),
  })
const acting = <Action extends 'post' | 'cancel' | 'correct' | 'creditMemo' | 'unapply'>(action: Action) =>
  fc.record({ do: fc.constant(action), pick })
const step: fc.Arbitrary<Step> = fc.oneof(
  document('order'),
  document('invoice'),
  fc.record({ do: fc.constant('ship' as const), pick, part: fc.integer({ min: 0, max: 9 }) }),
  acting('post'),
  acting('cancel'),
  acting('correct'),
  acting('creditMemo'),
  acting('unapply'),
  fc.record({
    do: fc.constant('pay' as const),
    pick,
    cents: fc.integer({ min: 1, max: 500_000 }),
    day: fc.integer({ min: 15, max: 60 }),
  }),
  fc.record({ do: fc.constant('apply' as const), pick, other: pick, cents: fc.integer({ min: 1, max: 100_000 }) }),
)

const choose = (rows: readonly Row[], index: number): Row | undefined => rows[index % Math.max(1, rows.length)]
const cents = (count: number): string => new Decimal(count).div(100).toFixed()

function draft(books: Books, which: Drafting<'order'> | Drafting<'invoice'>): void {
  const lines = which.quantities.map((quantity, index) =>
    books.sale(index % 2 === 0 ? books.lamp : books.desk, String(quantity), {
      unitPrice: cents(which.price + index),
      discountPercent: index === 1 ? String(which.discount / 4) : '0',
    }),
  )
  const header = { discountAmount: cents(Math.min(which.discount, which.price)) }
  books.draft(
    which.do === 'order' ? 'salesOrder' : 'salesInvoice',
    lines,
    header,
    which.euro ? books.relecloud : books.adatum,
  )
}

function take(books: Books, now: Step): void {
  const { company } = books
  const all = (table: string) => company.table(table).all()
  if (now.do === 'order' || now.do === 'invoice') draft(books, now)
  else if (now.do === 'ship') {
    const order = choose(all('salesOrders'), now.pick)
    const line = order && books.lines('salesOrder', order.id)[0]
    if (!order || !line) return
    const part = Decimal.min(now.part, decimal(line['quantity']).minus(decimal(line['shippedQuantity'])))
    company.table('salesOrderLines').update(line.id, { shipQuantity: part.toFixed() })
    recalculate(company, 'salesOrder', order.id)
    shipAndInvoice(company, order.id)
  } else if (now.do === 'pay') {
    const invoice = choose(all('salesInvoices').filter(isPosted), now.pick)
    const customer = invoice?.['customerId'] === books.relecloud.id ? books.relecloud : books.adatum
    const date = new Date(Date.UTC(2026, 0, now.day)).toISOString().slice(0, 10)
    const line = books.pay(customer, `-${cents(now.cents)}`, {
      postingDate: date,
      ...(invoice && now.pick % 3 ? { appliesToInvoiceId: invoice.id } : {}),
    })
    try {
      postPayments(company, books.journal.id)
    } catch (error) {
      company.table('customerPayments').delete(line.id)
      throw error
    }
  } else if (now.do === 'apply') {
    const open = all(customerEntries).filter((entry) => entry['open'] === true)
    const applying = choose(open, now.pick)
    if (!applying) return
    const sign = decimal(applying['remainingAmount']).isNegative()
    const fitting = open.filter(
      (entry) =>
        entry['customerId'] === applying['customerId'] && decimal(entry['remainingAmount']).isNegative() !== sign,
    )
    // Now and then entries that do not fit together, which is refused.
    const closed = choose(now.other % 5 === 0 ? open : fitting, now.other)
    if (!closed) return
    const ask = { entry: Number(applying['entryNumber']), appliesTo: Number(closed['entryNumber']) }
    apply(company, now.cents % 3 === 0 ? ask : { ...ask, amount: cents(now.cents) })
  } else if (now.do === 'unapply') {
    const numbers = [...new Set(all(detailedEntries).map((row) => Number(row['_application'])))].filter(
      (each) => each > 0,
    )
    if (numbers.length > 0) unapply(company, numbers.at(-1 - (now.pick % Math.min(3, numbers.length))) ?? 0)
  } else {
    const row = choose(all(now.do === 'creditMemo' ? 'salesCreditMemos' : 'salesInvoices'), now.pick)
    if (!row) return
    if (now.do === 'post') postInvoice(company, row.id)
    else if (now.do === 'cancel') cancelInvoice(company, row.id)
    else if (now.do === 'correct') makeCorrectiveCreditMemo(company, row.id)
    else if (now.pick % 2) cancelCreditMemo(company, row.id)
    else postCreditMemo(company, row.id)
  }
}

const same = (what: string, left: Decimal, right: Decimal): void => {
  if (!left.eq(right)) throw new Error(`${what}: ${left.toFixed()} is not ${right.toFixed()}`)
}
const total = (rows: readonly Row[], property: string): Decimal => sum(rows.map((row) => decimal(row[property])))

function checkBooks({ company, accountBalance, adatum, relecloud }: Books): void {
  const entries = company.table(customerEntries).all()
  const detailed = company.table(detailedEntries).all()
  for (const entry of entries) {
    const own = detailed.filter((row) => row['customerLedgerEntryId'] === entry.id)
    const number = String(entry['entryNumber'])
    same(`remaining of ${number}`, decimal(entry['remainingAmount']), total(own, 'amount'))
    same(`remaining LCY of ${number}`, decimal(entry['remainingAmountLcy']), total(own, 'amountLcy'))
    const applied = own.filter((row) => row['entryType'] === 'Application')
    same(
      `total less applications of ${number}`,
      decimal(entry['remainingAmount']),
      decimal(entry['amount']).plus(total(applied, 'amount')),
    )
    if (entry['open'] !== !decimal(entry['remainingAmount']).isZero()) throw new Error(`open of ${number}`)
    if (!entry['open']) same(`closed ${number}`, decimal(entry['remainingAmountLcy']), decimal(0))
    if (decimal(entry['remainingAmount']).abs().gt(decimal(entry['amount']).abs()))
      throw new Error(`${number} over-applied`)
  }
  same(
    'applications',
    total(
      detailed.filter((row) => row['entryType'] === 'Application'),
      'amountLcy',
    ),
    decimal(0),
  )
  const ledger = company.table('generalLedgerEntries').all()
  same('general ledger', total(ledger, 'debitAmount'), total(ledger, 'creditAmount'))
  const receivables = accountBalance('2310')
  const owed = decimal(customerBalance(company, adatum.id)).plus(customerBalance(company, relecloud.id))
  same('receivables', total(receivables, 'debitAmount').minus(total(receivables, 'creditAmount')), owed)
  same(
    'open entries',
    total(
      entries.filter((entry) => entry['open'] === true),
      'remainingAmountLcy',
    ),
    owed,
  )
  same('analytics', sum(ledgerRows(company).map((row) => decimal(row.dcleAmountLCY))), owed)
  for (const invoice of company.table('salesInvoices').all()) {
    const status = invoiceStatus(company, invoice)
    if (invoice['status'] !== status)
      throw new Error(`${String(invoice['number'])} says ${String(invoice['status'])}, is ${status}`)
    if (isPosted(invoice) && status === 'Paid') same('paid', decimal(remainingAmount(company, invoice)), decimal(0))
    const { totalAmountIncludingTax, totalAmountExcludingTax, totalTaxAmount } = invoice
    same('totals', decimal(totalAmountIncludingTax), decimal(totalAmountExcludingTax).plus(decimal(totalTaxAmount)))
  }
  for (const item of company.table('items').filter((each) => each['type'] === 'Inventory')) {
    const moved = company.table('itemLedgerEntries').filter((row) => row['itemNumber'] === item['number'])
    same('stock', decimal(item['inventory']), total(moved, 'quantity').plus(100))
  }
}

describe('any sequence of postings', () => {
  it('keeps the books: balances, remaining amounts, detailed and general ledger, stock', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 15, maxLength: 50 }), (steps) => {
        const books = createBooks()
        for (const euro of [false, true]) {
          draft(books, { do: 'invoice', euro, quantities: [1, 2], price: 3333, discount: 7 })
          draft(books, { do: 'order', euro, quantities: [3], price: 12_345, discount: 0 })
        }
        for (const invoice of books.company.table('salesInvoices').all()) postInvoice(books.company, invoice.id)
        for (const now of steps) {
          try {
            take(books, now)
          } catch (error) {
            // A refusal is an answer too, as long as it is one of BC's and leaves the books in order.
            if (!(error instanceof BusinessError)) throw error
          }
          checkBooks(books)
        }
      }),
      { numRuns: 60, seed: 20260115 },
    )
  })
})
