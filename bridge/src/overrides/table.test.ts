import { expect, test } from 'vitest'
import { flows } from '../flows/index.ts'
import { flowTable } from './table.ts'

const tableOf = (name: string) => {
  const flow = flows.find((each) => each.name === name)
  if (!flow) throw new Error(`There is no flow ${name}.`)
  return flowTable(flow)
}

test.each([
  ['item-to-product', 'What somebody edits in the product in Salesforce is put back, where the bridge hears of it.'],
  ['item-to-product', 'When the item is deleted, the product stays, with IsActive = false.'],
  [
    'order-to-sales-order',
    'When the order is deleted or taken back (cancelled, or reopened for a quarter of an hour), its sales order is deleted; one that Business Central does not let go needs a person.',
  ],
  ['opportunity-to-sales-quote', 'When the opportunity is deleted or taken back'],
  ['invoice-to-billing-invoice', 'When the sales invoice is deleted, so is the BC invoice.'],
  ['customer-to-billing-customer', 'While the customer is not linked, there is no BC customer.'],
  ['account-to-customer', 'In other companies than its own an account has a customer once something there needs it.'],
])('the table of %s says: %s', (name, sentence) => {
  expect(tableOf(name)).toContain(sentence)
})

test('what a flow does not do its table does not say', () => {
  const status = tableOf('sales-order-to-order')
  for (const words of ['is deleted', 'put back', 'linked, there', 'In other companies'])
    expect(status).not.toContain(words)
  expect(tableOf('payment-to-billing-payment')).not.toContain('so is the')
})
