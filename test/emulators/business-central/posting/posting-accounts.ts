import type { Company } from '../tables.ts'
import { rowsWhere, text } from './read-row.ts'

/**
 * The accounts used when the company's `_postingSetup` row does not name one: the first of the chart of accounts that
 * exists. A seed that has these numbers needs no set-up row.
 */
export const usualAccounts = {
  receivables: ['10400', '2310'],
  payables: ['20100', '5410'],
  sales: ['40100', '6110'],
  salesTax: ['22100', '5610'],
  prepayments: ['22200', '5360'],
  costOfGoodsSold: ['50100', '7190'],
  inventory: ['10700', '2110'],
  bank: ['10100', '2920'],
  fixedAssetSales: ['81000', '8840'],
  paymentDiscounts: ['40910', '9250'],
  paymentTolerance: ['40920', '9260'],
  applicationRounding: ['40930', '9150'],
  rounding: ['40930', '9140', '9150'],
  unrealizedGains: ['80300', '9310'],
  unrealizedLosses: ['80400', '9320'],
  realizedGains: ['80500', '9330'],
  realizedLosses: ['80600', '9340'],
} as const satisfies Record<string, readonly string[]>

/** What a posting needs an account for. */
export type AccountRole = keyof typeof usualAccounts

/** Where what an application realizes or gives away goes, by the type of its detailed row. */
export const detailedAccounts = {
  Unrealized_x0020_Gain: 'unrealizedGains',
  Unrealized_x0020_Loss: 'unrealizedLosses',
  Realized_x0020_Gain: 'realizedGains',
  Realized_x0020_Loss: 'realizedLosses',
  Payment_x0020_Discount: 'paymentDiscounts',
  Payment_x0020_Tolerance: 'paymentTolerance',
  Appln_x002E__x0020_Rounding: 'applicationRounding',
  Correction_x0020_of_x0020_Remaining_x0020_Amount: 'rounding',
} as const satisfies Record<string, AccountRole>

/** The account number for a role: the one of `_postingSetup` (`receivablesAccount`, …), else a usual one. */
export function accountFor(company: Pick<Company, 'table'>, role: AccountRole): string {
  const setup = company.table('_postingSetup').all()[0]
  const named = setup ? text(setup, `${role}Account`) : ''
  if (named !== '') return named
  const usual: readonly string[] = usualAccounts[role]
  const [first = ''] = usual
  return usual.find((number) => rowsWhere(company, 'accounts', 'number', number).length > 0) ?? first
}
