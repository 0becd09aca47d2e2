import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString, unescapeMember } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { salesOrder, salesOrderLine } from '../entities.ts'
import { propertiesToRead } from './body.ts'
import { dimensionsExpand, namesDimensions } from './dimension-sets.ts'
import type { WantedDocument } from './document.ts'

/** What the invoice of an order carries of its header; our reference is not among it: it is what the order was found by. */
export const carried = ['customerId', 'currencyCode', 'pricesIncludeTax', 'shipmentMethodId']

const unique = (names: readonly string[]) => [...new Set(names)].join(',')

const linesOf = (type: string) => (row: JsonRow) =>
  ((row.salesInvoiceLines as readonly JsonRow[] | undefined) ?? []).filter(({ lineType }) => lineType === type)

/** The lines of an invoice that bill articles. */
export const itemLines = linesOf('Item')

/** The lines of an invoice that only say something: those of its order. */
export const commentLines = linesOf('Comment')

/** Asks for everything in which an invoice can differ from what is wanted of its order. */
function queryFor({ header, lines }: WantedDocument) {
  const ofHeader = propertiesToRead(salesOrder, Object.keys(header)).filter((name) => carried.includes(name))
  const ofLines = propertiesToRead(
    salesOrderLine,
    lines.flatMap(({ fields }) => Object.keys(fields)),
  )
  const alone = ['lineType', 'itemId', 'description', 'quantity', 'unitPrice', 'discountPercent', 'discountAmount']
  const own = unique([...alone, ...ofLines])
  const deep = lines.some(({ fields }) => namesDimensions(fields))
  const expand = `salesInvoiceLines($select=${own}${deep ? `;$expand=${dimensionsExpand}` : ''})`
  return {
    $select: unique(['number', 'orderNumber', 'status', ...ofHeader]),
    $expand: namesDimensions(header) ? `${expand},${dimensionsExpand}` : expand,
  }
}

/** One that was canceled has a credit memo over all of it: it bills nothing. */
const isCanceled = ({ status }: JsonRow) => unescapeMember(textOf(status)) === 'Canceled'

/**
 * The invoices that were posted from an order; Business Central deletes an order that is invoiced in full. Undefined when there
 * is none. Those that were canceled are among them when no other is left: `canceled` says so.
 *
 * @param wanted what they will be compared with
 */
export async function invoicesOf(
  client: Pick<Client, 'rows'>,
  company: CompanyRef,
  id: string,
  wanted: WantedDocument = { header: {}, lines: [] },
) {
  const query = { $filter: `orderId eq ${id}`, ...queryFor(wanted) }
  const path = inCompany(company, 'salesInvoices') + queryString(query)
  const invoices = await client.rows(path, 'look up the invoices of an order')
  const standing = invoices.filter((row) => !isCanceled(row))
  const rows = standing.length > 0 ? standing : invoices
  const [first] = rows
  if (!first) return undefined
  const numbers = rows.map((row) => textOf(row.number)).join(', ')
  return { order: textOf(first.orderNumber), numbers, rows, canceled: standing.length === 0 }
}
