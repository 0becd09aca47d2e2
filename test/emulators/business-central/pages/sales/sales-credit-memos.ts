import { postCreditMemo } from '../../company/posting-stub.ts'
import { notSupported } from '../../errors.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page, PageContext } from '../page.ts'
import { salesCreditMemo } from './document-kind.ts'
import { isPosted } from '../../posting/statuses.ts'
import { documentPage } from './document.ts'
import { needsLines } from './needs-lines.ts'
import { send } from './send.ts'

const document = documentPage(salesCreditMemo)
const self = (row: Row) => ({ set: 'salesCreditMemos', id: row.id })

const post = ({ company }: PageContext, row: Row): void => {
  if (isPosted(row)) throw new BusinessError(`The sales credit memo ${String(row['number'])} has already been posted.`)
  needsLines(company, salesCreditMemo, row.id)
  postCreditMemo(company, row.id)
}

export const salesCreditMemos: Page = {
  ...document,
  computed: {
    ...document.computed,
    invoiceId: ({ company }, row) => {
      const number = row['invoiceNumber']
      const invoice = typeof number === 'string' && number !== '' ? company.table('salesInvoices').where('number', number)[0] : undefined
      return invoice?.id ?? noGuid
    },
  },
  actions: {
    post: (context, row) => {
      post(context, row)
      return self(row)
    },
    postAndSend: (context, row) => {
      post(context, row)
      return { ...self(row), afterwards: () => send(context, salesCreditMemo, row) }
    },
    send: (context, row) => {
      send(context, salesCreditMemo, row)
      return self(row)
    },
    cancel: () => {
      throw notSupported('cancelling a posted credit memo')
    },
    cancelAndSend: () => {
      throw notSupported('cancelling a posted credit memo')
    },
  },
}
