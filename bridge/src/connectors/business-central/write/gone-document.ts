import { Decimal } from 'decimal.js'
import { Rejected } from '../../../engine/errors.ts'
import type { Written } from '../../../engine/ports.ts'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import { salesInvoice, salesOrder } from '../entities.ts'
import { differenceOf } from './body.ts'
import type { WantedDocument } from './document.ts'
import type { DocumentKind } from './sales-documents.ts'
import { invoicesOf, listed } from './too-late.ts'

const amount = (value: unknown) => (Decimal.isDecimal(value) ? value : new Decimal(textOf(value) || 0))

const isSame = (wanted: unknown, stands: unknown) => !Decimal.isDecimal(wanted) || wanted.eq(amount(stands))

const billedAs = ({ fields }: FilledLine, row: JsonRow): boolean =>
  textOf(fields.itemId).toLowerCase() === textOf(row.itemId).toLowerCase() &&
  isSame(fields.unitPrice, row.unitPrice) &&
  isSame(fields.discountPercent, row.discountPercent)

/** In which articles, quantities, prices and percentages the invoices of an order differ from what is wanted now. */
function billedOtherwise(wanted: readonly FilledLine[], billed: readonly JsonRow[]): string[] {
  const open = wanted
    .filter(({ fields }) => fields.lineType === 'Item')
    .map((line) => ({ line, left: amount(line.fields.quantity) }))
  const differences: string[] = []
  for (const row of billed) {
    let quantity = amount(row.quantity)
    for (const each of open.filter(({ line }) => billedAs(line, row))) {
      const taken = Decimal.min(each.left, quantity)
      each.left = each.left.minus(taken)
      quantity = quantity.minus(taken)
    }
    const what = `${quantity.toFixed()} "${textOf(row.description)}" at ${textOf(row.unitPrice)}`
    if (!quantity.isZero()) differences.push(`${what} was invoiced and is not wanted`)
  }
  for (const { line, left } of open.filter(({ left }) => !left.isZero())) {
    const { description, unitPrice } = line.fields
    const price = Decimal.isDecimal(unitPrice) ? ` at ${unitPrice.toFixed()}` : ''
    differences.push(`${left.toFixed()} "${textOf(description)}"${price} is wanted and was not invoiced`)
  }
  return differences
}

/**
 * The document that is to be changed is not there any more: invoiced, made into another one, or deleted by somebody. It is
 * never made again silently. Nothing is to be done when it was invoiced as it is wanted: an order whose making was never
 * confirmed may have been shipped and invoiced meanwhile.
 *
 * @throws Rejected when there is something to be done
 */
export async function goneDocument(
  { client, company, kind }: { client: Pick<Client, 'rows'>; company: CompanyRef; kind: DocumentKind },
  id: string,
  { header, lines }: WantedDocument,
): Promise<Written> {
  const { entity } = kind
  const invoiced = entity.name === salesOrder.name ? await invoicesOf(client, company, id) : undefined
  if (!invoiced) {
    const advice =
      entity.name === 'salesQuote'
        ? 'It was made into an order, or deleted, in Business Central: change the order there, or undo the change here.'
        : `Somebody deleted it in Business Central. To have it made again, uncouple this record; else undo the change.`
    throw new Rejected(`The ${entity.label} is no longer in Business Central.`, { advice })
  }
  const { customerId, currencyCode } = header
  const parties = Object.fromEntries(Object.entries({ customerId, currencyCode }).filter(([, value]) => value != null))
  const other = invoiced.rows.flatMap((row) => Object.keys(differenceOf(salesInvoice, parties, row)))
  const differences = [
    ...new Set(other.map((name) => `its ${name} was another one`)),
    ...billedOtherwise(lines, invoiced.lines),
  ]
  if (differences.length === 0) return { outcome: 'unchanged', id }
  throw new Rejected(
    `Too late to change the sales order ${invoiced.order}: it has been shipped and invoiced (${invoiced.numbers}). What differs: ${listed(differences)}.`,
    { advice: 'Make a new order for what is added, and have finance credit what is taken away; or undo the change.' },
  )
}
