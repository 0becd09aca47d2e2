import type { Clock } from '../../../engine/clock.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { customer } from '../entities.ts'

/** What is overdue grows by the day, in whatever time zone the company has: every midnight is followed within six hours. */
const period = 6 * 3600 * 1000

/**
 * Customers who owe something, or have something to their credit, a few times a day: what of it is overdue changes with the
 * calendar alone, which nothing signals. One call per thousand customers.
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
  const path = inCompany(company, 'customerFinancialDetails') + queryString({ $select: 'id,balance,overdueAmount' })
  const rows = await client.rows(path, 'look for what is overdue', 'sweep')
  const changes = rows
    .filter((row) => Number(row.balance) !== 0 || Number(row.overdueAmount) !== 0)
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
