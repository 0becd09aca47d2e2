import type { SandboxCompany } from '../../emulators/business-central/index.ts'
import { entitySet } from '../../emulators/business-central/entities.ts'
import { pageOf } from '../../emulators/business-central/pages/index.ts'
import {
  apply,
  customerEntries,
  detailedEntries,
  postPayments,
  unapply,
} from '../../emulators/business-central/posting/index.ts'
import { defaultSwitches } from '../../emulators/business-central/switches.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { makeRow } from '../../support/make-row.ts'

/** What people do in Business Central, without any call of the API. */
export interface Finance {
  /** A row by a property, such as its number. */
  row(set: string, property: string, value: string): Row
  /** A document with lines `[item number, quantity]`. */
  make(set: 'salesOrders' | 'salesInvoices', customer: string, lines: readonly (readonly [string, string])[]): Row
  /** Runs a bound action: `post`, `shipAndInvoice`. */
  act(set: 'salesOrders' | 'salesInvoices', id: string, action: string): void
  change(set: string, id: string, change: Record<string, unknown>): void
  /** Posts a payment; applied to an invoice when one is named. Returns the number of its customer ledger entry. */
  pay(customer: string, amount: string, invoice?: Row): number
  /** The number of the customer ledger entry of a posted document. */
  entryOf(documentNumber: string): number
  /** Applies an open entry to another: the first does the applying. */
  apply(entry: number, appliesTo: number, amount?: string): void
  /** Takes back the newest application. */
  unapplyLast(): void
}

const lineSets = { salesOrders: 'salesOrderLines', salesInvoices: 'salesInvoiceLines' } as const

export function finance(company: SandboxCompany): Finance {
  const context = { company, switches: defaultSwitches }
  const row: Finance['row'] = (set, property, value) => {
    const found = company.table(set).find((each) => each[property] === value)
    if (!found) throw new Error(`${set} has no row whose ${property} is ${value}`)
    return found
  }
  const create = (set: string, values: Record<string, unknown>): Row => makeRow(company, set, values)
  const newestEntry = (): Row => {
    const newest = company.table(customerEntries).all().at(-1)
    if (!newest) throw new Error('there is no customer ledger entry')
    return newest
  }
  let payments = 0
  return {
    row,
    make(set, customer, lines) {
      const header = create(set, { customerNumber: customer })
      for (const [number, quantity] of lines) {
        create(lineSets[set], { documentId: header.id, itemId: row('items', 'number', number).id, quantity })
      }
      return company.table(set).get(header.id) ?? header
    },
    act(set, id, action) {
      const document = company.table(set).get(id)
      if (!document) throw new Error(`${set} has no row ${id}`)
      pageOf(entitySet(set)).actions?.[action]?.(context, document)
    },
    change: (set, id, change) => void company.table(set).update(id, change),
    pay(customer, amount, invoice) {
      const [journal] = company.table('customerPaymentJournals').all()
      if (!journal) throw new Error('the seed has no payment journal')
      create('customerPayments', {
        journalId: journal.id,
        customerNumber: customer,
        amount: `-${amount}`,
        documentNumber: `PAY-${++payments}`,
        ...(invoice && { appliesToInvoiceId: invoice.id }),
      })
      postPayments(company, journal.id)
      return Number(newestEntry().entryNumber)
    },
    entryOf: (number) => Number(row(customerEntries, 'documentNumber', number).entryNumber),
    apply: (entry, appliesTo, amount) =>
      void apply(company, { entry, appliesTo, ...(amount !== undefined && { amount }) }),
    unapplyLast() {
      const applications = company
        .table(detailedEntries)
        .all()
        .map((each) => Number(each._application ?? 0))
      unapply(company, Math.max(...applications))
    },
  }
}
