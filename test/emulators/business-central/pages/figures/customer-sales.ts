import { Decimal } from 'decimal.js'
import type { SandboxCompany } from '../../company/company.ts'
import type { DateRange } from '../../odata/flow-filter.ts'
import type { Row } from '../../tables.ts'
import { text } from '../../wire/text.ts'
import type { Page } from '../page.ts'

/**
 * A query of the application: posted sales per customer, without tax, in the company's currency. `dateFilter_FilterOnly`
 * says over which posting dates. [base application, query APIV2 - Customer Sales]
 */
export const customerSales: Page = {
  orderedBy: 'customerNumber',
  source: {
    all: ({ company, range = {} }) =>
      company
        .table('customers')
        .all()
        .map((row) => shown(company, row, range)),
    where: () => undefined,
  },
}

const shown = (company: SandboxCompany, row: Row, range: DateRange): Row => ({
  id: row.id,
  customerId: row.id,
  customerNumber: row['number'],
  name: row['displayName'],
  totalSalesAmount: company
    .table('_customerLedgerEntries')
    .where('customerId', row.id)
    .filter((entry) => {
      const day = text(entry, 'postingDate')
      return day >= (range.from ?? '') && day <= (range.to ?? '9999-12-31')
    })
    .reduce((sum, entry) => sum.plus(text(entry, 'salesLcy', '0')), new Decimal(0))
    .toFixed(),
})
