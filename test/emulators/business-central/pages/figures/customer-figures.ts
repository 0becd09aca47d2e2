import { agedReceivables, customerBalance, customerOverdue, customerSales as salesOf } from '../../posting/index.ts'
import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Page } from '../page.ts'

/** Balance, sales and overdue amount of each customer, in local currency; what is due today is not overdue. */
export const customerFinancialDetails: Page = {
  table: 'customers',
  computed: {
    balance: ({ company }, row) => customerBalance(company, row.id),
    overdueAmount: ({ company }, row) => customerOverdue(company, row.id, company.workDate()),
    totalSalesExcludingTax: ({ company }, row) => salesOf(company, row.id),
  },
}

/** A query of the application: sales per customer. The flow filter `dateFilter_FilterOnly` is taken and ignored. */
export const customerSales: Page = {
  source: {
    all: ({ company }) =>
      company
        .table('customers')
        .all()
        .map((row) => sales(company, row)),
    where: () => undefined,
  },
}

const sales = (company: SandboxCompany, row: Row): Row => ({
  id: row.id,
  customerId: row.id,
  customerNumber: row['number'],
  name: row['displayName'],
  totalSalesAmount: salesOf(company, row.id),
})

/** Open amounts by how long they are overdue; made when read. */
export const agedAccountsReceivables: Page = {
  source: {
    all: ({ company }) => agedReceivables(company).map((row) => ({ ...row, id: row.customerId })),
    where: ({ company }, property, value) =>
      property === 'customerId'
        ? agedReceivables(company, { customerId: value }).map((row) => ({ ...row, id: row.customerId }))
        : undefined,
  },
}
