import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import type { Page, PageContext } from '../page.ts'
import { convertQuote } from './convert-quote.ts'
import { salesInvoice, salesOrder, salesQuote, type DocumentKind } from './document-kind.ts'
import { documentPage } from './document.ts'
import { quoteStatus } from './quote-status.ts'
import { send } from './send.ts'

const make = (target: DocumentKind) => (context: PageContext, row: Row) => {
  const lines = context.company.table(salesQuote.lines).where('documentId', row.id)
  if (lines.length === 0) throw new BusinessError('The sales quote has no lines.')
  return convertQuote(context, row, target)
}

const document = documentPage(salesQuote)

/** Sending dates a quote. The page takes the date from a client and keeps it nowhere. [page APIV2 - Sales Quotes] */
const withoutSentDate = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'sentDate'))

export const salesQuotes: Page = {
  ...document,
  computed: { ...document.computed, status: quoteStatus },
  create: (context, set, values) => document.create(context, set, withoutSentDate(values)),
  update: (context, set, row, change) => document.update(context, set, row, withoutSentDate(change)),
  state: () => 'draft',
  actions: {
    send: (context, row) => {
      send(context, salesQuote, row)
      const sentDate = new Date(`${context.company.workDate()}T00:00:00Z`).toISOString()
      context.company.table('salesQuotes').update(row.id, { status: 'Sent', sentDate })
      return undefined
    },
    makeOrder: make(salesOrder),
    makeInvoice: make(salesInvoice),
  },
}
