import type { Company, Row } from '../tables.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom } from './document-fields.ts'
import { isSold } from './document-kinds.ts'
import { itemOf, postItemMovement } from './item-ledger.ts'
import { type Decimal, stored } from './money.ts'
import { referred, text, zeroDate } from './read-row.ts'

/** Shipment lines name their types as the base table does. */
const lineTypes: Readonly<Record<string, string>> = {
  Account: 'G_x002F_L_x0020_Account',
  Comment: '_x0020_',
  Charge: 'Charge_x0020__x0028_Item_x0029_',
}

/**
 * Posts what an order ships now: a sales shipment with the lines that move and the order's comments, item ledger
 * entries, stock.
 */
export function postShipment(
  company: Company,
  order: Row,
  customer: Row,
  lines: readonly Row[],
  options: { postingDate: string; shipped: (line: Row) => Decimal },
): Row {
  const number = company.nextNumber('postedShipment')
  const { postingDate, shipped } = options
  const code = (table: string, property: string) => {
    const row = referred(company, table, order, property)
    return row ? text(row, 'code') : ''
  }
  const shipment = company.table('salesShipments').insert({
    ...headerFrom(order, 'salesShipment'),
    number,
    orderNumber: text(order, 'number'),
    invoiceDate: text(order, 'orderDate') || postingDate,
    postingDate,
    dueDate: zeroDate,
    customerPurchaseOrderReference: '',
    paymentTermsCode: code('paymentTerms', 'paymentTermsId'),
    shipmentMethodCode: code('shipmentMethods', 'shipmentMethodId'),
  })
  copyDimensions(company, order.id, 'salesShipments', shipment.id)
  for (const line of lines) {
    const quantity = shipped(line)
    if (isSold(line) && quantity.isZero()) continue
    const lineType = text(line, 'lineType')
    const inserted = company.table('salesShipmentLines').insert({
      documentId: shipment.id,
      documentNo: number,
      sequence: line['sequence'],
      lineType: lineTypes[lineType] ?? lineType,
      lineObjectNumber: text(line, 'lineObjectNumber'),
      description: text(line, 'description'),
      description2: text(line, 'description2'),
      unitOfMeasureCode: text(line, 'unitOfMeasureCode'),
      unitPrice: line['unitPrice'] ?? '0',
      quantity: stored(quantity),
      discountPercent: line['discountPercent'] ?? '0',
      taxPercent: line['taxPercent'] ?? '0',
      shipmentDate: text(line, 'shipmentDate') || postingDate,
    })
    copyDimensions(company, line.id, 'salesShipmentLines', inserted.id)
    const item = itemOf(company, line)
    if (!item) continue
    postItemMovement(company, {
      item,
      customer,
      postingDate,
      documentType: 'Sales_x0020_Shipment',
      documentNumber: number,
      description: text(line, 'description'),
      quantity,
      orderLineId: line.id,
    })
  }
  return shipment
}
