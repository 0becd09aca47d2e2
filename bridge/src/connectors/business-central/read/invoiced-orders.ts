import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { literal } from '../wire.ts'
import { salesInvoice } from '../entities.ts'

const nothing = '00000000-0000-0000-0000-000000000000'

/**
 * Posting the rest of a sales order deletes it; its invoices keep the order's id, its number and our reference. For each
 * reference the orders that are known by their invoices only, as rows of an order: whoever looks an order up before it makes
 * one finds it whether it stands or has gone its way.
 */
export async function invoicedOrders(
  client: Pick<Client, 'rowsOfEach'>,
  company: Pick<CompanyRef, 'id'>,
  references: readonly unknown[],
): Promise<readonly (readonly JsonRow[])[]> {
  const paths = references.map((reference) => {
    const $filter = `externalDocumentNumber eq ${literal(salesInvoice.fields.externalDocumentNumber, reference)}`
    const query = { $filter, $select: 'id,orderId,orderNumber,externalDocumentNumber' }
    return inCompany(company, 'salesInvoices') + queryString(query)
  })
  const invoices = await client.rowsOfEach(paths, 'look up the invoices of an order')
  return invoices.map((rows) => {
    const orders = rows.flatMap((row): [string, JsonRow][] => {
      const { orderNumber: number, externalDocumentNumber } = row
      const id = textOf(row.orderId ?? nothing).toLowerCase()
      return id === nothing ? [] : [[id, { id, number, externalDocumentNumber }]]
    })
    return [...new Map(orders).values()]
  })
}
