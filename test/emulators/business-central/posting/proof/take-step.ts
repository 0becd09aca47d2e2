import type { Row } from '../../tables.ts'
import { decimal, Decimal, stored } from '../money.ts'
import {
  adjustExchangeRates,
  applicationsOf,
  applyEntries,
  cancelCreditMemo,
  cancelInvoice,
  customerEntries,
  invoiceOrder,
  isPosted,
  makeCorrectiveCreditMemo,
  makeReturnCreditMemo,
  postCreditMemo,
  postGeneralJournal,
  postInvoice,
  postPayment,
  postPrepaymentCreditMemo,
  postPrepaymentInvoice,
  postRefund,
  reopenOrder,
  reverse,
  setPrepayment,
  setUpPosting,
  shipAndInvoice,
  shipOrder,
  unapply,
} from '../index.ts'
import { ledgerOf } from './ledger-of.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

const choose = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
/** The so-many-th day of 2026. */
const dayOf = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10)
const money = (cents: number): string => new Decimal(cents).div(100).toFixed()

type Of<Kind extends Step['do']> = Extract<Step, { readonly do: Kind }>

function draft({ books, customers }: World, { kind, customer, lines, discount, pricesIncludeTax }: Of<'draft'>): void {
  const made = lines.map(({ what, quantity, price, discountPercent }) => {
    const more = { unitPrice: money(price), discountPercent: String(discountPercent) }
    const item = [books.lamp, books.desk, books.service][what]
    if (item) return books.sale(item, String(quantity), more)
    const about =
      what === 3
        ? { lineType: 'Account', accountId: books.rent.id }
        : { lineType: 'Resource', lineObjectNumber: 'LINA' }
    return { ...about, ...more, quantity: String(quantity), taxCode: 'FURNITURE' }
  })
  books.draft(kind, made, { discountAmount: money(discount), pricesIncludeTax }, customers[customer])
}

/** Open entries of a customer that somebody owes, or has to his credit. */
function openEntries({ books }: World, customerId: unknown, credit: boolean): readonly Row[] {
  return books.company
    .table(customerEntries)
    .filter(
      (row) =>
        row['open'] === true &&
        row['customerId'] === customerId &&
        decimal(row['remainingAmount']).isNegative() === credit,
    )
}

function pay(world: World, { customer, cents, closes, how, day, currency }: Of<'pay'>): void {
  const { books, customers } = world
  const payer = customers[customer]
  const open = openEntries(world, payer?.id, false)
  const asked = closes.flatMap(({ pick, cents: part }) => {
    const entry = choose(open, pick)
    return entry ? [{ entry, ...(part !== undefined && { amount: money(part) }) }] : []
  })
  const of = (property: string) => Decimal.sum(0, ...asked.map(({ entry }) => decimal(entry[property])))
  const exact = how === 'early' ? of('remainingAmount').minus(of('paymentDiscountPossible')) : of('remainingAmount')
  postPayment(books.company, {
    customerId: payer?.id ?? '',
    amount: how === 'any' || asked.length === 0 ? money(cents) : stored(exact),
    postingDate: dayOf(day),
    ...(currency !== undefined && { currencyCode: currency }),
    closes: asked.map(({ entry, amount }) => ({
      entry: Number(entry['entryNumber']),
      ...(how === 'any' && amount !== undefined && { amount }),
    })),
  })
}

