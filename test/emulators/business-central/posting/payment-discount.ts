import type { Company, Row } from '../tables.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { addFormula } from './date-formula.ts'
import { Decimal, decimal, roundTo, zero } from './money.ts'
import { postingSetup } from './posting-setup.ts'
import { dateOf, referred, text, zeroDate } from './read-row.ts'

/** A discount for paying early, as the ledger entry of an invoice carries it. */
export interface PaymentDiscount {
  /** The last day on which it may be taken; the zero date when none is offered. */
  readonly date: string
  /** In the currency of the document, not negative. */
  readonly possible: Decimal
}

const noDiscount: PaymentDiscount = { date: zeroDate, possible: zero }

/**
 * What a document's payment terms offer: their percentage of the total with tax, until the document date moved by the
 * discount formula. [Microsoft Learn: Set up payment terms]
 */
export function offeredDiscount(company: Company, header: Row, documentDate: string, total: Decimal): PaymentDiscount {
  const terms = referred(company, 'paymentTerms', header, 'paymentTermsId')
  const formula = terms ? text(terms, 'discountDateCalculation') : ''
  if (!terms || formula === '') return noDiscount
  const precision = roundingPrecision(company, foreignCurrency(company, header))
  const possible = roundTo(total.times(decimal(terms['discountPercent'])).div(100), precision)
  return { date: addFormula(documentDate, formula), possible }
}

/** How a payment settles an invoice that it does not reach to the cent; amounts are not negative. */
export interface Settlement {
  /** What the payment itself is used for. */
  readonly applied: Decimal
  /** What is given away for paying early. */
  readonly discount: Decimal
  /** What is given away because it is too little to ask for. */
  readonly tolerance: Decimal
}

const left = (entry: Row): Decimal => decimal(entry['remainingAmount']).abs()

/** The discount that this payment may take of this invoice: dated in time, and enough for all the rest. */
function earnedDiscount(company: Company, payment: Row, invoice: Row, offered: Decimal): Decimal {
  if (!postingSetup(company).paymentDiscounts) return zero
  const until = dateOf(invoice, 'paymentDiscountDate')
  if (until === undefined || text(payment, 'postingDate') > until) return zero
  const possible = Decimal.min(decimal(invoice['paymentDiscountPossible']), left(invoice))
  return offered.plus(possible).lt(left(invoice)) ? zero : possible
}

/** The largest shortfall that is forgiven: a percentage of the invoice, or a fixed amount when that is less. */
function toleratedRest(company: Company, invoice: Row): Decimal {
  const { paymentTolerancePercent, maxPaymentTolerance } = postingSetup(company)
  const share = decimal(invoice['amount']).abs().times(paymentTolerancePercent).div(100)
  return maxPaymentTolerance.isZero() ? share : Decimal.min(share, maxPaymentTolerance)
}

/**
 * How `payment` settles `invoice` when at most `offered` of it, in the invoice's currency, is to be used (`isAll`: all that
 * it has). With payment discounts switched on, a payment
 * within the discount period that covers what is left less the discount closes the invoice, and keeps what it has too
 * much; a rest within the tolerance is forgiven. Everything else is used as it is. Only payments on invoices know either.
 * [Microsoft Learn: Configure payment discounts; Work with payment tolerances]
 */
export function settle(company: Company, payment: Row, invoice: Row, offered: Decimal, isAll: boolean): Settlement {
  const plain = { applied: Decimal.min(offered, left(invoice)), discount: zero, tolerance: zero }
  if (payment['documentType'] !== 'Payment' || invoice['documentType'] !== 'Invoice') return plain
  const discount = earnedDiscount(company, payment, invoice, offered)
  const owed = left(invoice).minus(discount)
  const rest = owed.minus(offered)
  // Forgiven is only what the payment cannot cover, not what somebody chose not to apply.
  if (isAll && rest.gt(0) && rest.lte(toleratedRest(company, invoice)))
    return { applied: offered, discount, tolerance: rest }
  return { applied: Decimal.min(offered, owed), discount, tolerance: zero }
}
