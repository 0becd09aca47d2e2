import { Decimal } from 'decimal.js'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString, textLiteral } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'

/** What one unit of a currency is worth in local currency on a day, by the company's table; undefined when it has none. */
export type RateOn = (currencyCode: string, day: string) => Promise<Decimal | undefined>

/**
 * The company's exchange rates, each currency asked for once: 100 EUR = 110 USD stands as `exchangeRateAmount` 100,
 * `relationalExchangeRateAmount` 110. [Microsoft Learn: currencyExchangeRate resource type]
 */
export function exchangeRates(client: Pick<Client, 'rows'>, company: Pick<CompanyRef, 'id'>): RateOn {
  const asked = new Map<string, ReturnType<Client['rows']>>()
  return async (currencyCode, day) => {
    const path = inCompany(company, 'currencyExchangeRates')
    const $filter = `currencyCode eq ${textLiteral(currencyCode)}`
    const rows = asked.get(currencyCode) ?? client.rows(path + queryString({ $filter }), 'read exchange rates')
    asked.set(currencyCode, rows)
    const since = (await rows)
      .filter((row) => textOf(row.startingDate) <= day && textOf(row.relationalCurrencyCode) === '')
      .toSorted((a, b) => textOf(a.startingDate).localeCompare(textOf(b.startingDate)))
      .at(-1)
    const per = new Decimal(textOf(since?.exchangeRateAmount) || 0)
    return since && !per.isZero() ? new Decimal(textOf(since.relationalExchangeRateAmount)).div(per) : undefined
  }
}
