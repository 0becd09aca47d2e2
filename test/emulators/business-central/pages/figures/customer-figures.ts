import { agedReceivables, customerBalance, customerOverdue, customerSales as salesOf } from '../../posting/index.ts'
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

/** Open amounts by how long they are overdue; made when read. */
export const agedAccountsReceivables: Page = {
  orderedBy: 'customerNumber',
  source: {
    all: ({ company }) => agedReceivables(company).map((row) => ({ ...row, id: row.customerId })),
    where: ({ company }, property, value) =>
      property === 'customerId'
        ? agedReceivables(company, { customerId: value }).map((row) => ({ ...row, id: row.customerId }))
        : undefined,
  },
}
