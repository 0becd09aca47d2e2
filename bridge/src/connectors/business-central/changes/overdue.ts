import type { Clock } from '../../../engine/clock.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import { createLedger } from '../ledger.ts'

/** What is overdue grows by the day, in whatever time zone the company has: every midnight is followed within six hours. */
const period = 6 * 3600 * 1000

/**
 * Customers who owe something, or have something to their credit, a few times a day: what of it is overdue changes with the
 * calendar alone, which nothing signals. Debt and credit that come to nothing change it as well, on the days on which each falls
 * due, so open entries count besides the figures; and the figures besides the entries, since the set-up of the Analytics API may
 * leave out old ones. One call per thousand customers, and per thousand open entries.
 *
 * @returns the number of changes
 */
export async function pollOverdue(
  client: Client,
  clock: Pick<Clock, 'now'>,
  company: CompanyRef,
  sink: ChangeSink,
): Promise<number> {
  const name = `business-central/${company.id}/overdue`
  const now = String(Math.floor(clock.now() / period))
  if ((await sink.cursor(name)) === now) return 0
  const path =
    inCompany(company, 'customerFinancialDetails') + queryString({ $select: 'id,number,balance,overdueAmount' })
  const rows = await client.rows(path, 'look for what is overdue', 'sweep')
  const open = await createLedger(client, company).customersWithOpenEntries()
  const owes = (row: JsonRow) => Number(row.balance) !== 0 || Number(row.overdueAmount) !== 0
  const changes = rows
    .filter((row) => owes(row) || open.has(textOf(row.number)))
    .map((row) => ({
      entity: customer,
      company: company.id,
      id: textOf(row.id).toLowerCase(),
      kind: 'updated' as const,
      echo: false,
    }))
  await sink.accept(changes, { name, value: now })
  return changes.length
}
