import { cancelInvoice, makeCorrectiveCreditMemo, postInvoice, remainingAmount } from '../../posting/index.ts'
import { referred } from '../../posting/read-row.ts'
import { BusinessError, type Company, type Row } from '../../tables.ts'
import type { Page } from '../page.ts'
import { salesInvoice } from './document-kind.ts'
import { documentPage } from './document.ts'
import { send } from './send.ts'

const document = documentPage(salesInvoice)

const self = (row: Row) => ({ set: 'salesInvoices', id: row.id })

/**
 * While the order of an invoice is still there, the application asks whether a credit memo is really to be made: there is
 * nobody to ask in a web service. It is the last thing that it does before it makes one.
 * [base application, codeunit Correct Posted Sales Invoice: CreateCreditMemoCopyDocument]
 *
 * @throws BusinessError 400 `Application_CallbackNotAllowed`
 */
function refuseToAsk(company: Pick<Company, 'table'>, invoice: Row): void {
  if (!referred(company, 'salesOrders', invoice, 'orderId')) return
  throw new BusinessError(
    'The server attempted to issue a client callback to show a confirmation dialog box: The invoice was posted from an ' +
      'order. A Sales Credit memo will be created which you complete and post manually. Client callbacks are not supported.',
    'Application_CallbackNotAllowed',
  )
}

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
    makeCorrectiveCreditMemo: ({ company, switches }, row) => {
      // In one transaction, so that a question takes back what was made: it comes after every other refusal.
      company.transaction(() => {
        makeCorrectiveCreditMemo(company, row.id)
        if (switches.correctiveMemoOfOrder === 'asks') refuseToAsk(company, row)
      })
      return undefined
    },
  },
}
