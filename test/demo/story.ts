import { Decimal } from 'decimal.js'
import type { Accountant } from './accountant.ts'
import { activateOrder } from './activate-order.ts'
import type { Salesperson } from './salesperson.ts'
import { until } from './until.ts'

/** One step of the story: what happens, where it comes from and goes to, and how one sees that it arrived. */
export interface Step {
  readonly title: string
  readonly from: string
  readonly to: string
  /** Does what a person does, waits until the bridge has carried it over, and says what arrived. */
  run(): Promise<string>
}

export interface Stage {
  readonly sales: Salesperson
  readonly finance: Accountant
  /** Business Central waits 30 seconds before it sends a notification; the demo does not want to. */
  readonly skipNotificationDelay: () => Promise<void>
}

interface Remembered {
  accountId: string
  orderId: string
  salesOrderId: string
  invoiceId: string
  invoiceKey: string
  customerNumber: string
  total: Decimal
}

const lines = [
  { item: '1896-S', quantity: 2 },
  { item: '1928-S', quantity: 5 },
]

/** The JSON number of a row as an exact decimal. */
const amount = (value: unknown): Decimal => new Decimal(String(value))
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`Not as it should be: ${what}`)
}

/** From a won deal to a paid invoice. What a step learns the next ones use. */
export function story({
  sales,
  finance,
  skipNotificationDelay,
}: Stage): readonly Step[] & { known: Partial<Remembered> } {
  const known: Partial<Remembered> = {}
  const remembered = <Name extends keyof Remembered>(name: Name): Remembered[Name] => {
    const value = known[name]
    if (value === undefined) throw new Error(`An earlier step has not left ${name} behind.`)
    return value
  }

  const invoice = async () => {
    const [row] = await sales.query(
      `SELECT Id, Name, BC_Key__c, BC_Status__c, BC_Remaining__c, BC_Total__c, BC_Order__c, BC_Account__c, BC_Customer__c,
        (SELECT BC_Item_Number__c, BC_Quantity__c, BC_Amount__c FROM BC_Invoice_Lines__r)
        FROM BC_Invoice__c WHERE BC_Order__c = '${remembered('orderId')}'`,
    )
    return row
  }

  const pay = async (share: Decimal, document: string): Promise<void> => {
    const id = text((await invoice())?.BC_Key__c).split(':')[1] ?? ''
    await finance.registerPayment({ id, customerNumber: remembered('customerNumber') }, share.toFixed(2), document)
  }

  const catalogue: Step = {
    title: 'Catalogue',
    from: 'BC items',
    to: 'Product2, standard price book',
    async run() {
      const items = await finance.list('items', 'blocked eq false')
      const priced = await until(
        `${items.length} products with a standard price`,
        async () => {
          const rows = await sales.query(
            'SELECT Product2.ProductCode, UnitPrice FROM PricebookEntry WHERE Pricebook2.IsStandard = true AND BC_Key__c != null',
          )
          return rows.length >= items.length ? rows : undefined
        },
        { seen: () => sales.query('SELECT COUNT() FROM PricebookEntry') },
      )
      for (const item of items) {
        const entry = priced.find((row) => (row.Product2 as { ProductCode: string }).ProductCode === item.number)
        expect(
          entry !== undefined && amount(entry.UnitPrice).eq(amount(item.unitPrice)),
          `price of ${text(item.number)}`,
        )
      }
      return `${items.length} products with prices`
    },
  }

  const account: Step = {
    title: 'Customer',
    from: 'Account',
    to: 'BC customer',
    async run() {
      known.accountId = await sales.create('Account', {
        Name: 'Contoso Instruments',
        Type: 'Customer - Direct',
        BillingStreet: '1 Harbor Way',
        BillingCity: 'Atlanta',
        BillingState: 'GA',
        BillingPostalCode: '31772',
        BillingCountry: 'United States',
        Phone: '+1 404 555 0100',
      })
      const row = await until(
        'the customer’s number on the account and its BC_Customer__c',
        async () => {
          const [found] = await sales.query(
            `SELECT BC_Number__c, (SELECT BC_Number__c FROM BC_Customers__r) FROM Account WHERE Id = '${remembered('accountId')}'`,
          )
          return found?.BC_Number__c && found.BC_Customers__r ? found : undefined
        },
        {
          seen: () =>
            sales.query(
              `SELECT BC_Number__c, BC_Sync_Status__c, BC_Sync_Message__c FROM Account WHERE Id = '${remembered('accountId')}'`,
            ),
        },
      )
      known.customerNumber = text(row.BC_Number__c)
      const customers = await finance.list('customers', "displayName eq 'Contoso Instruments'")
      expect(customers.length === 1, 'exactly one customer in Business Central')
      return `customer ${known.customerNumber}`
    },
  }

  const order: Step = {
    title: 'Order',
    from: 'Order (activated)',
    to: 'BC sales order',
    async run() {
      const { id, priceOf } = await activateOrder(sales, remembered('accountId'), lines)
      known.orderId = id
      const row = await until(
        'the sales order’s number on the order',
        async () => {
          const [found] = await sales.query(
            `SELECT OrderNumber, BC_Number__c, BC_Order_Status__c, BC_Key__c FROM Order WHERE Id = '${remembered('orderId')}'`,
          )
          return found?.BC_Number__c ? found : undefined
        },
        {
          seen: () =>
            sales.query(
              `SELECT BC_Sync_Status__c, BC_Sync_Message__c FROM Order WHERE Id = '${remembered('orderId')}'`,
            ),
        },
      )
      const orders = await finance.list('salesOrders', `customerNumber eq '${remembered('customerNumber')}'`)
      expect(orders.length === 1, 'exactly one sales order in Business Central')
      known.salesOrderId = text(orders[0]?.id)
      const sent = await finance.list(`salesOrders(${known.salesOrderId})/salesOrderLines`, "lineType eq 'Item'")
      for (const line of lines) {
        expect(
          sent.some(
            (each) =>
              each.lineObjectNumber === line.item &&
              amount(each.quantity).eq(line.quantity) &&
              amount(each.unitPrice).eq(amount(priceOf(line.item))),
          ),
          `the line of item ${line.item}`,
        )
      }
      return `sales order ${text(row.BC_Number__c)}, ${text(row.BC_Order_Status__c)}`
    },
  }

  const invoiced: Step = {
    title: 'Shipped and invoiced',
    from: 'BC posted invoice',
    to: 'BC_Invoice__c, Order',
    async run() {
      await finance.shipAndInvoice(remembered('salesOrderId'))
      await skipNotificationDelay()
      const row = await until('the invoice with its lines below the account', async () => {
        const found = await invoice()
        const [header] = await sales.query(`SELECT BC_Order_Status__c FROM Order WHERE Id = '${remembered('orderId')}'`)
        return found?.BC_Invoice_Lines__r && header?.BC_Order_Status__c === 'Invoiced' ? found : undefined
      })
      known.invoiceId = text(row.Id)
      known.total = amount(row.BC_Total__c)
      expect(row.BC_Account__c === remembered('accountId'), 'the invoice’s account')
      expect((row.BC_Invoice_Lines__r as { totalSize: number }).totalSize >= lines.length, 'the invoice’s lines')
      expect(amount(row.BC_Remaining__c).eq(known.total), 'nothing is paid yet')
      return `invoice ${text(row.Name)}, ${known.total.toFixed(2)} open, order reads Invoiced`
    },
  }

  const partPayment: Step = {
    title: 'Part payment',
    from: 'BC customer ledger (no signal)',
    to: 'BC_Payment__c, application',
    async run() {
      const share = new Decimal(500)
      await pay(share, 'PAY-0001')
      const rest = remembered('total').minus(share)
      await until(
        'the remaining amount after the part payment',
        async () => {
          const [found] = await sales.query(
            `SELECT BC_Amount__c FROM BC_Payment_Application__c WHERE BC_Invoice__c = '${remembered('invoiceId')}'`,
          )
          const row = await invoice()
          return found && amount(found.BC_Amount__c).eq(share) && amount(row?.BC_Remaining__c).eq(rest)
            ? row
            : undefined
        },
        { seen: invoice },
      )
      return `${share.toFixed(2)} applied, ${rest.toFixed(2)} remaining`
    },
  }

  const paid: Step = {
    title: 'Paid',
    from: 'BC customer ledger',
    to: 'BC_Invoice__c',
    async run() {
      const row = await invoice()
      await pay(amount(row?.BC_Remaining__c), 'PAY-0002')
      await skipNotificationDelay()
      await until(
        'the invoice to read Paid, with both payments',
        async () => {
          const found = await invoice()
          const payments = await sales.query(
            `SELECT Id FROM BC_Payment__c WHERE BC_Account__c = '${remembered('accountId')}'`,
          )
          const settled = found?.BC_Status__c === 'Paid' && amount(found.BC_Remaining__c).isZero()
          return settled && payments.length === 2 ? found : undefined
        },
        { seen: invoice },
      )
      return 'invoice reads Paid, two payments'
    },
  }

  return Object.assign([catalogue, account, order, invoiced, partPayment, paid], { known })
}
