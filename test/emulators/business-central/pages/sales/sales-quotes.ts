import { BusinessError, type Row } from '../../tables.ts'
import type { Page, PageContext } from '../page.ts'
import { convertQuote } from './convert-quote.ts'
import { salesInvoice, salesOrder, salesQuote, type DocumentKind } from './document-kind.ts'
import { documentPage } from './document.ts'
import { send } from './send.ts'

const make = (target: DocumentKind) => (context: PageContext, row: Row) => {
  const lines = context.company.table(salesQuote.lines).where('documentId', row.id)
  if (lines.length === 0) throw new BusinessError('The sales quote has no lines.')
  return convertQuote(context, row, target)
}

export const salesQuotes: Page = {
  ...documentPage(salesQuote),
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
