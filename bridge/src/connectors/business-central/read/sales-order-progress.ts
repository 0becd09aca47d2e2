import { Decimal } from 'decimal.js'
import type { SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString, unescapeMember } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { etagOf, inChunks, rowsById } from './rows.ts'

const percent = (part: Decimal, whole: Decimal): Decimal =>
  whole.isZero() ? new Decimal(0) : part.div(whole).times(100).toDecimalPlaces(2)

/** Business Central's `Open` is what its pages call Released. [Microsoft Learn: salesOrder resource type] */
const header: Readonly<Record<string, string>> = { Draft: 'Draft', 'In Review': 'In Review', Open: 'Released' }

function progressOf(row: JsonRow): Readonly<Record<string, unknown>> {
  const lines = (row.salesOrderLines as readonly JsonRow[] | undefined) ?? []
  const sum = (property: string) =>
    lines
      .filter((line) => line.lineType !== 'Comment')
      .reduce((total, line) => total.plus(textOf(line[property] ?? 0)), new Decimal(0))
  const [quantity, shipped, invoiced] = [sum('quantity'), sum('shippedQuantity'), sum('invoicedQuantity')]
  const stages: readonly [boolean, string][] = [
    // Invoiced through shipment lines, an order stays until somebody deletes it.
    [quantity.gt(0) && invoiced.gte(quantity), 'Invoiced'],
    [invoiced.gt(0), 'Partly Invoiced'],
    [shipped.gt(0) && shipped.gte(quantity), 'Shipped'],
    [shipped.gt(0), 'Partly Shipped'],
  ]
  return {
    number: row.number,
    status: stages.find(([reached]) => reached)?.[1] ?? header[unescapeMember(String(row.status)) ?? ''] ?? 'Draft',
    shippedPercent: percent(shipped, quantity),
    invoicedPercent: percent(invoiced, quantity),
    externalDocumentNumber: textOf(row.externalDocumentNumber) || null,
    invoicedQuantity: null,
    lines: lines.filter((line) => line.lineType !== 'Comment').map(lineProgress),
  }
}

const decimal = (value: unknown) => new Decimal(textOf(value) || 0)

function lineProgress(line: JsonRow): Readonly<Record<string, unknown>> {
  const [quantity, shipped, invoiced] = [
    decimal(line.quantity),
    decimal(line.shippedQuantity),
    decimal(line.invoicedQuantity),
  ]
  return {
    id: textOf(line.id).toLowerCase(),
    quantity,
    shippedQuantity: shipped,
    invoicedQuantity: invoiced,
    shippedPercent: percent(shipped, quantity),
    invoicedPercent: percent(invoiced, quantity),
  }
}

/** What the invoices of an order that is gone have billed: comments, freight and the like are not what was ordered. */
const billed = (invoices: readonly JsonRow[]): Decimal =>
  invoices
    .flatMap((row) => (row.salesInvoiceLines as readonly JsonRow[] | undefined) ?? [])
    .filter((line) => line.lineType === 'Item')
    .reduce((total, line) => total.plus(decimal(line.quantity)), new Decimal(0))

/**
 * How far sales orders have come. Posting the rest of an order deletes it: an order that is not there any more was invoiced
 * when posted invoices name it, and deleted by somebody when none does.
 */
export async function readSalesOrderProgress(
  client: Client,
  company: CompanyRef,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  const rows = await rowsById(client, salesOrder, company, ids, {
    $select: 'id,number,status,externalDocumentNumber',
    $expand: 'salesOrderLines($select=id,lineType,quantity,shippedQuantity,invoicedQuantity)',
  })
  const found = new Map(
    rows.map((row): [string, SourceRecord] => {
      const id = String(row.id).toLowerCase()
      return [id, { id, version: etagOf(row), fields: { id, ...progressOf(row) } }]
    }),
  )
  const gone = ids.filter((id) => !found.has(id))
  if (gone.length === 0) return found
  const paths = inChunks(gone, (chunk) => {
    const $expand = 'salesInvoiceLines($select=lineType,quantity)'
    const query = {
      $filter: anyOf('orderId', chunk),
      $select: 'id,orderId,orderNumber,externalDocumentNumber',
      $expand,
    }
    return inCompany(company, 'salesInvoices') + queryString(query)
  })
  const invoices = (await client.rowsOfEach(paths, 'look up the invoices of orders')).flat()
  for (const id of gone) {
    const own = invoices.filter((row) => String(row.orderId).toLowerCase() === id)
    const [invoice] = own
    const done = new Decimal(100)
    const fields = invoice
      ? { number: invoice.orderNumber, status: 'Invoiced', shippedPercent: done, invoicedPercent: done }
      : { number: null, status: 'Deleted', shippedPercent: null, invoicedPercent: null }
    const more = {
      externalDocumentNumber: textOf(invoice?.externalDocumentNumber) || null,
      invoicedQuantity: invoice ? billed(own) : null,
      lines: [],
    }
    found.set(id, { id, version: undefined, fields: { id, ...fields, ...more } })
  }
  return found
}
