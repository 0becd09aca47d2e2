import { Decimal } from 'decimal.js'
import { salesOrderLineProgress, salesOrderProgress } from '../connectors/business-central/entities.ts'
import { order, orderItem } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import type { RecordOf } from '../engine/entity.ts'
import { computed, from, lines, type FilledLine, type Rule } from '../mapping/index.ts'
import { billedLines, needOrdered, orderPercent, orderStatus, type Ordered, type Progress } from './gone-order.ts'

const ordered: Ordered = { entity: order, field: 'OrderItems' }

const figure = <const Name extends string>(name: Name) => from<Name, Decimal>(name)

const open = lines('lines', salesOrderLineProgress, orderItem, {
  BC_Shipped_Quantity__c: figure('shippedQuantity'),
  BC_Invoiced_Quantity__c: figure('invoicedQuantity'),
  BC_Shipped_Percent__c: figure('shippedPercent'),
  BC_Invoiced_Percent__c: figure('invoicedPercent'),
})

type Lines = readonly FilledLine<RecordOf<(typeof orderItem)['fields']>>[]

/** The lines of an order that was invoiced to the end have gone with it: each has come as far as can be. */
const progressOfLines: Rule<Progress, Lines> = {
  ...open,
  reads: [...open.reads, 'invoicedQuantity'],
  needs: (source) => needOrdered(ordered, source),
  fill: async (source, resolved) => {
    const done = new Decimal(100)
    const billed = billedLines(ordered, source, resolved)
    if (!billed) return source.lines.length === 0 ? undefined : await open.fill(source, resolved)
    return billed.map(({ Id, Quantity }) => ({
      key: Id,
      id: Id,
      fields: {
        BC_Shipped_Quantity__c: Quantity,
        BC_Invoiced_Quantity__c: Quantity,
        BC_Shipped_Percent__c: done,
        BC_Invoiced_Percent__c: done,
      },
    }))
  },
}

/** Number and progress of a sales order and its lines come back to the order it was made from. */
export const salesOrderToOrder = defineFlow('sales-order-to-order', salesOrderProgress, order, {
  says: 'A sales order and its lines give their number and how far they have come to the order they were made from.',
  follows: ['order-to-sales-order'],
  mayCreate: false,
  // What becomes of the document then is the business of the flow that made it.
  onTargetDeleted: 'skip',
  map: {
    // An order that was fully invoiced is gone: its number stays as it was last seen.
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Order_Status__c: orderStatus(ordered),
    BC_Shipped_Percent__c: orderPercent(ordered, 'shippedPercent'),
    BC_Invoiced_Percent__c: orderPercent(ordered, 'invoicedPercent'),
    OrderItems: progressOfLines,
  },
})
