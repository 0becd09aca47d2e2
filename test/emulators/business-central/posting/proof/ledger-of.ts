import { documentStatus } from '../statuses.ts'
import { customerBalance } from '../customer-balances.ts'
import { customerEntries } from '../customer-ledger.ts'
import { decimal, stored, sum } from '../money.ts'
import type { Company } from '../../tables.ts'
import { text } from '../read-row.ts'

/**
 * Everything about the books that a posting moves and its undoing has to bring back: what is left of each entry, every
 * document's status, every customer's balance, every account's. `entries` limits it to those that were there before.
 */
export function ledgerOf(company: Company, entries = Number.MAX_SAFE_INTEGER): Record<string, string> {
  const remaining = company
    .table(customerEntries)
    .filter((row) => Number(row['entryNumber']) <= entries)
    .map((row) => [
      `entry ${String(row['entryNumber'])}`,
      `${text(row, 'remainingAmount')} ${text(row, 'remainingAmountLcy')}`,
    ])
  const statuses = ['salesInvoices', 'salesCreditMemos'].flatMap((table) =>
    company
      .table(table)
      .all()
      .map((row) => [`${table} ${text(row, 'number')}`, documentStatus(company, row)]),
  )
  const balances = company
    .table('customers')
    .all()
    .map((row) => [`customer ${text(row, 'number')}`, customerBalance(company, row.id)])
  const byAccount = Map.groupBy(company.table('generalLedgerEntries').all(), (row) => text(row, 'accountNumber'))
  const accounts = [...byAccount].flatMap(([number, rows]) => {
    const balance = sum(rows.map((row) => decimal(row['debitAmount']).minus(decimal(row['creditAmount']))))
    return balance.isZero() ? [] : [[`account ${number}`, stored(balance)]]
  })
  return Object.fromEntries([...remaining, ...statuses, ...balances, ...accounts]) as Record<string, string>
}
