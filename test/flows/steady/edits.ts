import { update } from '../deals.ts'
import type { Trade } from './trade.ts'

/** The records of a flow, and an edit of one of them that the flow has to carry over: a new one each time. */
export interface Edited {
  readonly records: (trade: Trade) => readonly string[]
  readonly edit: (trade: Trade, record: string, time: number) => void
}

type Records = (trade: Trade) => readonly string[]

/** A field of the record itself, in Salesforce. */
const inSalesforce = (object: string, records: Records, field: (time: number) => Record<string, unknown>): Edited => ({
  records,
  edit: ({ test }, record, time) => void update(test.sandboxes, object, record, field(time)),
})

/** A property of the row itself, in Business Central. */
const inBooks = (set: string, records: Records, property: (time: number) => Record<string, unknown>): Edited => ({
  records,
  edit: ({ books }, record, time) => {
    books.change(set, record, property(time))
  },
})

const items: Records = ({ books }) =>
  books.company
    .table('items')
    .filter((row) => String(row.number).startsWith('T-'))
    .map(({ id }) => id)

/** What was made of these records, by the reference on it. */
const madeOf =
  (set: string, records: Records): Records =>
  (trade) => {
    const documents = trade.books.company.table(set).all()
    return records(trade).map((record) => {
      const made = documents.find((row) => String(row.externalDocumentNumber).endsWith(record.toUpperCase()))
      if (!made) throw new Error(`${record} has made nothing among the ${set}.`)
      return made.id
    })
  }

const vendors: Records = ({ books }) =>
  books.company
    .table('vendors')
    .filter((row) => String(row.displayName).startsWith('Maker '))
    .map(({ id }) => id)

const day = (time: number) => `2026-12-${String((time % 28) + 1).padStart(2, '0')}`

const renumbered = (set: string, records: Records): Edited => ({
  records,
  edit: ({ books }, record, time) => {
    books.change(set, record, { number: `${record.slice(0, 8)}-${time}`.toUpperCase() })
  },
})

/** A part of the first line of an order leaves the house. */
const shipped = (records: Records): Edited => ({
  records,
  edit: ({ books }, record, time) => {
    const [line] = books.linesOf('salesOrders', record)
    books.change('salesOrderLines', line?.id ?? '', { shippedQuantity: String(1 + (time % 2)) })
  },
})

/** How the records of each flow are changed. A flow that is not among them fails the test of steady state. */
export const edits: Readonly<Record<string, Edited>> = {
  'item-to-product': inBooks('items', items, (time) => ({ displayName: `Thing ${time}` })),
  'item-to-pricebook-entry': inBooks('items', items, (time) => ({ unitPrice: String(20 + time) })),
  'item-to-company-price': inBooks('items', items, (time) => ({ unitPrice: String(40 + time) })),
  'item-stock-to-product': inBooks('items', items, (time) => ({ inventory: String(5 + time) })),
  'account-to-customer': inSalesforce(
    'Account',
    ({ accounts }) => accounts,
    (time) => ({ BillingCity: `Town ${time}` }),
  ),
  'customer-to-account': inBooks(
    'customers',
    ({ customers }) => customers,
    (time) => ({ creditLimit: String(time) }),
  ),
  'customer-to-billing-customer': inBooks(
    'customers',
    ({ customers }) => customers,
    (time) => ({ creditLimit: String(500 + time) }),
  ),
  'contact-to-contact-person': inSalesforce(
    'Contact',
    ({ contacts }) => contacts,
    (time) => ({ Title: `Buyer ${time}` }),
  ),
  'contact-person-to-contact': inBooks(
    'contacts',
    ({ persons }) => persons,
    (time) => ({ jobTitle: `Clerk ${time}` }),
  ),
  'account-to-vendor': inSalesforce(
    'Account',
    ({ suppliers }) => suppliers,
    (time) => ({ BillingCity: `Town ${time}` }),
  ),
  'vendor-to-account': renumbered('vendors', vendors),
  'order-to-sales-order': inSalesforce(
    'Order',
    ({ orders }) => orders,
    (time) => ({ BC_Requested_Delivery_Date__c: day(time) }),
  ),
  'opportunity-to-sales-quote': inSalesforce(
    'Opportunity',
    ({ quoted }) => quoted,
    (time) => ({ CloseDate: day(time) }),
  ),
  'opportunity-to-sales-order': inSalesforce(
    'Opportunity',
    ({ ordered }) => ordered,
    (time) => ({ CloseDate: day(time) }),
  ),
  'opportunity-to-sales-invoice': inSalesforce(
    'Opportunity',
    ({ billed }) => billed,
    (time) => ({ CloseDate: day(time) }),
  ),
  'sales-order-to-order': shipped(madeOf('salesOrders', ({ orders }) => orders)),
  'sales-order-to-opportunity': shipped(madeOf('salesOrders', ({ ordered }) => ordered)),
  'sales-quote-to-opportunity': renumbered(
    'salesQuotes',
    madeOf('salesQuotes', ({ quoted }) => quoted),
  ),
  'sales-invoice-to-opportunity': renumbered(
    'salesInvoices',
    madeOf('salesInvoices', ({ billed }) => billed),
  ),
  'invoice-to-billing-invoice': inBooks(
    'salesInvoices',
    ({ invoices }) => invoices,
    (time) => ({ dueDate: day(time) }),
  ),
  'credit-memo-to-billing-invoice': inBooks(
    'salesCreditMemos',
    ({ memos }) => memos,
    (time) => ({ dueDate: day(time) }),
  ),
  'payment-to-billing-payment': {
    records: ({ payments }) => payments.map(String),
    edit: ({ books, invoices, payments }, record) => {
      const at = payments.indexOf(Number(record))
      books.apply(Number(record), books.entryOf({ id: invoices[at] ?? '' }), '1')
    },
  },
}
