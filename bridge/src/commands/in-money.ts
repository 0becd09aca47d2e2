import { Decimal } from 'decimal.js'
import type { Confirms, SourceFields } from '../engine/define-flow.ts'
import { currencyDigits } from '../mapping/index.ts'

/** "1,200.00 EUR"; undefined when it is no amount. */
export function inMoney(amount: unknown, currency: unknown): string | undefined {
  if (!Decimal.isDecimal(amount) && typeof amount !== 'string' && typeof amount !== 'number') return undefined
  const code = typeof currency === 'string' ? currency : ''
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: currencyDigits(code), maximumFractionDigits: 10 })
  // Exact: the formatter takes decimals as text. [ECMA-402: Intl.NumberFormat.prototype.format]
  return `${format.format(new Decimal(amount).toFixed() as Intl.StringNumericLiteral)} ${code}`.trim()
}

/** What a document is worth. */
export const worthOf = (confirms: Confirms | undefined, fields: SourceFields): string | undefined =>
  confirms && inMoney(fields[confirms.amount], fields[confirms.currency])
