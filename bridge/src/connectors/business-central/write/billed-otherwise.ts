import { Decimal } from 'decimal.js'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'
import { differenceOf, propertiesOf, withoutBlanks, type Values } from './body.ts'
import type { Codes } from './codes.ts'
import { dimensionsIn, dimensionsToSet } from './dimension-sets.ts'
import { lineEntity, type WantedDocument } from './document.ts'
import { inWords, missingInWords, nameOf } from './in-words.ts'
import { carried, commentLines, itemLines } from './invoices-of.ts'
import type { DocumentKind } from './sales-documents.ts'
import { taxCodeStands, type SaidTaxCodes } from './tax-codes.ts'

interface Place {
  readonly kind: DocumentKind
  readonly company: CompanyRef
  readonly codes: Codes
  /** As we have written them last. */
  readonly taxCodes: SaidTaxCodes
  /** Whether the company reckons with VAT: a tax code that is not ours tells nothing then. */
  readonly reckonsVat: boolean
}

/** A line that is wanted, and what was billed of it. */
interface Billing {
  readonly values: Values
  readonly quantity: Decimal
  /** In what a line of an invoice is another one, but for quantities and amounts, which are spread over invoices. */
  readonly differsIn: (row: JsonRow) => string[]
  readonly rows: JsonRow[]
  left: Decimal
}

/** A line of an invoice, and how much of it no wanted line explains. */
interface Billed {
  readonly row: JsonRow
  left: Decimal
}

const spread = ['quantity', 'discountAmount']

const amount = (value: unknown): Decimal =>
  Decimal.isDecimal(value) ? new Decimal(value) : new Decimal(textOf(value) || 0)

async function billingOf(place: Place, { key, fields }: FilledLine): Promise<Billing> {
  const { kind, company, codes } = place
  const entity = lineEntity(kind)
  const values = await propertiesOf({ entity, company, codes }, withoutBlanks(fields))
  const dimensions = await dimensionsIn(company, codes, fields)
  const { taxCode, ...others } = values
  const alike = Object.fromEntries(Object.entries(others).filter(([name]) => !spread.includes(name)))
  const taxed = (row: JsonRow): Values => {
    const stands = taxCode === undefined ? 'as wanted' : taxCodeStands(taxCode, place.taxCodes.get(key), row)
    return stands === 'as wanted' || (stands === 'unknown' && place.reckonsVat) ? {} : { taxCode }
  }
  const quantity = amount(fields.quantity)
  const differsIn = (row: JsonRow) => [
    ...inWords(`line${nameOf(row)}:`, { ...differenceOf(entity, alike, row), ...taxed(row) }, row),
    ...missingInWords(`line${nameOf(row)}:`, dimensionsToSet(dimensions, row)),
  ]
  return { values, quantity, differsIn, rows: [], left: quantity }
}

/** Lays the one against the other; false when nothing of either is left, or the one gives back what the other sells. */
function explain(billed: Billed, wanted: Billing): boolean {
  if (billed.left.times(wanted.left).lte(0)) return false
  const taken = wanted.left.abs().lt(billed.left.abs()) ? wanted.left : billed.left
  wanted.left = wanted.left.minus(taken)
  billed.left = billed.left.minus(taken)
  wanted.rows.push(billed.row)
  return true
}

const sameArticle = ({ values }: Billing, { row }: Billed) =>
  textOf(values.itemId).toLowerCase() === textOf(row.itemId).toLowerCase()

/** Whether a line of an invoice has as much of a discount as falls upon its quantity, but for a cent. */
function hasItsDiscount({ row }: Billed, { values, quantity }: Billing): boolean {
  if (values.discountAmount === undefined || quantity.isZero()) return true
  const share = amount(values.discountAmount).times(amount(row.quantity)).div(quantity)
  return share.minus(amount(row.discountAmount)).abs().lte('0.01')
}

/** Discounts as amounts are spread over invoices; a cent may go astray each time. */
function discountDiffers({ values, rows }: Billing): string[] {
  const wanted = values.discountAmount
  if (wanted === undefined || rows.length === 0) return []
  const billed = rows.reduce((sum, row) => sum.plus(amount(row.discountAmount)), new Decimal(0))
  const astray = new Decimal('0.01').times(rows.length - 1)
  if (amount(wanted).minus(billed).abs().lte(astray)) return []
  const [row = {}] = rows
  return inWords(`line${nameOf(row)}:`, { discountAmount: wanted }, { discountAmount: billed.toFixed() })
}

