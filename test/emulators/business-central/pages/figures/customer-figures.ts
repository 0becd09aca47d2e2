import { Decimal } from 'decimal.js'
import { customerBalance, customerOverdue } from '../../company/posting-stub.ts'
import type { SandboxCompany } from '../../company/company.ts'
import { customerEntries } from '../../posting/customer-ledger.ts'
import type { Row } from '../../tables.ts'
import type { Page } from '../page.ts'

/** Sales without tax in local currency: what was invoiced less what was credited. */
export const salesOf = (company: SandboxCompany, customerId: string): Decimal =>
  company
    .table(customerEntries)
    .where('customerId', customerId)
    .reduce((total, entry) => total.plus(String(entry['salesLcy'] ?? '0')), new Decimal(0))

/** Balance, sales and overdue amount of each customer, in local currency; overdue as of the day before the work date. */
export const customerFinancialDetails: Page = {
  table: 'customers',
  computed: {
    balance: ({ company }, row) => customerBalance(company, row.id).toString(),
    overdueAmount: ({ company }, row) => customerOverdue(company, row.id, dayBefore(company.workDate())).toString(),
    totalSalesExcludingTax: ({ company }, row) => salesOf(company, row.id).toFixed(),
  },
}

/** A query of the application: sales per customer. The flow filter `dateFilter_FilterOnly` is taken and ignored. */
export const customerSales: Page = {
  source: {
    all: ({ company }) => company.table('customers').all().map((row) => sales(company, row)),
    where: ({ company }, property, value) =>
      company
        .table('customers')
        .where(property === 'customerId' ? 'id' : 'number', value)
        .map((row) => sales(company, row)),
  },
}

const sales = (company: SandboxCompany, row: Row): Row => ({
  id: row.id,
  customerId: row.id,
  customerNumber: row['number'],
  name: row['displayName'],
  totalSalesAmount: salesOf(company, row.id).toFixed(),
})

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
