import type { Company, Row } from '../tables.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { type LineAmounts, type LineToCalculate, documentAmounts } from './document-amounts.ts'
import { checkChargeAssigned } from './line-object.ts'
import { type Decimal, decimal, roundTo } from './money.ts'
import { text } from './read-row.ts'

/** A line on its way into a posted document. */
export interface PostedLine {
  /** The draft or order line it comes from. */
  readonly source: Row
  readonly quantity: Decimal
  readonly discountAmount: Decimal
  readonly amounts: LineAmounts
}

/**
 * The part of an order line's amount that belongs to `quantity`, when `before` of `whole` was invoiced earlier. Taken as
 * the difference of two running totals, so that the parts of an order add up to the whole.
 */
function part(amount: Decimal, whole: Decimal, before: Decimal, quantity: Decimal, precision: Decimal): Decimal {
  const upTo = (count: Decimal) => roundTo(amount.times(count).div(whole), precision)
  return upTo(before.plus(quantity)).minus(upTo(before))
}

/**
 * Calculates the lines of a document to be posted. `quantityOf` says how much of each sold line is posted now and how
 * much was before; discounts go along in proportion. Throws when an item charge among them is not assigned.
 */
export function calculatePostedLines(
  company: Pick<Company, 'table'>,
  document: Row,
  sold: readonly Row[],
  quantityOf: (line: Row) => { now: Decimal; before: Decimal },
): PostedLine[] {
  const precision = roundingPrecision(company, foreignCurrency(company, document))
  const parts = sold
    .map((source) => ({ source, ...quantityOf(source) }))
    .filter(({ now }) => !now.isZero())
    .map(({ source, now, before }) => {
      checkChargeAssigned(source)
      const whole = decimal(source['quantity'])
      return {
        source,
        quantity: now,
        discountAmount: part(decimal(source['discountAmount']), whole, before, now, precision),
        allocation: part(decimal(source['invoiceDiscountAllocation']), whole, before, now, precision),
      }
    })
  const pricesIncludeTax = document['pricesIncludeTax'] === true
  const toCalculate: LineToCalculate[] = parts.map((each) => ({
    quantity: each.quantity,
    unitPrice: decimal(each.source['unitPrice']),
    discountAmount: each.discountAmount,
    taxGroup: text(each.source, 'taxCode'),
    taxPercent: decimal(each.source['taxPercent']),
    allocation: each.allocation,
  }))
  const rules = { precision, pricesIncludeTax, invoiceDiscount: decimal(0) }
  const amounts = documentAmounts(toCalculate, rules)
  return parts.flatMap(({ source, quantity, discountAmount }, index) => {
    const calculated = amounts[index]
    return calculated ? [{ source, quantity, discountAmount, amounts: calculated }] : []
  })
}
