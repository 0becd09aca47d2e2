import type { Company, Row } from '../tables.ts'
import { exchangeRate, inLocalCurrency, roundingPrecision } from './currency.ts'
import { type Decimal, decimal, roundTo } from './money.ts'
import { text } from './read-row.ts'

/** What is still open of an entry, positive or negative as the entry is. */
export const remaining = (entry: Row): Decimal => decimal(entry['remainingAmount'])
export const remainingLcy = (entry: Row): Decimal => decimal(entry['remainingAmountLcy'])

/** Units of the company's currency for one of the entry's, as it was posted. [Original Currency Factor] */
export const originalRate = (entry: Row): Decimal => decimal(entry['originalRate'])

/** The same as of the last adjustment of exchange rates; what it was posted with when there was none. [Adjusted Currency Factor] */
export const adjustedRate = (entry: Row): Decimal => decimal(entry['adjustedRate'])

/** What an amount of an entry is worth at the rate it was posted with. */
export const originalWorth = (entry: Row, amount: Decimal): Decimal => inLocalCurrency(amount, originalRate(entry))

/** Converts an amount from the currency of one entry to that of another, at the rates of the applying entry's date. */
export function convert(company: Company, amount: Decimal, applying: Row, from: Row, to: Row): Decimal {
  const [source, target] = [text(from, 'currencyCode'), text(to, 'currencyCode')]
  if (source === target) return amount
  const date = text(applying, 'postingDate')
  const rate = exchangeRate(company, source, date).div(exchangeRate(company, target, date))
  return roundTo(amount.times(rate), roundingPrecision(company, target))
}
