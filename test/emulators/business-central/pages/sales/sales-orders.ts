import { shipAndInvoice } from '../../posting/index.ts'
import type { Page } from '../page.ts'
import { salesOrder } from './document-kind.ts'
import { documentPage } from './document.ts'

/** Orders have one action, and it posts shipment and invoice together. */
export const salesOrders: Page = {
  ...documentPage(salesOrder),
  actions: {
    shipAndInvoice: ({ company }, row) => {
      const { invoice } = shipAndInvoice(company, row.id)
      return invoice ? { set: 'salesInvoices', id: invoice.id } : { set: 'salesOrders', id: row.id }
    },
  },
}
