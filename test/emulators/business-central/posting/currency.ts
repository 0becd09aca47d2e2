import { BusinessError, type Company, type Row } from '../tables.ts'
import { Decimal, decimal, roundTo } from './money.ts'
import { rowsWhere, text } from './read-row.ts'

const cent = new Decimal('0.01')

/** The company's own currency code (LCY). */
export function localCurrency(company: Pick<Company, 'table'>): string {
  const setup = company.table('generalLedgerSetup').all()[0]
  const code = setup ? text(setup, 'localCurrencyCode') : ''
  const information = company.table('companyInformation').all()[0]
  return code || (information ? text(information, 'currencyCode') : '')
}

/** The foreign currency of a document or journal line; blank for the company's own, however that is written. */
export function foreignCurrency(company: Pick<Company, 'table'>, row: Row, property = 'currencyCode'): string {
  const code = text(row, property)
  return code === localCurrency(company) ? '' : code
}

/** Amounts of a currency are multiples of this: 0.01, or what its card says. */
export function roundingPrecision(company: Pick<Company, 'table'>, currencyCode: string): Decimal {
  const card = currencyCode === '' ? undefined : rowsWhere(company, 'currencies', 'code', currencyCode)[0]
  const precision = decimal(card?.['amountRoundingPrecision'])
  return precision.isPositive() && !precision.isZero() ? precision : cent
}

/**
 * Units of the company's currency for one unit of `currencyCode` on `date`: the newest exchange rate that has begun,
 * through another currency when the rate is related to one. Throws when there is none.
 * [Microsoft Learn: Update currency exchange rates]
 */
export function exchangeRate(company: Pick<Company, 'table'>, currencyCode: string, date: string): Decimal {
  if (currencyCode === '' || currencyCode === localCurrency(company)) return new Decimal(1)
  const begun = rowsWhere(company, 'currencyExchangeRates', 'currencyCode', currencyCode)
    .filter((rate) => text(rate, 'startingDate') <= date)
    .sort((a, b) => text(a, 'startingDate').localeCompare(text(b, 'startingDate')))
  const rate = begun.at(-1)
  const amount = decimal(rate?.['exchangeRateAmount'])
  if (!rate || amount.isZero())
    throw new BusinessError(
      `There is no Currency Exchange Rate within the filter.\\\\Filters: Currency Code: ${currencyCode}, Starting Date: ..${date}`,
      'Internal_DataNotFoundFilter',
      404,
    )
  const related = text(rate, 'relationalCurrencyCode')
  const through = related === currencyCode ? new Decimal(1) : exchangeRate(company, related, date)
  return decimal(rate['relationalExchangeRateAmount']).div(amount).times(through)
}

/** Converts to the company's currency and rounds to its precision. */
export const inLocalCurrency = (amount: Decimal, rate: Decimal): Decimal => roundTo(amount.times(rate), cent)

/** The precision of amounts in the company's currency. */
export const localPrecision: Decimal = cent
