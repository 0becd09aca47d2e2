import type { Company, Row } from '../tables.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { type LineToCalculate, documentAmounts, documentTotals } from './document-amounts.ts'
import { type DocumentKind, documentKinds, isSold, linesOf } from './document-kinds.ts'
import { type LineDiscount, lineDiscount } from './line-discount.ts'
import { type Decimal, decimal, roundTo, stored, zero } from './money.ts'
import { type QuantitiesBefore, orderQuantities } from './order-quantities.ts'
import { must, referred } from './read-row.ts'
import { lineTax } from './tax-rate.ts'

/** What a line said when it was last calculated, kept on it as `_calculated`: tells which of two linked values is new. */
interface Calculated extends QuantitiesBefore {
  readonly gross: string
  readonly discountPercent: string
  readonly discountAmount: string
}

/** The mark of a line whose values all fit together. */
export const calculatedNow = (line: Row, precision: Decimal): Calculated => ({
  quantity: stored(decimal(line['quantity'])),
  shipQuantity: stored(decimal(line['shipQuantity'])),
  invoiceQuantity: stored(decimal(line['invoiceQuantity'])),
  gross: stored(grossOf(line, precision)),
  discountPercent: stored(decimal(line['discountPercent'])),
  discountAmount: stored(decimal(line['discountAmount'])),
})

/** Has the line been calculated since it was made? */
export const isCalculated = (line: Row): boolean => line['_calculated'] !== undefined

const grossOf = (line: Row, precision: Decimal): Decimal =>
  roundTo(decimal(line['quantity']).times(decimal(line['unitPrice'])), precision)

const calculatedBefore = (line: Row): Calculated | undefined => line['_calculated'] as Calculated | undefined

function discountOf(line: Row, precision: Decimal): LineDiscount {
  const before = calculatedBefore(line)
  return lineDiscount(
    {
      gross: grossOf(line, precision),
      percent: decimal(line['discountPercent']),
      amount: decimal(line['discountAmount']),
      before: before && {
        gross: decimal(before.gross),
        percent: decimal(before.discountPercent),
        amount: decimal(before.discountAmount),
      },
    },
    precision,
  )
}

/** Only what differs, so that an unchanged row gets neither a new tag nor a stamp. Decimals compare by value. */
export function differences(row: Row, wanted: Record<string, unknown>): Record<string, unknown> | undefined {
  const changed = Object.entries(wanted).filter(([property, value]) => {
    if (typeof value === 'object' && value !== null) return JSON.stringify(value) !== JSON.stringify(row[property])
    return row[property] !== value
  })
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}

/** The values a sold line gets from its quantities, discount and tax, before the document's amounts are known. */
function ownValues(company: Company, kind: DocumentKind, line: Row, customer: Row | undefined, precision: Decimal) {
  const { group, identifier, percent } = lineTax(company, customer, line)
  const discount = discountOf(line, precision)
  const quantities = kind === 'salesOrder' ? orderQuantities(line, calculatedBefore(line)) : undefined
  const values: Record<string, unknown> = {
    taxCode: group,
    _vatIdentifier: identifier,
    taxPercent: stored(percent),
    discountPercent: stored(discount.percent),
    discountAmount: stored(discount.amount),
    ...(quantities && {
      shippedQuantity: stored(quantities.shipped),
      invoicedQuantity: stored(quantities.invoiced),
      shipQuantity: stored(quantities.toShip),
      invoiceQuantity: stored(quantities.toInvoice),
    }),
  }
  const calculated = calculatedNow({ ...line, ...values }, precision)
  const toCalculate: LineToCalculate = {
    quantity: decimal(line['quantity']),
    unitPrice: decimal(line['unitPrice']),
    discountAmount: discount.amount,
    taxGroup: group,
    taxPercent: percent,
  }
  return { values: { ...values, _calculated: calculated }, toCalculate }
}

/**
 * Brings the amounts of a draft document's lines and header up to date: line discount, invoice discount
 * (`discountAmount` of the header), tax, totals; on orders also the quantities of the next posting and `fullyShipped`.
 * Rows that stay the same are not touched, so a header is stamped only when its totals change. Throws `BusinessError`
 * when a discount or quantity is not possible.
 */
export function recalculate(company: Company, kind: DocumentKind, documentId: string): void {
  company.transaction(() => {
    const { table, lines: lineTable, says } = documentKinds[kind]
    const document = must(company, table, documentId, `The ${says}`)
    const customer = referred(company, 'customers', document, 'customerId')
    const precision = roundingPrecision(company, foreignCurrency(company, document))
    const lines = linesOf(company, kind, documentId).filter(isSold)
    const own = lines.map((line) => ownValues(company, kind, line, customer, precision))
    const pricesIncludeTax = document['pricesIncludeTax'] === true
    const amounts = documentAmounts(
      own.map((each) => each.toCalculate),
      { precision, pricesIncludeTax, invoiceDiscount: lines.length > 0 ? decimal(document['discountAmount']) : zero },
    )
    lines.forEach((line, index) => {
      const calculated = Object.entries(amounts[index] ?? {}).map(([name, amount]) => [name, stored(amount as Decimal)])
      const change = differences(line, {
        ...own[index]?.values,
        ...(Object.fromEntries(calculated) as Record<string, string>),
        discountAppliedBeforeTax: !pricesIncludeTax,
      })
      if (change) company.table(lineTable).update(line.id, change)
    })
    const { discountAmount, ...sums } = documentTotals(amounts)
    // A header may be given its discount before it has lines to share it out over.
    const totals = Object.entries(lines.length > 0 ? { discountAmount, ...sums } : sums).map(([name, amount]) => [
      name,
      stored(amount),
    ])
    const change = differences(document, {
      ...(Object.fromEntries(totals) as Record<string, string>),
      discountAppliedBeforeTax: !pricesIncludeTax,
      ...(kind === 'salesOrder' && { fullyShipped: isFullyShipped(company, documentId) }),
    })
    if (change) company.table(table).update(documentId, change)
  })
}

/** Is everything on the order shipped? An order without lines is not. */
export function isFullyShipped(company: Pick<Company, 'table'>, orderId: string): boolean {
  const lines = linesOf(company, 'salesOrder', orderId).filter(isSold)
  return lines.length > 0 && lines.every((line) => decimal(line['quantity']).eq(decimal(line['shippedQuantity'])))
}
