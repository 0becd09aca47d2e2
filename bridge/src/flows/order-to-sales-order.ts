import { customer, item, salesOrder, salesOrderLine } from '../connectors/business-central/entities.ts'
import { account, order, orderItem, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, belongsTo, computed, cut, from, lines, linked } from '../mapping/index.ts'

/** An activated Salesforce order is one sales order in Business Central, whatever crashes. */
export const orderToSalesOrder = defineFlow('order-to-sales-order', order, salesOrder, {
  says: 'An activated order becomes a sales order with its lines; Business Central owns it from then on.',
  whenReads: ['StatusCode', 'BC_Company__c'],
  when: (record, company) => {
    if (!belongsTo(record.BC_Company__c, company)) return 'it belongs to another company'
    return record.StatusCode === 'Activated' || 'it is not activated'
  },
  update: 'never',
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
    salesOrderLines: lines('OrderItems', orderItem, salesOrderLine, {
      lineType: always('Item'),
      itemId: linked(product, 'Product2Id', item),
      description: from('Description', cut(100)),
      quantity: from('Quantity'),
      unitPrice: from('UnitPrice'),
    }),
  },
  tellsSource: true,
})
