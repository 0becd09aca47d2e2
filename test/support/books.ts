import { Accountant } from '../demo/accountant.ts'
import { tokenFor } from '../demo/token.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import type { Sandboxes } from '../emulators/start.ts'

/** The books of one Business Central company: what stands in them, straight from the sandbox, and what finance does. */
export interface Books {
  readonly companyId: string
  readonly accountant: Accountant
  items(): readonly Row[]
  readonly customers: (name: string) => readonly Row[]
  /** Sales orders that carry a Salesforce id in their external document number. */
  salesOrders(orderId: string): readonly Row[]
  /** Invoices that were made from a sales order. */
  salesInvoices(salesOrderId: string): readonly Row[]
  invoice(number: string): Row
  linesOf(set: 'salesOrderLines' | 'salesInvoiceLines', documentId: string): readonly Row[]
  shipAndInvoice(salesOrderId: string): Promise<void>
  /** Posts a cash receipt applied to the invoice. */
  pay(invoiceNumber: string, amount: string): Promise<void>
}

export function booksOf(sandboxes: Sandboxes, index = 0): Books {
  const { businessCentral, entra } = sandboxes
  const { id } = businessCentral.companies[index] ?? { id: '' }
  const company = businessCentral.company(id)
  const office = entra.addApp()
  const app = { clientId: office.clientId, clientSecret: office.secrets[0]?.value ?? '' }
  const accountant = new Accountant(sandboxes.description.businessCentral, id, tokenFor(entra.authority, app))
  const invoice = (number: string): Row => {
    const found = company.table('salesInvoices').find((row) => row.number === number)
    if (!found) throw new Error(`There is no invoice ${number}.`)
    return found
  }
  let receipts = 0
  return {
    companyId: id,
    accountant,
    items: () => company.table('items').all(),
    customers: (name) => company.table('customers').filter((row) => row.displayName === name),
    salesOrders: (orderId) =>
      company.table('salesOrders').filter((row) => String(row.externalDocumentNumber).endsWith(orderId.toUpperCase())),
    salesInvoices: (salesOrderId) => company.table('salesInvoices').filter((row) => row.orderId === salesOrderId),
    invoice,
    linesOf: (set, documentId) => company.table(set).filter((row) => row.documentId === documentId),
    shipAndInvoice: (salesOrderId) => accountant.shipAndInvoice(salesOrderId),
    async pay(number, amount) {
      const { id: invoiceId, customerNumber } = invoice(number)
      await accountant.registerPayment(
        { id: invoiceId, customerNumber: String(customerNumber) },
        amount,
        `RCPT-${String(++receipts).padStart(4, '0')}`,
      )
    },
  }
}
