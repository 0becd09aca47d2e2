import { foreignCurrency } from '../../posting/currency.ts'
import { decimal } from '../../posting/money.ts'
import { rowsWhere } from '../../posting/read-row.ts'
import { isPosted } from '../../posting/statuses.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noDate, noGuid } from '../../wire/blank.ts'
import { text } from '../../wire/text.ts'
import type { Values } from '../../wire/coerce.ts'
import { copyDefaultDimensions, dropDimensions } from '../dimensions/document-dimensions.ts'
import type { PageContext } from '../page.ts'
import type { DocumentKind } from './document-kind.ts'
import { refuseForeignParts } from './item-parts.ts'
import { lineDefaults } from './line-defaults.ts'
import { lineObject } from './line-type.ts'
import { refuseLineWithSalesTax } from './prices-with-tax.ts'

/** A quantity or amount of a line that has to be zero, as the row keeps it and as messages call it. */
type MustBeZero = readonly [property: string, field: string]
const shipped: MustBeZero = ['shippedQuantity', 'Quantity Shipped']
const invoiced: MustBeZero = ['invoicedQuantity', 'Quantity Invoiced']
const prepaid: MustBeZero = ['_prepaid', 'Prepmt. Amt. Inv.']

/** Has a draft another customer, or another one that is billed, after this change? */
export const isOtherParty = (row: Row, change: Values): boolean =>
  !isPosted(row) &&
  ['customerId', 'billToCustomerId'].some((name) => change[name] !== undefined && change[name] !== row[name])

/**
 * The lines that a change of the header makes anew: all of them when the document gets another customer, another one that is
 * billed, or another currency. A currency without an exchange rate leaves them alone: the application only notifies. Nobody is
 * asked, since there is nobody to ask in a web service; the API's pages write the header through the validation of its fields.
 * [base application, table Sales Header: UpdateCurrencyFactor, RecreateSalesLines; codeunit Graph Mgt - Sales Order Buffer:
 * PropagateOnModify]
 *
 * @throws BusinessError 400 `Application_FieldValidationException` when something of the lines is shipped, invoiced or prepaid
 */
export function linesToRecreate(
  { company, switches }: PageContext,
  kind: DocumentKind,
  row: Row,
  change: Values,
): readonly Row[] {
  if (switches.linesOfChangedHeader === 'kept' || isPosted(row)) return []
  const lines = company.table(kind.lines).where('documentId', row.id)
  const otherParty = isOtherParty(row, change)
  if (otherParty && kind.kind === 'salesOrder') for (const must of [shipped, prepaid]) refuseMoved(lines, [must])
  const next = { ...row, ...change }
  const currency = foreignCurrency(company, next)
  if (!otherParty && (currency === foreignCurrency(company, row) || !hasRate(company, next, currency))) return []
  refuseMoved(lines, [invoiced, prepaid, shipped])
  return lines
}

function hasRate(company: PageContext['company'], document: Row, currency: string): boolean {
  const posting = text(document, 'postingDate', noDate)
  const date = posting === noDate ? company.workDate() : posting
  const rates = rowsWhere(company, 'currencyExchangeRates', 'currencyCode', currency)
  return currency === '' || rates.some((rate) => text(rate, 'startingDate') <= date)
}

function refuseMoved(lines: readonly Row[], fields: readonly MustBeZero[]): void {
  for (const line of lines)
    for (const [property, field] of fields)
      if (!decimal(line[property]).isZero())
        throw new BusinessError(
          `${field} must be equal to '0' in Sales Line: Line No.=${String(line['sequence'])}. Current value is '${text(line, property)}'.`,
          'Application_FieldValidationException',
        )
}

/**
 * Deletes lines and makes them again, under new ids and the numbers 10000, 20000 …: what they sell, unit, variant, quantity and
 * shipment date are kept, of a line that sells nothing its text; description, price, discount, tax group and dimensions
 * are those of the card, what was to be posted is the whole quantity, and a place of their own is gone.
 * [base application, table Sales Header: CreateSalesLine, CreateItemChargeAssgntSales]
 *
 * @throws BusinessError 400 when a line could not be made today: what it sells is blocked or gone
 */
export function recreateLines(context: PageContext, kind: DocumentKind, document: Row, lines: readonly Row[]): void {
  const { company } = context
  const table = company.table(kind.lines)
  for (const { id } of lines) {
    dropDimensions(company, id)
    table.delete(id)
  }
  for (const [index, line] of lines.entries()) {
    const { itemId, accountId, lineType, lineObjectNumber } = line
    const about = lineObject(context, { itemId, accountId, lineType, lineObjectNumber })
    const made = {
      ...lineDefaults(company, document, about),
      ...(about.card ? kept(line) : { description: line['description'], description2: line['description2'] ?? '' }),
      documentId: document.id,
      sequence: (index + 1) * 10_000,
    }
    refuseForeignParts(company, made)
    refuseLineWithSalesTax(context, kind, document, made)
    const { id } = table.insert({ quantity: '0', shipmentDate: noDate, ...made })
    if (about.card) copyDefaultDimensions(company, about.card.id, kind.lineDimensionParent, id)
  }
}

const kept = (line: Row): Values => ({
  unitOfMeasureId: line['unitOfMeasureId'] ?? noGuid,
  unitOfMeasureCode: line['unitOfMeasureCode'] ?? '',
  itemVariantId: line['itemVariantId'] ?? noGuid,
  quantity: line['quantity'] ?? '0',
  shipmentDate: line['shipmentDate'] ?? noDate,
})
