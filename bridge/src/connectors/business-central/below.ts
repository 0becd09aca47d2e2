import type { Below } from '../../engine/ports.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { queryString } from '../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from './client.ts'
import { billingDocuments, customer, ledgerPayment, salesCreditMemo, salesInvoice, salesOrder } from './entities.ts'
import { createLedger } from './ledger.ts'
import { setOf } from './sets.ts'

/** The payments of a customer; none when the customer cannot be seen: the ledger knows numbers only. */
async function paymentsOf(client: Client, company: CompanyRef, id: string) {
  const query = queryString({ $filter: `id eq ${id}`, $select: 'id,number' })
  const [row] = await client.rows(inCompany(company, setOf(customer)) + query, 'look at a customer')
  return row ? createLedger(client, company).everyPaymentOf([textOf(row.number)]) : []
}

type Found = Awaited<ReturnType<Below>>[number]
type Kind = (typeof billingDocuments)[number]

const paymentsBelow = (payments: readonly { readonly entry: number }[]): Found[] => {
  const { system, name } = ledgerPayment
  return payments.map(({ entry }) => ({ entity: { system, name }, id: String(entry) }))
}

const idsOf = (kind: Kind, rows: readonly JsonRow[]): Found[] =>
  rows.map((row) => ({ entity: { system: kind.system, name: kind.name }, id: textOf(row.id).toLowerCase() }))

/**
 * The documents and payments of a customer. Whoever wants to know only whether there is any is spared the rest: documents first,
 * of which Business Central finds the first ones without listing all.
 */
async function belowCustomer(client: Client, company: CompanyRef, id: string, most: number): Promise<Found[]> {
  const found: Found[] = []
  for (const kind of billingDocuments) {
    if (found.length >= most) return found
    const top = Number.isFinite(most) ? { $top: most } : {}
    const query = queryString({ $filter: `customerId eq ${id}`, $select: 'id', ...top })
    const path = inCompany(company, setOf(kind)) + query
    found.push(...idsOf(kind, await client.rows(path, `look for the ${kind.label}s of a customer`)))
  }
  return found.length >= most ? found : [...found, ...paymentsBelow(await paymentsOf(client, company, id))]
}

/**
 * What may name a document: the credit memos that correct an invoice, and every payment of its customer. None once the document
 * is gone.
 */
async function belowDocument(client: Client, company: CompanyRef, kind: Kind, id: string): Promise<Found[]> {
  const query = queryString({ $filter: `id eq ${id}`, $select: 'id,customerId' })
  const [row] = await client.rows(inCompany(company, setOf(kind)) + query, `look at a ${kind.label}`)
  if (!row) return []
  const customerId = textOf(row.customerId)
  const memos = await client.rows(
    inCompany(company, setOf(salesCreditMemo)) +
      queryString({ $filter: `customerId eq ${customerId}`, $select: 'id,invoiceId' }),
    'look for the credit memos of a customer',
  )
  const correcting = memos.filter(({ invoiceId }) => textOf(invoiceId).toLowerCase() === id.toLowerCase())
  return [...idsOf(salesCreditMemo, correcting), ...paymentsBelow(await paymentsOf(client, company, customerId))]
}

/** The invoices of a sales order, which name it even when it is gone. */
async function belowOrder(client: Client, company: CompanyRef, id: string): Promise<Found[]> {
  const query = queryString({ $filter: `orderId eq ${id}`, $select: 'id' })
  const path = inCompany(company, setOf(salesInvoice)) + query
  return idsOf(salesInvoice, await client.rows(path, 'look for the invoices of a sales order'))
}

/** What stands below a customer, and what names a sales order or a document of billing. */
export function createBelow(client: Client): Below {
  return async (entity, company, id, most = Infinity) => {
    if (entity.name === customer.name) return belowCustomer(client, company, id, most)
    if (entity.name === salesOrder.name) return belowOrder(client, company, id)
    const kind = billingDocuments.find(({ name }) => name === entity.name)
    return kind ? belowDocument(client, company, kind, id) : []
  }
}
