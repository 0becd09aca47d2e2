import { Decimal } from 'decimal.js'
import type { Records, Row } from '../records.ts'
import { refuse } from './errors.ts'

type Rows = Pick<Records, 'get' | 'all'>

/** The currency that all others are rated against; undefined in an org with one currency. */
export const corporateCurrency = (records: Rows): string | undefined =>
  records.all('CurrencyType').find((row) => row.IsCorporate === true)?.IsoCode as string | undefined

/** A user's own currency; undefined in an org with one currency. */
export function currencyOf(userId: string, records: Rows): string | undefined {
  const own = records.get('User', userId)?.DefaultCurrencyIsoCode
  return typeof own === 'string' ? own : corporateCurrency(records)
}

/** An amount of one currency in another, by the rates of `CurrencyType`. */
export function converted(amount: string, from: unknown, to: unknown, records: Rows): string {
  const rate = (isoCode: unknown): Decimal => {
    const type = records.all('CurrencyType').find((row) => row.IsoCode === isoCode)
    return new Decimal((type?.ConversionRate as string | undefined) ?? 1)
  }
  return from === to ? amount : new Decimal(amount).div(rate(from)).times(rate(to)).toDecimalPlaces(8).toFixed()
}

/** A line is in the currency of its parent, and its price must be. */
export function takeCurrency(draft: Record<string, unknown>, parent: Row | undefined, entry: Row): void {
  if (!('CurrencyIsoCode' in draft)) return
  draft.CurrencyIsoCode = parent?.CurrencyIsoCode
  if (entry.CurrencyIsoCode !== draft.CurrencyIsoCode)
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'field integrity exception: PricebookEntryId (currency of the pricebook entry is not the currency of the parent)',
      ['PricebookEntryId'],
    )
}

export function refuseCurrencyChange(): never {
  return refuse('FIELD_INTEGRITY_EXCEPTION', 'The currency cannot change while the record has products', [
    'CurrencyIsoCode',
  ])
}
