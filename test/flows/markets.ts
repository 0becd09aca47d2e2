import type { Sandboxes } from '../emulators/start.ts'
import { createAccount } from '../support/sell.ts'

/** One of the companies, and the currency of those who buy there. */
export interface Market {
  /** For the title of a test. */
  readonly where: string
  /** Which of the companies it is. */
  readonly at: number
  /** That of documents there: blank for the company's own. */
  readonly currencyCode: string
  /** What accounts, orders and opportunities say of it. */
  readonly says: Readonly<Record<string, unknown>>
}

/** The first company and its own currency, and the second one and euro. */
export const markets: readonly [Market, Market] = [
  { where: 'in dollars, of a company in dollars', at: 0, currencyCode: '', says: {} },
  { where: 'in euro, of a company in pounds', at: 1, currencyCode: 'EUR', says: { BC_Currency_Code__c: 'EUR' } },
]

/** A new account of the company, in the currency of the market. */
export const openAccount = (
  sandboxes: Pick<Sandboxes, 'salesforce' | 'businessCentral'>,
  { at, says }: Pick<Market, 'at' | 'says'>,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<string> => {
  const BC_Company__c = sandboxes.businessCentral.companies[at]?.name
  return createAccount(sandboxes, name, { BC_Company__c, ...says, ...fields })
}
