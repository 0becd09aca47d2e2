import { Decimal } from 'decimal.js'
import { entitySet } from '../../emulators/business-central/entities.ts'
import type { SandboxCompany } from '../../emulators/business-central/index.ts'
import { pageOf } from '../../emulators/business-central/pages/index.ts'
import {
  apply,
  cancelInvoice,
  customerEntries,
  detailedEntries,
  isReversible,
  makeCorrectiveCreditMemo,
  postPayments,
  postRefund,
  recalculate,
  reverse,
  unapply,
} from '../../emulators/business-central/posting/index.ts'
import { defaultSwitches } from '../../emulators/business-central/switches.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { makeRow } from '../../support/make-row.ts'

export type DocumentSet = 'salesOrders' | 'salesInvoices' | 'salesCreditMemos'

/** One line of a document to be. */
export interface SaleLine {
  readonly item: string
  readonly quantity: string
  readonly unitPrice?: string
  readonly discountPercent?: string
}

const lineSets = {
  salesOrders: 'salesOrderLines',
  salesInvoices: 'salesInvoiceLines',
  salesCreditMemos: 'salesCreditMemoLines',
} as const

/**
 * What finance does in one company, straight in the sandbox: every rule of the posting engine applies, and change
 * notifications follow. What Business Central refuses throws its `BusinessError` and changes nothing.
 */
export type Bookkeeper = ReturnType<typeof bookkeeper>

