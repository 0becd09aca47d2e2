import { cancelCreditMemo, postCreditMemo } from '../../posting/index.ts'
import type { Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page } from '../page.ts'
import { salesCreditMemo } from './document-kind.ts'
import { documentPage } from './document.ts'
import { send } from './send.ts'

const document = documentPage(salesCreditMemo)
const self = (row: Row) => ({ set: 'salesCreditMemos', id: row.id })

export const salesCreditMemos: Page = {
  ...document,
  computed: {
    ...document.computed,
    invoiceId: ({ company }, row) => {
      const number = row['invoiceNumber']
      const invoice =
        typeof number === 'string' && number !== ''
          ? company.table('salesInvoices').where('number', number)[0]
          : undefined
      return invoice?.id ?? noGuid
    },
  },
  actions: {
    post: (context, row) => {
      postCreditMemo(context.company, row.id)
      return self(row)
    },
    postAndSend: (context, row) => {
      postCreditMemo(context.company, row.id)
      return { ...self(row), afterwards: () => send(context, salesCreditMemo, row) }
    },
    send: (context, row) => {
      send(context, salesCreditMemo, row)
      return self(row)
    },
    cancel: ({ company }, row) => ({ set: 'salesInvoices', id: cancelCreditMemo(company, row.id).invoice.id }),
    cancelAndSend: (context, row) => ({
      set: 'salesInvoices',
      id: cancelCreditMemo(context.company, row.id).invoice.id,
      afterwards: () => send(context, salesCreditMemo, row),
    }),
  },
}