/** What was not billed of a wanted line. */
function unbilled({ values, quantity, rows, left }: Billing): string[] {
  if (left.isZero()) return []
  const [row] = rows
  if (row) {
    return inWords(
      `line${nameOf(row)}:`,
      { quantity: quantity.toFixed() },
      { quantity: quantity.minus(left).toFixed() },
    )
  }
  const price = values.unitPrice === undefined ? '' : ` at ${textOf(values.unitPrice)}`
  return [`${left.toFixed()} "${textOf(values.description)}"${price} is wanted and was not invoiced`]
}

function unwanted({ row, left }: Billed): string[] {
  if (left.isZero()) return []
  return [`${left.toFixed()} "${textOf(row.description)}" at ${textOf(row.unitPrice)} was invoiced and is not wanted`]
}

async function linesOtherwise(place: Place, lines: readonly FilledLine[], invoices: readonly JsonRow[]) {
  const wanted = await Promise.all(lines.map((line) => billingOf(place, line)))
  const billed = invoices.flatMap(itemLines).map((row): Billed => ({ row, left: amount(row.quantity) }))
  // First what was billed as it is wanted, then the same article billed otherwise: people read in what.
  const alike = (each: Billed, line: Billing) => line.differsIn(each.row).length === 0
  const ways = [(each: Billed, line: Billing) => hasItsDiscount(each, line) && alike(each, line), alike]
  for (const way of ways) {
    for (const each of billed) for (const line of wanted) if (way(each, line)) explain(each, line)
  }
  const discounts = wanted.flatMap(discountDiffers)
  const others = billed.flatMap((each) =>
    wanted.flatMap((line) => (sameArticle(line, each) && explain(each, line) ? line.differsIn(each.row) : [])),
  )
  return [...discounts, ...others, ...billed.flatMap(unwanted), ...wanted.flatMap(unbilled)]
}

async function headerOtherwise({ kind, company, codes }: Place, header: Values, invoices: readonly JsonRow[]) {
  const { entity } = kind
  const properties = await propertiesOf({ entity, company, codes }, withoutBlanks(header))
  const wanted = Object.fromEntries(Object.entries(properties).filter(([name]) => carried.includes(name)))
  const dimensions = await dimensionsIn(company, codes, header)
  return invoices.flatMap((row) => [
    ...inWords('its', differenceOf(entity, wanted, row), row),
    ...missingInWords('its', dimensionsToSet(dimensions, row)),
  ])
}

function textsMissing(lines: readonly FilledLine[], invoices: readonly JsonRow[]): string[] {
  const said = new Set(invoices.flatMap(commentLines).map((row) => textOf(row.description)))
  const texts = lines.map(({ fields }) => textOf(fields.description))
  return texts.filter((text) => !said.has(text)).map((text) => `the text "${text}" is not on its invoice`)
}

/**
 * In what the invoices of an order differ from what is wanted now, in words: customer, currency and the rest of the header that
 * an invoice carries; of each article quantity, price, discount, text, unit, variant, tax code; dimensions; texts that are to
 * stand there.
 *
 * @param taxCodes as we have written them last
 * @param invoices with their lines and everything that `wanted` names
 * @throws Rejected when a code or a dimension does not exist
 */
export async function billedOtherwise(
  where: Pick<Place, 'kind' | 'company' | 'codes'>,
  wanted: WantedDocument,
  invoices: readonly JsonRow[],
  taxCodes: SaidTaxCodes,
): Promise<string[]> {
  const asksForTax = wanted.lines.some(({ fields }) => textOf(fields.taxCode) !== '')
  const place = { ...where, taxCodes, reckonsVat: asksForTax && (await where.codes.reckonsVat(where.company)) }
  const ofType = (type: string) => wanted.lines.filter(({ fields }) => fields.lineType === type)
  const differences = [
    ...(await headerOtherwise(place, wanted.header, invoices)),
    ...(await linesOtherwise(place, ofType('Item'), invoices)),
    ...textsMissing(ofType('Comment'), invoices),
  ]
  return [...new Set(differences)]
}
