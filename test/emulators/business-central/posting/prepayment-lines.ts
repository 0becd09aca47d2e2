import { randomUUID } from 'node:crypto'
import { BusinessError, type Company, type Row } from '../tables.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { type Decimal, decimal, roundTo, runningRounder, stored, sum, zero } from './money.ts'
import { accountFor } from './posting-accounts.ts'
import { rowsWhere, text } from './read-row.ts'

/** The lines of an order by what taxes them: prepayments are taxed as what they are paid for. */
const byTax = (lines: readonly Row[]): Row[][] => [
  ...Map.groupBy(lines, (line) => `${text(line, 'taxCode')} ${text(line, 'taxPercent')}`).values(),
]

/** A line over an amount on the prepayment account; `quantity` is 1 when it is asked for, -1 when it is deducted. */
function prepaymentLine(company: Company, like: Row, sequence: number, quantity: '1' | '-1', amount: Decimal): Row {
  const number = accountFor(company, 'prepayments')
  const account = rowsWhere(company, 'accounts', 'number', number)[0]
  if (!account)
    throw new BusinessError(
      'Sales Prepayments Account must have a value in General Posting Setup. It cannot be zero or empty.',
    )
  return {
    id: randomUUID(),
    sequence,
    lineType: 'Account',
    accountId: account.id,
    lineObjectNumber: number,
    description: 'Prepayment',
    quantity,
    unitPrice: stored(amount),
    taxCode: text(like, 'taxCode'),
    _vatIdentifier: text(like, '_vatIdentifier'),
    taxPercent: text(like, 'taxPercent'),
  }
}

/** What a line comes to in the terms of the prices: with tax when these include it. */
const priceOf = (order: Row, line: Row): Decimal =>
  decimal(line[order['pricesIncludeTax'] === true ? 'netAmountIncludingTax' : 'netAmount'])

/** What is asked for ahead, by tax group, and the part of it that belongs to each order line (by id). */
export function prepaymentLines(
  company: Company,
  order: Row,
  sold: readonly Row[],
  percent: Decimal,
): { lines: Row[]; shares: ReadonlyMap<string, Decimal> } {
  const precision = roundingPrecision(company, foreignCurrency(company, order))
  const shares = new Map<string, Decimal>()
  const lines = byTax(sold).flatMap((group, index) => {
    const [like] = group
    const share = runningRounder(precision)
    for (const line of group) shares.set(line.id, share(priceOf(order, line).times(percent).div(100)))
    const amount = sum(group.map((line) => shares.get(line.id) ?? zero))
    return like && !amount.isZero() ? [prepaymentLine(company, like, (index + 1) * 10_000, '1', amount)] : []
  })
  return { lines, shares }
}

/**
 * The lines that deduct from an invoice what was prepaid for the quantities it is over. Taken as the difference of running
 * totals, so that the invoices of an order deduct all of it together.
 */
export function deductionLines(
  company: Company,
  order: Row,
  sold: readonly Row[],
  quantityOf: (line: Row) => { readonly now: Decimal; readonly before: Decimal },
): Row[] {
  const precision = roundingPrecision(company, foreignCurrency(company, order))
  const last = Math.max(0, ...sold.map((line) => Number(line['sequence'] ?? 0)))
  const deducted = (line: Row): Decimal => {
    const [prepaid, whole] = [decimal(line['_prepaid']), decimal(line['quantity'])]
    const { now, before } = quantityOf(line)
    const upTo = (count: Decimal) => roundTo(prepaid.times(count).div(whole), precision)
    return upTo(before.plus(now)).minus(upTo(before))
  }
  return byTax(sold).flatMap((group, index) => {
    const [like] = group
    const amount = sum(group.map(deducted))
    return like && !amount.isZero() ? [prepaymentLine(company, like, last + (index + 1) * 10_000, '-1', amount)] : []
  })
}