/** A payment that is taken back again leaves no trace in what anybody owes. */
function thereAndBack(world: World, { customer, cents, closes }: Of<'thereAndBack'>): void {
  const { company } = world.books
  const payer = world.customers[customer]
  const open = openEntries(world, payer?.id, false)
  const last = Math.max(
    0,
    ...company
      .table(customerEntries)
      .all()
      .map((row) => Number(row['entryNumber'])),
  )
  const before = ledgerOf(company, last)
  const numbers = [...new Set(closes.flatMap((each) => choose(open, each)?.['entryNumber'] ?? []))]
  const paid = postPayment(company, {
    customerId: payer?.id ?? '',
    amount: money(cents),
    postingDate: '2026-02-20',
    closes: numbers.map((entry) => ({ entry: Number(entry) })),
  })
  if (paid.application !== undefined) unapply(company, paid.application)
  reverse(company, Number(paid.entry['entryNumber']))
  const after = ledgerOf(company, last)
  if (JSON.stringify(after) !== JSON.stringify(before))
    throw new Error(`Taken back, the books are not what they were:\n${JSON.stringify({ before, after }, null, 2)}`)
}

function journal({ books, accounts }: World, { sides, balanced }: Of<'journal'>): void {
  const { company } = books
  company.transaction(() => {
    const batch = company.table('journals').insert({ code: 'DEFAULT' })
    const line = (account: World['accounts'][number] | undefined, amount: number, lineNumber: number) =>
      company.table('journalLines').insert({
        journalId: batch.id,
        lineNumber,
        documentNumber: 'J1',
        postingDate: '2026-01-20',
        accountType: account?.type,
        accountNumber: account?.row['number'],
        amount: money(amount),
      })
    sides.forEach(({ account, cents }, index) => line(accounts[account], cents, index + 1))
    const rest = sides.reduce((total, { cents }) => total - cents, 0)
    if (balanced && rest !== 0) line(accounts[0], rest, 99)
    postGeneralJournal(company, batch.id)
  })
}

function partsOf(world: World, orderId: string, parts: readonly number[]) {
  const lines = world.books.lines('salesOrder', orderId)
  if (parts.length === 0) return undefined
  return lines.slice(0, parts.length).map(({ id }, index) => ({ lineId: id, quantity: parts[index] ?? 0 }))
}

