import type { Company } from '../tables.ts'
import { rowsWhere, text } from './read-row.ts'

/** What a posting needs an account for. */
export type AccountRole =
  'receivables' | 'sales' | 'salesTax' | 'costOfGoodsSold' | 'inventory' | 'bank' | 'realizedGains' | 'realizedLosses'

/**
 * The accounts used when the company's `_postingSetup` row does not name one: the first of the chart of accounts that
 * exists. A seed that has these numbers needs no set-up row.
 */
export const usualAccounts: Readonly<Record<AccountRole, readonly string[]>> = {
  receivables: ['10400', '2310'],
  sales: ['40100', '6110'],
  salesTax: ['22100', '5610'],
  costOfGoodsSold: ['50100', '7190'],
  inventory: ['10700', '2110'],
  bank: ['10100', '2920'],
  realizedGains: ['80500', '9330'],
  realizedLosses: ['80600', '9340'],
}

/** The account number for a role: the one of `_postingSetup` (`receivablesAccount`, …), else a usual one. */
export function accountFor(company: Pick<Company, 'table'>, role: AccountRole): string {
  const setup = company.table('_postingSetup').all()[0]
  const named = setup ? text(setup, `${role}Account`) : ''
  if (named !== '') return named
  const [first = ''] = usualAccounts[role]
  return usualAccounts[role].find((number) => rowsWhere(company, 'accounts', 'number', number).length > 0) ?? first
}
