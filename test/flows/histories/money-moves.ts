import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { isPosted } from '../../emulators/business-central/posting/index.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import type { Bookkeeper, SaleLine } from './bookkeeper.ts'
import { choose, on } from './deed.ts'

/** What finance may do. */
export const kinds = [
  'order',
  'invoice',
  'memo',
  'ship',
  'post',
  'postMemo',
  'editDraft',
  'discard',
  'cancel',
  'correct',
  'pay',
  'payFully',
  'payOnAccount',
  'apply',
  'applyFromDocument',
  'unapply',
  'refund',
  'refundOnAccount',
  'reverse',
] as const

/** Something that finance does; numbers pick among what there is. */
export interface MoneyMove {
  readonly do: (typeof kinds)[number]
  readonly office: number
  readonly customer: number
  readonly pick: number
  readonly other: number
  readonly cents: number
  readonly quantities: readonly number[]
  readonly discount: number
  readonly days: number
  /** Whether the bridge looks afterwards. */
  readonly look: boolean
}

export const moneyMove: fc.Arbitrary<MoneyMove> = fc.record({
  do: fc.constantFrom(...kinds),
  office: fc.nat(9),
  customer: fc.nat(9),
  pick: fc.nat(30),
  other: fc.nat(30),
  cents: fc.integer({ min: 1, max: 300_000 }),
  quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  discount: fc.integer({ min: 0, max: 300 }),
  days: fc.nat(3),
  look: fc.nat(5).map((die) => die === 0),
})

const inUnits = (cents: number): string => new Decimal(cents).div(100).toFixed(2)
const items = ['1896-S', '1928-S', '1996-S']

const linesOf = ({ quantities, cents, discount }: MoneyMove): SaleLine[] =>
  quantities.map((quantity, index) => ({
    item: items[index] ?? '1928-S',
    quantity: String(quantity),
    unitPrice: inUnits((cents % 40_000) + index + 1),
    ...(index === 1 && { discountPercent: new Decimal(discount).div(10).toFixed() }),
  }))

/**
 * Does it, if there is anything to do it with.
 *
 * @returns whether there was
 * @throws BusinessError when Business Central refuses
 */
export function takeMoneyMove(books: Bookkeeper, customers: readonly string[], move: MoneyMove): boolean {
  const customerId = customers[move.customer % customers.length] ?? ''
  const customer = String(books.company.table('customers').get(customerId)?.number)
  const invoices = books.documents('salesInvoices', customerId)
  const memos = books.documents('salesCreditMemos', customerId)
  const open = books.entries(customerId).filter((entry) => entry.open === true)
  const owed = open.filter((entry) => !String(entry.remainingAmount).startsWith('-'))
  const credits = open.filter((entry) => String(entry.remainingAmount).startsWith('-'))
  const join = (from: readonly Row[], to: readonly Row[]): boolean =>
    on(choose(from, move.pick), (one) =>
      on(choose(to, move.other), (two) => {
        const most = Decimal.min(
          new Decimal(String(one.remainingAmount)).abs(),
          new Decimal(String(two.remainingAmount)).abs(),
        )
        const part = Decimal.min(most, inUnits(move.cents))
        return books.apply(Number(one.entryNumber), Number(two.entryNumber), part.toFixed())
      }),
    )
  switch (move.do) {
    case 'order':
      return on(customer, () => books.draft('salesOrders', customer, linesOf(move)))
    case 'invoice':
      return on(customer, () => books.draft('salesInvoices', customer, linesOf(move)))
    case 'memo':
      return on(customer, () => books.draft('salesCreditMemos', customer, linesOf(move)))
    case 'ship':
      return on(choose(books.documents('salesOrders', customerId), move.pick), ({ id }) =>
        books.shipAndInvoice(id, move.other % 2 === 0 ? 1 : 0.5),
      )
    case 'post':
      return on(
        choose(
          invoices.filter((row) => !isPosted(row)),
          move.pick,
        ),
        ({ id }) => books.post('salesInvoices', id),
      )
    case 'postMemo':
      return on(
        choose(
          memos.filter((row) => !isPosted(row)),
          move.pick,
        ),
        ({ id }) => books.post('salesCreditMemos', id),
      )
    case 'editDraft': {
      const drafts = invoices.filter((row) => !isPosted(row))
      const lines = drafts.flatMap(({ id }) => books.linesOf('salesInvoices', id))
      return on(choose(lines, move.pick), (line) => {
        books.editDraft(line, String(move.quantities[0]))
      })
    }
    case 'discard':
      return on(
        choose(
          invoices.filter((row) => !isPosted(row)),
          move.pick,
        ),
        ({ id }) => {
          books.remove('salesInvoices', id)
        },
      )
    case 'cancel':
      return on(choose(invoices.filter(isPosted), move.pick), ({ id }) => {
        books.cancel(id)
      })
    case 'correct':
      return on(choose(invoices.filter(isPosted), move.pick), ({ id }) => books.correct(id))
    case 'pay':
      return on(choose(invoices.filter(isPosted), move.pick), (invoice) =>
        books.pay(customer, inUnits(move.cents), invoice),
      )
    case 'payFully':
      return on(choose(owed, move.pick), (entry) => {
        const invoice = invoices.find((row) => row.id === entry.documentId)
        return books.pay(customer, String(entry.remainingAmount), invoice)
      })
    case 'payOnAccount':
      return on(customer, () => books.pay(customer, inUnits(move.cents)))
    case 'apply':
      return join(credits, owed)
    case 'applyFromDocument':
      return join(owed, credits)
    case 'unapply': {
      const standing = books.entries(customerId).filter(({ reversed }) => reversed !== true)
      const entries = new Set(standing.map((entry) => Number(entry.entryNumber)))
      const newest = books.applicationsOf(entries).at(-1)
      return on(newest, (application) => {
        books.unapply(application)
      })
    }
    case 'refund':
      return on(choose(credits, move.pick), (entry) => {
        const most = new Decimal(String(entry.remainingAmount)).abs()
        return books.refund(customerId, Decimal.min(most, inUnits(move.cents)).toFixed(), Number(entry.entryNumber))
      })
    case 'refundOnAccount':
      return on(customer, () => books.refund(customerId, inUnits(move.cents)))
    case 'reverse': {
      const numbers = books.entries(customerId).map((entry) => Number(entry.entryNumber))
      return on(choose(numbers.filter(books.isReversible), move.pick), (entry) => books.reverse(entry))
    }
  }
}
