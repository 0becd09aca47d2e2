import { localCurrency } from '../posting/currency.ts'
import type { Company, Row } from '../tables.ts'

/** Local currency is stored blank and shown as the company's own code. */
export const currencyCode = (company: Company, row: Row): string => {
  const code = row['currencyCode']
  return typeof code === 'string' && code !== '' ? code : localCurrency(company)
}
