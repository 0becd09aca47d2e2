import { randomUUID } from 'node:crypto'
import { BusinessError, type Company, type Row } from '../tables.ts'
import { Decimal, decimal, roundTo, stored, sum, zero } from './money.ts'
import { accountFor } from './posting-accounts.ts'
import { rowsWhere, text } from './read-row.ts'

/** What is asked for ahead on an order line, what of it is invoiced, and what of that later invoices took off again. */
export interface LinePrepayment {
  readonly asked: Decimal
  readonly invoiced: Decimal
  readonly deducted: Decimal
}

/**
 * The prepayment of an order line, in the terms of the prices: with tax when these include it. The percentage is that of
 * the line amount before the invoice discount, but never more than is left after it.
 * [base application, table Sales Line: Prepmt. Line Amount, Prepmt. Amt. Inv., Prepmt Amt Deducted]
 */
export function prepaymentOf(order: Row, line: Row, precision: Decimal): LinePrepayment {
  const percent = decimal(order['_prepaymentPercent'])
  const [before, after] =
    order['pricesIncludeTax'] === true
      ? (['amountIncludingTax', 'netAmountIncludingTax'] as const)
      : (['amountExcludingTax', 'netAmount'] as const)
  const whole = decimal(line[before])
  const prepaid = { invoiced: decimal(line['_prepaid']), deducted: decimal(line['_prepaidDeducted']) }
  if (percent.isZero()) return { asked: zero, ...prepaid }
  if (whole.isNegative())
    throw new BusinessError(
      `Quantity must be positive when Prepayment % is not 0 in Sales Line: Line No.=${String(line['sequence'])}.`,
      'Application_FieldValidationException',
    )
  return {
    asked: Decimal.min(roundTo(whole.times(percent).div(100), precision), decimal(line[after])),
    ...prepaid,
  }
}

/** The lines of an order by what taxes them: prepayments are taxed as what they are paid for. */
const byTax = (lines: readonly Row[]): Row[][] => [
  ...Map.groupBy(lines, (line) => `${text(line, 'taxCode')} ${text(line, 'taxPercent')}`).values(),
]

/**
 * Lines over an amount on the prepayment account, one for each tax group; `quantity` is 1 when it is asked for or given
 * back, -1 when it is deducted. `after` is the sequence they follow.
 */
export function prepaymentLines(
  company: Company,
  sold: readonly Row[],
  amountOf: (line: Row) => Decimal,
  { quantity, after }: { readonly quantity: '1' | '-1'; readonly after: number },
): Row[] {
  return byTax(sold).flatMap((group, index) => {
    const [like] = group
    const amount = sum(group.map(amountOf))
    if (!like || amount.isZero()) return []
    const number = accountFor(company, 'prepayments')
    const account = rowsWhere(company, 'accounts', 'number', number)[0]
    if (!account)
      throw new BusinessError(
        'Sales Prepayments Account must have a value in General Posting Setup. It cannot be zero or empty.',
      )
    return [
      {
        id: randomUUID(),
        sequence: after + (index + 1) * 10_000,
        lineType: 'Account',
        accountId: account.id,
        lineObjectNumber: number,
        description: 'Prepayment',
        quantity,
        unitPrice: stored(amount),
        taxCode: text(like, 'taxCode'),
        _vatIdentifier: text(like, '_vatIdentifier'),
        taxPercent: text(like, 'taxPercent'),
      },
    ]
  })
}

/** A part of an order line that is invoiced. */
export interface InvoicedPart {
  readonly now: Decimal
  readonly before: Decimal
  /** What the part comes to after discounts, in the terms of the prices. */
  readonly amount: Decimal
}

/**
 * What an invoice over a part of an order line deducts: of what is prepaid and not deducted yet, as much as is invoiced of
 * the quantity that is left. Prepaid as a whole, all of the part. [base application, table Sales Line:
 * CalcPrepaymentToDeduct]
 */
export function toDeduct(order: Row, line: Row, { now, before, amount }: InvoicedPart, precision: Decimal): Decimal {
  const { invoiced, deducted } = prepaymentOf(order, line, precision)
  const left = invoiced.minus(deducted)
  const open = decimal(line['quantity']).minus(before)
  if (left.isZero() || now.isZero() || open.isZero()) return zero
  if (now.eq(open)) return left
  if (decimal(order['_prepaymentPercent']).eq(100)) return Decimal.min(amount, left)
  return roundTo(left.times(now).div(open), precision)
}
