import type { Company, Row } from '../tables.ts'
import { linesOf } from './document-kinds.ts'
import { decimal, stored } from './money.ts'
import { text } from './read-row.ts'
import { recalculate } from './recalculate.ts'

/**
 * When an invoice is canceled whose order is still there, the order's lines are as if it had never been: what it was over is
 * neither shipped nor invoiced, and proposed again, and what it deducted of a prepayment is prepaid again. Lines that are
 * gone stay gone. [base application, codeunit Correct Posted Sales Invoice: UpdateSalesOrderLinesFromCancelledInvoice]
 */
export function giveBackToOrder(company: Company, invoice: Row): void {
  const table = company.table('salesOrderLines')
  const lines = linesOf(company, 'salesInvoice', invoice.id).flatMap((line) => {
    const orderLine = table.get(text(line, '_orderLineId'))
    return orderLine ? [{ line, orderLine }] : []
  })
  for (const { line, orderLine } of lines) {
    const less = (property: string, by: unknown) => stored(decimal(orderLine[property]).minus(decimal(by)))
    table.update(orderLine.id, {
      shippedQuantity: less('shippedQuantity', line['quantity']),
      invoicedQuantity: less('invoicedQuantity', line['quantity']),
      shipQuantity: undefined,
      invoiceQuantity: undefined,
      _prepaidDeducted: less('_prepaidDeducted', line['_prepaidDeducted']),
    })
  }
  const orderId = lines[0] && text(lines[0].orderLine, 'documentId')
  if (orderId !== undefined) recalculate(company, 'salesOrder', orderId)
}
