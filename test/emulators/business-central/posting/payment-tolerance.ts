import type { Company, Row } from '../tables.ts'
import { roundingPrecision } from './currency.ts'
import { convert, remaining } from './entry-currency.ts'
import { Decimal, decimal, roundTo, sum, zero } from './money.ts'
import { earnedDiscount } from './payment-discount.ts'
import { postingSetup } from './posting-setup.ts'
import { text } from './read-row.ts'

/** An entry that is to be closed, and how much of it in its own currency; left out = as much as both leave. */
export interface ToClose {
  readonly closed: Row
  readonly wanted?: Decimal | undefined
}

/**
 * How far the payment of a document may be off, in its currency: a percentage of it, or an amount when that is less or there
 * is no percentage; never more than what is left of it.
 * [base application, codeunit Payment Tolerance Management: CalcMaxPmtTolerance, CalcRemainingPmtDisc]
 */
function mostTolerated(company: Company, document: Row): Decimal {
  const { paymentTolerancePercent: percent, maxPaymentTolerance: most } = postingSetup(company)
  const share = decimal(document['amount']).abs().times(percent).div(100)
  const byAmount = percent.isZero() || (!most.isZero() && most.lt(share))
  const precision = roundingPrecision(company, text(document, 'currencyCode'))
  return Decimal.min(byAmount ? most : roundTo(share, precision), remaining(document).abs())
}

/** Only payments of invoices and refunds of credit memos know a tolerance. */
const knowsTolerance = (payment: Row, document: Row): boolean =>
  (payment['documentType'] === 'Payment' && document['documentType'] === 'Invoice') ||
  (payment['documentType'] === 'Refund' && document['documentType'] === 'Credit_x0020_Memo')

/** One document as the payment sees it: all in the payment's currency. */
interface Seen {
  readonly closed: Row
  readonly amount: Decimal
  readonly owed: Decimal
  readonly most: Decimal
  /** Is so little of it asked for that it stays open by intention? */
  readonly inPart: boolean
}

function seen(company: Company, payment: Row, { closed, wanted }: ToClose): Seen {
  const own = (amount: Decimal) => convert(company, amount, payment, closed, payment)
  const owed = own(remaining(closed).abs()).minus(own(earnedDiscount(company, payment, closed)))
  return {
    closed,
    amount: own(decimal(closed['amount']).abs()),
    owed,
    most: knowsTolerance(payment, closed) ? own(mostTolerated(company, closed)) : zero,
    inPart: wanted !== undefined && own(wanted).lt(owed),
  }
}

const nearer = (amount: Decimal, most: Decimal): Decimal =>
  amount.abs().lt(most) ? amount : most.times(amount.isNegative() ? -1 : 1)

/** Shares out what is tolerated by the amounts of the documents, to none more than its own most. */
function shareOut(company: Company, payment: Row, documents: readonly Seen[], whole: Decimal): Map<string, Decimal> {
  const precision = roundingPrecision(company, text(payment, 'currencyCode'))
  const largestFirst = documents.filter(({ most }) => !most.isZero()).sort((a, b) => b.most.comparedTo(a.most))
  const [only] = largestFirst
  if (only && largestFirst.length === 1) return new Map([[only.closed.id, whole]])
  const shares = new Map<string, Decimal>()
  let [rest, amounts] = [whole, sum(largestFirst.map(({ amount }) => amount))]
  largestFirst.forEach(({ closed, amount, most }, index) => {
    const isLast = index === largestFirst.length - 1
    const share = nearer(isLast ? rest : roundTo(rest.times(amount).div(amounts), precision), most)
    shares.set(closed.id, share)
    rest = rest.minus(share)
    amounts = amounts.minus(amount)
  })
  // What the limits of some left over goes to those that have room.
  for (const { closed, most } of largestFirst) {
    const share = shares.get(closed.id) ?? zero
    const more = nearer(rest, most.minus(share.abs()))
    shares.set(closed.id, share.plus(more))
    rest = rest.minus(more)
  }
  return shares
}

/**
 * What is tolerated when `payment` closes documents: by the id of their entries, in the payment's currency. Positive is what
 * the payment has too little, after discounts, negative what it has too much. Nothing unless the payment is off by no more
 * than all of them allow together – beyond what rounding between currencies lets go –, and nothing when somebody asks for a
 * part of a document only. [Microsoft Learn: Work with payment tolerances; base application, codeunit Payment Tolerance
 * Management: PmtTolCust, CalcCustApplnAmount, PutCustPmtTolAmount]
 */
export function tolerances(company: Company, payment: Row, toClose: readonly ToClose[]): ReadonlyMap<string, Decimal> {
  const documents = toClose.map((each) => seen(company, payment, each))
  const most = sum(documents.map((each) => each.most))
  if (most.isZero() || documents.some(({ inPart }) => inPart)) return new Map()
  const differs = documents.some(({ closed }) => closed['currencyCode'] !== payment['currencyCode'])
  const rounding = differs ? postingSetup(company).applicationRounding : zero
  const short = sum(documents.map(({ owed }) => owed)).minus(remaining(payment).abs())
  if (short.abs().lte(rounding) || short.abs().minus(rounding).gt(most)) return new Map()
  return shareOut(company, payment, documents, short)
}