export function bookkeeper(company: SandboxCompany) {
  const context = { company, switches: defaultSwitches }
  const must = (set: string, id: string): Row => {
    const found = company.table(set).get(id)
    if (!found) throw new Error(`${set} has no row ${id}`)
    return found
  }
  const create = (set: string, values: Record<string, unknown>): Row => makeRow(company, set, values)
  const act = (set: DocumentSet, id: string, action: string): Row | undefined => {
    pageOf(entitySet(set)).actions?.[action]?.(context, must(set, id))
    return company.table(set).get(id)
  }
  const item = (number: string): Row => {
    const found = company.table('items').find((each) => each.number === number)
    if (!found) throw new Error(`There is no item ${number}.`)
    return found
  }
  const addLine = (set: DocumentSet, documentId: string, line: SaleLine): Row => {
    const { item: number, ...values } = line
    return create(lineSets[set], { documentId, itemId: item(number).id, ...values })
  }
  let payments = 0
  const givenBack = new Set<string>()
  const edited = new Set<string>()
  const edit = (set: string, id: string, change: Record<string, unknown>): void => {
    const described = entitySet(set)
    const page = pageOf(described)
    company.transaction(() => {
      if (page.update) page.update(context, described, must(set, id), change)
      else company.table(set).update(id, change)
    })
  }

  return {
    company,
    /** A draft with its lines. */
    draft(
      set: DocumentSet,
      customerNumber: string,
      lines: readonly SaleLine[],
      header: Record<string, unknown> = {},
    ): Row {
      return company.transaction(() => {
        const { id } = create(set, { customerNumber, ...header })
        for (const line of lines) addLine(set, id, line)
        return must(set, id)
      })
    },
    addLine,
    removeLine(set: DocumentSet, lineId: string): void {
      const described = entitySet(lineSets[set])
      pageOf(described).remove?.(context, described, must(lineSets[set], lineId))
    },
    linesOf: (set: DocumentSet, documentId: string) =>
      company.table(lineSets[set]).filter((row) => row.documentId === documentId),
    /** Posts a draft invoice or credit memo. */
    post: (set: 'salesInvoices' | 'salesCreditMemos', id: string) => act(set, id, 'post') ?? must(set, id),
    /** Ships and invoices this share of every line of an order (default: all that is left). Returns the new invoice. */
    shipAndInvoice(orderId: string, share = 1): Row | undefined {
      const before = new Set(
        company
          .table('salesInvoices')
          .all()
          .map(({ id }) => id),
      )
      company.transaction(() => {
        if (share < 1) {
          for (const line of company.table('salesOrderLines').filter((row) => row.documentId === orderId)) {
            const left = new Decimal(String(line.quantity)).minus(String(line.shippedQuantity))
            const part = left.times(share).floor().toFixed()
            company.table('salesOrderLines').update(line.id, { shipQuantity: part, invoiceQuantity: part })
          }
          recalculate(company, 'salesOrder', orderId)
        }
        act('salesOrders', orderId, 'shipAndInvoice')
      })
      return company.table('salesInvoices').find(({ id }) => !before.has(id))
    },
    /** Makes a record as a person does. */
    make: (set: string, values: Record<string, unknown>): Row => company.transaction(() => create(set, values)),
    /** Edits a record as a person does: what follows from it follows. */
    edit,
    /** Changes how much of an article a draft invoice bills. */
    editDraft(line: Row, quantity: string): void {
      edit('salesInvoiceLines', line.id, { quantity })
      edited.add(String(line.documentId))
    },
    /** Draft invoices that were changed, what became of them since included. */
    edited: edited as ReadonlySet<string>,
    /** Deletes a record as a person does. */
    remove(set: string, id: string): void {
      const described = entitySet(set)
      const page = pageOf(described)
      company.transaction(() => {
        if (page.remove) page.remove(context, described, must(set, id))
        else company.table(set).delete(id)
      })
    },
    change: (set: string, id: string, change: Record<string, unknown>) => void company.table(set).update(id, change),
    /** Cancels a posted invoice; an order that is still there gets its quantities back, and bills them anew. */
    cancel(invoiceId: string) {
      const order = company.table('salesOrders').get(String(must('salesInvoices', invoiceId).orderId))
      const cancellation = cancelInvoice(company, invoiceId)
      if (order) givenBack.add(invoiceId)
      return cancellation
    },
    /** Invoices that were canceled while their order was still there. */
    givenBack: givenBack as ReadonlySet<string>,
    /** A draft credit memo over the whole invoice. */
    correct: (invoiceId: string) => makeCorrectiveCreditMemo(company, invoiceId),
    /** Posts a cash receipt; applied to an invoice when one is named. Returns the number of its ledger entry. */
    pay(customerNumber: string, amount: string, invoice?: Row, postingDate?: string): number {
      return company.transaction(() => {
        const [journal] = company.table('customerPaymentJournals').all()
        if (!journal) throw new Error('The seed has no payment journal.')
        create('customerPayments', {
          journalId: journal.id,
          customerNumber,
          amount: `-${amount}`,
          documentNumber: `RCPT-${String(++payments).padStart(4, '0')}`,
          ...(postingDate !== undefined && { postingDate }),
          ...(invoice && { appliesToInvoiceId: invoice.id }),
        })
        return Number(postPayments(company, journal.id).at(-1)?.entryNumber)
      })
    },
    /** Gives money back: closes this entry (a credit memo, what was paid too much) as far as it goes, or nothing. */
    refund: (customerId: string, amount: string, entry?: number): number =>
      Number(
        postRefund(company, { customerId, amount, ...(entry !== undefined && { closes: [{ entry, amount }] }) }).entry
          .entryNumber,
      ),
    /** Takes a payment or refund back that was posted by mistake. Returns the number of its mirror image. */
    reverse: (entry: number): number => Number(reverse(company, entry).entryNumber),
    /** Whether an entry may be reversed now: it came from a journal, and nothing is applied to it. */
    isReversible: (entry: number): boolean => isReversible(company, entry),
    /** The number of the ledger entry of a posted document. */
    entryOf(document: Pick<Row, 'id'>): number {
      const entry = company.table(customerEntries).find((row) => row.documentId === document.id)
      if (!entry) throw new Error(`Document ${document.id} has no ledger entry.`)
      return Number(entry.entryNumber)
    },
    apply: (entry: number, appliesTo: number, amount?: string) =>
      apply(company, { entry, appliesTo, ...(amount !== undefined && { amount }) }),
    unapply: (application: number) => {
      unapply(company, application)
    },
    /** Applications of these ledger entries that stand, oldest first. */
    applicationsOf: (entries: ReadonlySet<number>) => [
      ...new Set(
        company
          .table(detailedEntries)
          .filter((row) => row.unapplied !== true && Number(row._application) > 0)
          .filter((row) => entries.has(Number(row.customerLedgerEntryNumber)))
          .map((row) => Number(row._application)),
      ),
    ],
    entries: (customerId: string) => company.table(customerEntries).filter((row) => row.customerId === customerId),
    documents: (set: DocumentSet, customerId: string) =>
      company.table(set).filter((row) => row.customerId === customerId),
  }
}
