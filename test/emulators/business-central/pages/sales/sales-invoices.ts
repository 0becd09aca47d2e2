import {
  cancelInvoice,
  makeCorrectiveCreditMemo,
  postInvoice,
  remainingAmount,
} from '../../company/posting-stub.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Page, PageContext } from '../page.ts'
import { salesInvoice } from './document-kind.ts'
import { isPosted } from '../../posting/statuses.ts'
import { documentPage } from './document.ts'
import { needsLines } from './needs-lines.ts'
import { send } from './send.ts'

const document = documentPage(salesInvoice)

const post = ({ company }: PageContext, row: Row): void => {
  if (isPosted(row)) throw new BusinessError(`The sales invoice ${String(row['number'])} has already been posted.`)
  needsLines(company, salesInvoice, row.id)
  postInvoice(company, row.id)
}
const posted = (row: Row): void => {
  if (!isPosted(row)) throw new BusinessError(`The sales invoice ${String(row['number'])} has not been posted.`)
}
const self = (row: Row) => ({ set: 'salesInvoices', id: row.id })

export const salesInvoices: Page = {
  ...document,
  computed: {
    ...document.computed,
    remainingAmount: ({ company }, row) => remainingAmount(company, row).toString(),
  },
  actions: {
    post: (context, row) => {
      post(context, row)
      return self(row)
    },
    // Posting is committed before the mail is tried: a mail problem gives an error although the invoice is posted.
    postAndSend: (context, row) => {
      post(context, row)
      return { ...self(row), afterwards: () => send(context, salesInvoice, row) }
    },
    send: (context, row) => {
      send(context, salesInvoice, row)
      return self(row)
    },
    cancel: ({ company }, row) => {
      posted(row)
      cancelInvoice(company, row.id)
      return self(row)
    },
    cancelAndSend: (context, row) => {
      posted(row)
      cancelInvoice(context.company, row.id)
      return { ...self(row), afterwards: () => send(context, salesInvoice, row) }
    },
    makeCorrectiveCreditMemo: ({ company }, row) => {
      posted(row)
      makeCorrectiveCreditMemo(company, row.id)
      return undefined
    },
  },
}
