import { BusinessError, type Company } from '../tables.ts'
import { cancelCreditMemo } from './cancel-credit-memo.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { makeCorrectiveCreditMemo } from './corrective-credit-memo.ts'
import { invoiceOrder, shipOrder } from './order-parts.ts'
import { postCreditMemo } from './post-credit-memo.ts'
import { postInvoice } from './post-invoice.ts'
import { shipAndInvoice } from './post-order.ts'
import { reverse } from './reverse.ts'

/** What may be done to a thing as it now stands; more is never needed than its id (or the number of a ledger entry). */
const moves = {
  salesOrders: { shipOrder, invoiceOrder, shipAndInvoice },
  salesInvoices: { postInvoice, cancelInvoice, makeCorrectiveCreditMemo },
  salesCreditMemos: { postCreditMemo, cancelCreditMemo },
} as const

/** Thrown to take a trial back. */
const trial = new Error('Only a trial')

/** Does it, takes it back, and says whether it went through. Nobody is told of anything. */
function isAllowed(company: Company, move: () => unknown): boolean {
  try {
    company.transaction(() => {
      move()
      throw trial
    })
  } catch (error) {
    if (error === trial) return true
    if (error instanceof BusinessError) return false
    throw error
  }
  return false
}

/** Names of the postings that this document would take now, as this folder exports them. */
export const legalMoves = (company: Company, set: keyof typeof moves, id: string): string[] =>
  Object.entries(moves[set]).flatMap(([name, move]) =>
    isAllowed(company, () => (move as (company: Company, id: string) => unknown)(company, id)) ? [name] : [],
  )

/** Would a reversal of this customer ledger entry go through now? */
export const isReversible = (company: Company, entryNumber: number): boolean =>
  isAllowed(company, () => reverse(company, entryNumber))
