import { Decimal } from 'decimal.js'
import type { SandboxCompany } from '../company/company.ts'
import { entitySet } from '../entities.ts'
import { pageOf } from '../pages/index.ts'
import type { PageContext } from '../pages/page.ts'
import { resolveReferences } from '../pages/resolve-references.ts'
import { addFormula, postPayments } from '../posting/index.ts'
import { defaultSwitches } from '../switches.ts'
import type { Row } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'
import { fixedId } from './fixed-id.ts'
import type { SeedDocument } from './seed-file.ts'

const sets = { quote: 'salesQuotes', order: 'salesOrders', invoice: 'salesInvoices' } as const
const lines = { quote: 'salesQuoteLines', order: 'salesOrderLines', invoice: 'salesInvoiceLines' } as const
const dates = { quote: 'documentDate', order: 'orderDate', invoice: 'invoiceDate' } as const

/** Makes the documents of a seed the way a client would, and posts what is to be posted. */
export function plantDocuments(company: SandboxCompany, documents: readonly SeedDocument[]): void {
  const context: PageContext = { company, switches: defaultSwitches }
  const posted: string[] = []
  const make = (set: string, values: Values): Row => {
    const described = entitySet(set)
    const page = pageOf(described)
    const row = page.create?.(context, described, resolveReferences(context, described, values))
    if (!row) throw new Error(`${set} cannot be made`)
    page.created?.(context, row)
    return row
  }
  documents.forEach((document, index) => {
    const day = addFormula(company.workDate(), `-${document.daysAgo}D`)
    if (document.what === 'payment') {
      const journal = company.table('customerPaymentJournals').all()[0]
      const invoice = company.table('salesInvoices').get(posted[document.invoice - 1] ?? '')
      if (!journal || !invoice) throw new Error(`payment ${index + 1} of the seed has no journal or invoice`)
      make('customerPayments', {
        journalId: journal.id,
        customerId: invoice['billToCustomerId'],
        postingDate: day,
        amount: new Decimal(document.amount).neg().toFixed(),
        appliesToInvoiceId: invoice.id,
        documentNumber: company.nextNumber('paymentDocument'),
      })
      postPayments(company, journal.id)
      return
    }
    const { what, customer, post, externalDocumentNumber = '' } = document
    const header = make(sets[what], {
      id: fixedId(company.id, sets[what], String(index)),
      customerNumber: customer,
      externalDocumentNumber,
      [dates[what]]: day,
      postingDate: day,
    })
    for (const { item, quantity, discountPercent } of document.lines)
      make(lines[what], {
        documentId: header.id,
        itemId: company.table('items').where('number', item)[0]?.id,
        quantity,
        ...(discountPercent !== undefined && { discountPercent }),
      })
    if (post !== true) return
    const action = pageOf(entitySet(sets[what])).actions?.[what === 'order' ? 'shipAndInvoice' : 'post']
    const result = action?.(context, company.table(sets[what]).get(header.id) ?? header)
    if (result) posted.push(result.id)
  })
}
