import { cancelInvoice, makeCorrectiveCreditMemo, postInvoice, remainingAmount } from '../../posting/index.ts'
import type { Row } from '../../tables.ts'
import type { Page } from '../page.ts'
import { salesInvoice } from './document-kind.ts'
import { documentPage } from './document.ts'
import { send } from './send.ts'

const document = documentPage(salesInvoice)

const self = (row: Row) => ({ set: 'salesInvoices', id: row.id })

export const salesInvoices: Page = {
  ...document,
  computed: {
    ...document.computed,
    remainingAmount: ({ company }, row) => remainingAmount(company, row),
  },
  actions: {
    post: (context, row) => {
      postInvoice(context.company, row.id)
      return self(row)
    },
    // Posting is committed before the mail is tried: a mail problem gives an error although the invoice is posted.
    postAndSend: (context, row) => {
      postInvoice(context.company, row.id)
      return { ...self(row), afterwards: () => send(context, salesInvoice, row) }
    },
    send: (context, row) => {
      send(context, salesInvoice, row)
      return self(row)
    },
    cancel: ({ company }, row) => {
      cancelInvoice(company, row.id)
      return self(row)
    },
    cancelAndSend: (context, row) => {
      cancelInvoice(context.company, row.id)
      return { ...self(row), afterwards: () => send(context, salesInvoice, row) }
    },
    makeCorrectiveCreditMemo: ({ company }, row) => {
      makeCorrectiveCreditMemo(company, row.id)
      return undefined
    },
  },
}