/** Takes one step; what BC refuses throws its `BusinessError`. Does nothing when there is nothing to do it to. */
export function takeStep(world: World, step: Step): 'done' | 'nothing to do it to' {
  const { books } = world
  const { company } = books
  const all = (table: string) => company.table(table).all()
  const on = (row: Row | undefined, work: (row: Row) => void) => {
    if (!row) return 'nothing to do it to'
    work(row)
    return 'done'
  }
  const posted = () => all('salesInvoices').filter(isPosted)
  const drafts = (table: string) => all(table).filter((row) => !isPosted(row))
  switch (step.do) {
    case 'draft':
      draft(world, step)
      return 'done'
    case 'ship':
      return on(choose(all('salesOrders'), step.pick), ({ id }) =>
        shipOrder(company, id, partsOf(world, id, step.parts)),
      )
    case 'invoice': {
      const shipped = all('salesOrders').filter(({ id }) =>
        books
          .lines('salesOrder', id)
          .some((row) => !decimal(row['shippedQuantity']).eq(decimal(row['invoicedQuantity']))),
      )
      const order = choose(step.pick % 5 === 0 ? all('salesOrders') : shipped, step.pick)
      return on(order, ({ id }) => invoiceOrder(company, id, partsOf(world, id, step.parts)))
    }
    case 'shipAndInvoice':
      return on(choose(all('salesOrders'), step.pick), ({ id }) => shipAndInvoice(company, id))
    case 'prepay':
      return on(choose(all('salesOrders'), step.pick), ({ id }) => {
        if (step.reopens) reopenOrder(company, id)
        setPrepayment(company, id, step.percent)
        postPrepaymentInvoice(company, id)
      })
    case 'unprepay': {
      const prepaid = all('salesOrders').filter(({ _state }) => _state === 'Pending Prepayment')
      return on(choose(step.pick % 5 === 0 ? all('salesOrders') : prepaid, step.pick), ({ id }) => {
        postPrepaymentCreditMemo(company, id)
        if (!step.takesBack) return
        reopenOrder(company, id)
        setPrepayment(company, id, '0')
      })
    }
    case 'post':
      return on(choose(drafts('salesInvoices'), step.pick), ({ id }) => postInvoice(company, id))
    case 'postCreditMemo':
      return on(choose(drafts('salesCreditMemos'), step.pick), ({ id }) => postCreditMemo(company, id))
    case 'cancel':
      return on(choose(posted(), step.pick), ({ id }) => cancelInvoice(company, id))
    case 'cancelCreditMemo':
      return on(choose(all('salesCreditMemos'), step.pick), ({ id }) => cancelCreditMemo(company, id))
    case 'correct':
      return on(choose(posted(), step.pick), ({ id }) => makeCorrectiveCreditMemo(company, id))
    case 'return':
      return on(choose(posted(), step.pick), ({ id }) => {
        const line = choose(books.lines('salesInvoice', id), step.line)
        makeReturnCreditMemo(company, { invoiceId: id, lines: [{ lineId: line?.id ?? '', quantity: step.quantity }] })
      })
    case 'pay':
      pay(world, step)
      return 'done'
    case 'refund': {
      const customer = choose(world.customers, step.pick)
      const credits = openEntries(world, customer?.id, true)
      return on(choose(credits, step.pick), (entry) => {
        const amount = step.cents % 2 === 0 ? decimal(entry['remainingAmount']).neg().toFixed() : money(step.cents)
        const closes = [{ entry: Number(entry['entryNumber']) }]
        postRefund(company, { customerId: customer?.id ?? '', amount, closes, postingDate: '2026-02-25' })
      })
    }
    case 'apply': {
      const open = all(customerEntries).filter((row) => row['open'] === true)
      const credits = open.filter((row) => decimal(row['remainingAmount']).isNegative())
      // Mostly a payment or memo does the applying; now and then the invoice does.
      return on(choose(step.pick % 4 === 0 ? open : credits, step.pick), (entry) => {
        const credit = !decimal(entry['remainingAmount']).isNegative()
        const currency = entry['currencyCode']
        const fitting = openEntries(world, entry['customerId'], credit).filter(
          (row) => row['currencyCode'] === currency,
        )
        // Now and then an entry that does not fit, which is refused.
        const others = step.others.flatMap(
          (each) => choose(each % 7 === 0 ? open : fitting, each)?.['entryNumber'] ?? [],
        )
        applyEntries(company, {
          entry: Number(entry['entryNumber']),
          appliesTo: [...new Set(others)].map((number) => ({
            entry: Number(number),
            ...(step.cents !== undefined && { amount: money(step.cents) }),
          })),
        })
      })
    }
    case 'unapply':
      return on(choose(all(customerEntries).toReversed(), step.pick), (entry) => {
        const applications = applicationsOf(company, Number(entry['entryNumber']))
        unapply(company, choose(applications, step.pick % 2) ?? 0)
      })
    case 'adjust':
      return adjustExchangeRates(company, { date: dayOf(step.day) }) > 0 ? 'done' : 'nothing to do it to'
    case 'reverse': {
      // Every third time any entry at all: documents, closed and reversed ones are refused.
      const open = all(customerEntries).filter((row) => row['_journal'] === true && row['open'] === true)
      const entry = choose(step.pick % 3 === 0 ? all(customerEntries) : open, step.pick)
      return on(entry, (row) => reverse(company, Number(row['entryNumber'])))
    }
    case 'thereAndBack':
      thereAndBack(world, step)
      return 'done'
    case 'journal':
      journal(world, step)
      return 'done'
    case 'setUp':
      setUpPosting(company, {
        paymentDiscounts: step.discounts,
        paymentTolerancePercent: step.tolerance,
        applicationBetweenCurrencies: step.currencies,
        applicationRounding: step.rounding,
      })
      return 'done'
    case 'block':
      company.table('customers').update(world.customers[step.customer]?.id ?? '', { blocked: step.how })
      return 'done'
  }
}
