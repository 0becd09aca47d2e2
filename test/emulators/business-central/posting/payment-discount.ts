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

/**
 * The discount that a payment in time may take of an invoice, in the invoice's currency; whether it covers the rest is not
 * asked. [base application, codeunit Payment Tolerance Management: CheckCalcPmtDisc]
 */
export function earnedDiscount(company: Company, payment: Row, invoice: Row): Decimal {
  if (!['Payment', 'Refund'].includes(text(payment, 'documentType'))) return zero
  if (invoice['documentType'] !== 'Invoice' || !postingSetup(company).paymentDiscounts) return zero
  const until = dateOf(invoice, 'paymentDiscountDate')
  if (until === undefined || text(payment, 'postingDate') > until) return zero
  return Decimal.min(decimal(invoice['paymentDiscountPossible']), decimal(invoice['remainingAmount']).abs())
}
