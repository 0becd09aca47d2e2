import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString, unescapeMember } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { salesInvoice, salesOrder, salesOrderLine } from '../entities.ts'
import { literal } from '../wire.ts'
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
    $select: unique(['number', 'orderNumber', 'status', 'externalDocumentNumber', ...ofHeader]),
    $expand: namesDimensions(header) ? `${expand},${dimensionsExpand}` : expand,
  }
}

const isReferred = (reference: string) =>
  `externalDocumentNumber eq ${literal(salesInvoice.fields.externalDocumentNumber, reference)}`

/** One that was canceled has a credit memo over all of it: it bills nothing. */
const isCanceled = ({ status }: JsonRow) => unescapeMember(textOf(status)) === 'Canceled'

/**
 * The invoices that were posted from an order; Business Central deletes an order that is invoiced in full. Undefined when there
 * is none. When all of them were canceled, those that finance has made instead, drafts too: they name no order, but "Correct" and
 * "Copy Document" take our reference over with the header. Where there is none either, `canceled` says so.
 * [base application, codeunits Correct Posted Sales Invoice: CreateCopyDocument; Copy Document Mgt.:
 * CopySalesHeaderFromPostedInvoice]
 *
 * @param wanted what they will be compared with
 */
export async function invoicesOf(
  client: Pick<Client, 'rows'>,
  company: CompanyRef,
  id: string,
  wanted: WantedDocument = { header: {}, lines: [] },
) {
  const query = queryFor(wanted)
  const find = async ($filter: string) => {
    const path = inCompany(company, 'salesInvoices') + queryString({ $filter, ...query })
    const found = await client.rows(path, 'look up the invoices of an order')
    return { found, standing: found.filter((row) => !isCanceled(row)) }
  }
  const own = await find(`orderId eq ${id}`)
  const [first] = own.found
  if (!first) return undefined
  const reference = textOf(first.externalDocumentNumber)
  const replaced = own.standing.length === 0 && reference !== ''
  const standing = replaced ? (await find(isReferred(reference))).standing : own.standing
  const canceled = standing.length === 0
  const rows = canceled ? own.found : standing
  const numbers = rows.map((row) => textOf(row.number)).join(', ')
  return { order: textOf(first.orderNumber), numbers, rows, canceled }
}
