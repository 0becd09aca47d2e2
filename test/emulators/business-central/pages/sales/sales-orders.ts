import { shipAndInvoice } from '../../posting/index.ts'
import { dimensionsOf, setDimension } from '../dimensions/document-dimensions.ts'
import type { Page } from '../page.ts'
import { salesInvoice, salesOrder } from './document-kind.ts'
import { documentPage } from './document.ts'

export const salesOrders: Page = {
  ...documentPage(salesOrder),
  actions: {
    shipAndInvoice: ({ company }, row) => {
      const before = new Set(
        company
          .table('salesInvoices')
          .where('orderId', row.id)
          .map((invoice) => invoice.id),
      )
      const dimensions = dimensionsOf(company, row.id)
      shipAndInvoice(company, row.id)
      const made = company
        .table('salesInvoices')
        .where('orderId', row.id)
        .find((invoice) => !before.has(invoice.id))
      if (made)
        for (const entry of dimensions)
          setDimension(
            company,
            salesInvoice.dimensionParent,
            made.id,
            String(entry['dimensionId']),
            String(entry['valueId']),
          )
      return made ? { set: 'salesInvoices', id: made.id } : { set: 'salesOrders', id: row.id }
    },
  },
}
