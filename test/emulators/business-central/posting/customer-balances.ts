import type { Company, Row } from '../tables.ts'
import { customerEntries } from './customer-ledger.ts'
import { decimal, stored, sum } from './money.ts'
import { rowsWhere, text } from './read-row.ts'

/** Open ledger entries of a customer, oldest first. */
export const openEntries = (company: Pick<Company, 'table'>, customerId: string): readonly Row[] =>
  rowsWhere(company, customerEntries, 'customerId', customerId).filter((entry) => entry['open'] === true)

const total = (entries: readonly Row[], property: string): string =>
  stored(sum(entries.map((entry) => decimal(entry[property]))))

/** What a customer owes (negative: has to his credit), in the company's currency, as a decimal string. */
export const customerBalance = (company: Pick<Company, 'table'>, customerId: string): string =>
  total(openEntries(company, customerId), 'remainingAmountLcy')

/**
 * What of it fell due before `asOf` (`YYYY-MM-DD`). BC counts against the day before its work date, so a document due
 * today is not overdue when `asOf` is the work date.
 */
export const customerOverdue = (company: Pick<Company, 'table'>, customerId: string, asOf: string): string =>
  total(
    openEntries(company, customerId).filter((entry) => text(entry, 'dueDate') < asOf),
    'remainingAmountLcy',
  )

/** Posted sales without tax, less credit memos, in the company's currency: `totalSalesExcludingTax`. */
export const customerSales = (company: Pick<Company, 'table'>, customerId: string): string =>
  total(rowsWhere(company, customerEntries, 'customerId', customerId), 'salesLcy')
