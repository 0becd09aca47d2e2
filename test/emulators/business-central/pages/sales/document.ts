import { recalculate } from '../../posting/index.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { copyDefaultDimensions, dropDimensions } from '../dimensions/document-dimensions.ts'
import { applyShortcuts, shortcutsFrom } from '../dimensions/shortcuts.ts'
import { dropBelow } from '../drop-below.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page, PageContext } from '../page.ts'
import { type DocumentKind } from './document-kind.ts'
import { isPosted } from '../../posting/statuses.ts'
import { text } from '../../wire/text.ts'
import { refuseShipped } from './line.ts'
import { refuseSalesTaxInPrices } from './prices-with-tax.ts'
import { isOtherParty, linesToRecreate, recreateLines } from './recreate-lines.ts'
import { refuseReleased } from './released.ts'
import { billToOf, customerFor, defaultsFrom, dueDate, fromBillTo } from './from-customer.ts'

/** Properties whose change moves amounts of the lines. */
const amountProperties = ['currencyId', 'discountAmount', 'pricesIncludeTax', 'customerId', 'billToCustomerId']

/** What all four documents have in common. Posted ones take only what the metadata marks as writable after posting. */
export function documentPage(kind: DocumentKind): Page & Required<Pick<Page, 'create' | 'update'>> {
  const hasDueDate = kind.kind !== 'salesOrder'
  return {
    computed: { currencyCode: ({ company }, row) => currencyCode(company, row) },
    state: (_context, row) => (isPosted(row) ? 'posted' : 'draft'),
    create: (context, set, values) => {
      const { company } = context
      const customer = customerFor(company, kind, values)
      const billTo = billToOf(company, kind, values, customer)
      const defaults = defaultsFrom(company, kind, customer, billTo)
      const document: Values = { discountAmount: '0', ...defaults, ...values }
      refuseSalesTaxInPrices(context, document, [])
      if (hasDueDate) document['dueDate'] = values['dueDate'] ?? dueDate(company, kind, document)
      const row = company.table(set.name).insert({
        ...document,
        ...(kind.kind === 'salesOrder' && { partialShipping: values['partialShipping'] ?? true, fullyShipped: false }),
        number: company.nextNumber(kind.kind),
        status: 'Draft',
        totalAmountExcludingTax: '0',
        totalTaxAmount: '0',
        totalAmountIncludingTax: '0',
      })
      copyDefaultDimensions(company, billTo.id, kind.dimensionParent, row.id)
      applyShortcuts(company, kind.dimensionParent, row.id, values)
      return company.table(set.name).update(row.id, shortcutsFrom(company, row.id), { silent: true })
    },
    created: ({ company }, row) => recalculate(company, kind.kind, row.id),
    update: (context, set, row, change) => {
      const { company } = context
      const table = company.table(set.name)
      refuseReleased(context, kind, row, row, change)
      const changed = withDefaults(context, kind, row, change)
      const lines = linesToRecreate(context, kind, row, changed)
      // Lines made anew have no part of the invoice discount, so there is none.
      const full: Values = { ...changed, ...(lines.length > 0 && { discountAmount: change['discountAmount'] ?? '0' }) }
      if (full['pricesIncludeTax'] === true)
        refuseSalesTaxInPrices(context, { ...row, ...full }, company.table(kind.lines).where('documentId', row.id))
      const updated = table.update(row.id, full)
      if (isOtherParty(row, full)) takeDimensions(company, kind, updated)
      recreateLines(context, kind, updated, lines)
      applyShortcuts(company, kind.dimensionParent, row.id, change)
      if (amountProperties.some((name) => change[name] !== undefined)) recalculate(company, kind.kind, row.id)
      return table.get(row.id) ?? row
    },
    remove: ({ company }, set, row) => {
      if (isPosted(row))
        throw new BusinessError(`The ${kind.label} ${String(row['number'])} is posted and cannot be deleted.`)
      for (const line of company.table(kind.lines).where('documentId', row.id)) {
        refuseShipped(line)
        dropDimensions(company, line.id)
        company.table(kind.lines).delete(line.id)
      }
      dropDimensions(company, row.id)
      dropBelow(company, row.id)
      company.table(set.name).delete(row.id)
    },
  }
}

/** The dimensions of a document are those of the customer that is billed. [base application, table Sales Header: CreateDim] */
function takeDimensions(company: PageContext['company'], kind: DocumentKind, document: Row): void {
  dropDimensions(company, document.id)
  copyDefaultDimensions(company, text(document, 'billToCustomerId'), kind.dimensionParent, document.id)
  company.table(kind.set).update(document.id, shortcutsFrom(company, document.id), { silent: true })
}

/** A change of customer, terms or date brings along what hangs on it. */
function withDefaults(context: PageContext, kind: DocumentKind, row: Row, change: Values): Values {
  const { company } = context
  let full: Values = change
  const billed = (billTo: Row) => ({ billToCustomerId: billTo.id, billToCustomerNumber: billTo['number'] })
  if (change['customerId'] !== undefined && change['customerId'] !== row['customerId']) {
    const customer = customerFor(company, kind, change)
    const billTo = billToOf(company, kind, change, customer)
    const dates: readonly string[] = [kind.dateProperty, 'postingDate']
    const taken = Object.entries(defaultsFrom(company, kind, customer, billTo))
    const defaults = Object.fromEntries(taken.filter(([name]) => !dates.includes(name)))
    full = { ...defaults, ...change, ...billed(billTo) }
  } else if (isOtherParty(row, change)) {
    const customer = company.table('customers').get(text(row, 'customerId')) ?? row
    const billTo = billToOf(company, kind, change, customer)
    full = { ...fromBillTo(billTo), ...change, ...billed(billTo) }
  }
  const moved = full['paymentTermsId'] !== undefined || full[kind.dateProperty] !== undefined
  if (moved && kind.kind !== 'salesOrder' && change['dueDate'] === undefined && !isPosted(row))
    full = { ...full, dueDate: dueDate(company, kind, { ...row, ...full }) }
  return full
}
