import { BusinessError } from '../tables.ts'
import { Decimal, roundTo, runningRounder, sum, zero } from './money.ts'

/** A line to be calculated. Comments take part with nothing but zeros. */
export interface LineToCalculate {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly discountAmount: Decimal
  readonly taxGroup: string
  readonly taxPercent: Decimal
  /** The part of the invoice discount that is fixed already; left out = it is shared out by `invoiceDiscount`. */
  readonly allocation?: Decimal
}

/** Amounts of one line, without (`amount…`) and with (`net…`) its part of the invoice discount. */
export interface LineAmounts {
  readonly amountExcludingTax: Decimal
  readonly totalTaxAmount: Decimal
  readonly amountIncludingTax: Decimal
  readonly invoiceDiscountAllocation: Decimal
  readonly netAmount: Decimal
  readonly netTaxAmount: Decimal
  readonly netAmountIncludingTax: Decimal
}

export interface DocumentRules {
  readonly precision: Decimal
  readonly pricesIncludeTax: boolean
  /** Discount over the whole document, in the terms of the prices. */
  readonly invoiceDiscount: Decimal
}

/** Shares the invoice discount out over the lines with a positive amount, in proportion to it. */
function allocations(
  lineAmounts: readonly Decimal[],
  lines: readonly LineToCalculate[],
  rules: DocumentRules,
): Decimal[] {
  if (lines.some((line) => line.allocation !== undefined)) return lines.map((line) => line.allocation ?? zero)
  const discount = roundTo(rules.invoiceDiscount, rules.precision)
  if (discount.isNegative()) throw new BusinessError('Invoice discount must be positive.')
  const base = sum(lineAmounts.filter((amount) => amount.gt(0)))
  if (discount.gt(base))
    throw new BusinessError(`The maximum Invoice Discount Amount that you can apply is ${base.toFixed()}.`)
  const share = runningRounder(rules.precision)
  return lineAmounts.map((amount) => (amount.gt(0) ? share(discount.times(amount).div(base)) : zero))
}

/** Splits amounts into net and tax; the rounding of one tax group is carried from line to line. */
function taxSplitter({ precision, pricesIncludeTax }: DocumentRules) {
  const rounders = new Map<string, (exact: Decimal) => Decimal>()
  return (amount: Decimal, { taxGroup, taxPercent }: LineToCalculate): { net: Decimal; tax: Decimal } => {
    const key = `${taxGroup} ${taxPercent.toFixed()}`
    const round = rounders.get(key) ?? runningRounder(precision)
    rounders.set(key, round)
    const factor = taxPercent.div(100)
    const tax = round(pricesIncludeTax ? amount.minus(amount.div(factor.plus(1))) : amount.times(factor))
    return pricesIncludeTax ? { net: amount.minus(tax), tax } : { net: amount, tax }
  }
}

/**
 * Calculates all lines of a document, rounding each to the precision of the currency. The tax of a document is the
 * rounded tax on the sum of each tax group, not the sum of rounded taxes: BC calculates it per VAT identifier or tax
 * group and hands remainders on from line to line. [Microsoft Learn: Invoice rounding; VAT amount lines]
 */
export function documentAmounts(lines: readonly LineToCalculate[], rules: DocumentRules): LineAmounts[] {
  const lineAmounts = lines.map((line) =>
    roundTo(line.quantity.times(line.unitPrice), rules.precision).minus(line.discountAmount),
  )
  const shares = allocations(lineAmounts, lines, rules)
  const splitWhole = taxSplitter(rules)
  const splitNet = taxSplitter(rules)
  return lines.map((line, index) => {
    const lineAmount = lineAmounts[index] ?? zero
    const share = shares[index] ?? zero
    const whole = splitWhole(lineAmount, line)
    const after = splitNet(lineAmount.minus(share), line)
    return {
      amountExcludingTax: whole.net,
      totalTaxAmount: whole.tax,
      amountIncludingTax: whole.net.plus(whole.tax),
      invoiceDiscountAllocation: share,
      netAmount: after.net,
      netTaxAmount: after.tax,
      netAmountIncludingTax: after.net.plus(after.tax),
    }
  })
}

/** The totals of a document's header. */
export function documentTotals(lines: readonly LineAmounts[]) {
  return {
    discountAmount: sum(lines.map((line) => line.invoiceDiscountAllocation)),
    totalAmountExcludingTax: sum(lines.map((line) => line.netAmount)),
    totalTaxAmount: sum(lines.map((line) => line.netTaxAmount)),
    totalAmountIncludingTax: sum(lines.map((line) => line.netAmountIncludingTax)),
  }
}
