import type { Decimal } from 'decimal.js'
import { customer, salesOrder, salesOrderLine } from '../connectors/business-central/entities.ts'
import { account, order, orderItem } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { belongsTo, computed, from, lines, linked, NotToBeMade } from '../mapping/index.ts'
import { comments, discountRules, headerRules, lineRules, orderHeaderRules } from './sales-document.ts'

interface Sold {
  readonly IsReductionOrder?: boolean | null
  readonly OrderItems?: readonly { readonly Quantity?: Decimal | null }[] | null
}

/**
 * Whether an order only takes back what another one has sold. Salesforce has an order of its own for that, with negative
 * quantities; who may not see the field that says so still sees those. [Salesforce Help: Reduction Orders]
 */
const takesBack = ({ IsReductionOrder, OrderItems }: Sold): boolean =>
  IsReductionOrder === true ||
  (OrderItems != null && OrderItems.length > 0 && OrderItems.every(({ Quantity }) => Quantity?.isNegative() === true))

/** An activated Salesforce order is one sales order in Business Central, whatever crashes. */
export const orderToSalesOrder = defineFlow('order-to-sales-order', order, salesOrder, {
  says: 'An activated order becomes a sales order with its lines; while that is open, changes follow.',
  whenReads: ['StatusCode', 'BC_Company__c', 'AccountCompany', 'IsReductionOrder', 'OrderItems'],
  when: (record, company) => {
    if (!belongsTo(record.BC_Company__c ?? record.AccountCompany, company)) return 'it belongs to another company'
    if (record.StatusCode !== 'Activated') return 'it is not activated'
    if (!takesBack(record)) return true
    throw new NotToBeMade('A reduction order takes back what another order has sold: it becomes no sales order.', {
      advice:
        'Have finance write a credit memo or a return for it in Business Central. Nothing else is to be done here.',
    })
  },
  // An order that is reworked is a draft for a while: its sales order keeps its number meanwhile.
  withdrawn: ({ StatusCode }) => (StatusCode === 'Canceled' ? 'now' : StatusCode === 'Draft' ? 'later' : undefined),
  deal: { rule: from('OpportunityId'), leads: true },
  reaches: { entity: account, by: 'AccountId' },
  reference: {
    field: 'externalDocumentNumber',
    // The order number alone repeats across orgs; the id alone says nothing to a bookkeeper. Business Central keeps this
    // field in upper case, which an 18-character id survives; 35 characters are allowed.
    rule: computed(['OrderNumber', 'Id'], 'OrderNumber and Id in upper case', ({ OrderNumber, Id }) =>
      `${OrderNumber}/${Id}`.slice(-35).toUpperCase(),
    ),
  },
  map: {
    customerId: linked(account, 'AccountId', customer),
    orderDate: from('EffectiveDate'),
    ...headerRules,
    ...orderHeaderRules,
    salesOrderLines: lines(
      'OrderItems',
      orderItem,
      salesOrderLine,
      { ...lineRules, ...discountRules('BC_Discount_Percent__c') },
      comments('order'),
    ),
  },
  tellsSource: true,
})
