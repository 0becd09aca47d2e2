import { Decimal } from 'decimal.js'
import type { WorkbenchAction, WorkbenchState } from '../workbench/index.ts'
import { activateOrder } from './activate-order.ts'
import type { Stage } from './stage.ts'

type Row = Readonly<Record<string, unknown>>
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const money = (value: unknown): string => new Decimal(typeof value === 'number' ? value : 0).toFixed(2)

/** What the workbench shows of finance's side, and its buttons. */
export function deskOf(
  { sales, finance, skipNotificationDelay }: Pick<Stage, 'sales' | 'finance' | 'skipNotificationDelay'>,
  known: { readonly accountId?: string; readonly customerNumber?: string },
): { actions: readonly WorkbenchAction[]; state(): Promise<WorkbenchState> } {
  const ofCustomer = (set: string) => finance.list(set, `customerNumber eq '${known.customerNumber ?? ''}'`)
  const openInvoices = async () => (await ofCustomer('salesInvoices')).filter((row) => row.status === 'Open')
  const firstOf = (rows: readonly Row[], what: string): Row => {
    const [first] = rows
    if (!first) throw new Error(`There is no ${what}.`)
    return first
  }
  const pay = async (share: (remaining: Decimal) => Decimal) => {
    const invoice = firstOf(await openInvoices(), 'open invoice')
    const amount = share(new Decimal(String(invoice.remainingAmount)))
    const document = `PAY-${Date.now().toString(36).toUpperCase()}`
    await finance.registerPayment(
      { id: text(invoice.id), customerNumber: text(invoice.customerNumber) },
      amount.toFixed(2),
      document,
    )
    await skipNotificationDelay()
    return `${amount.toFixed(2)} received for ${text(invoice.number)} (${document}).`
  }
  return {
    actions: [
      {
        name: 'win',
        label: 'Win another deal',
        async run() {
          await activateOrder(sales, known.accountId ?? '', [{ item: '1896-S', quantity: 1 }])
          return 'An order was activated in Salesforce; its sales order appears here in a moment.'
        },
      },
      {
        name: 'ship-and-invoice',
        label: 'Ship and invoice',
        async run() {
          const order = firstOf(await ofCustomer('salesOrders'), 'open sales order')
          await finance.shipAndInvoice(text(order.id))
          await skipNotificationDelay()
          return `Sales order ${text(order.number)} is shipped and invoiced.`
        },
      },
      {
        name: 'part-payment',
        label: 'Register a part payment',
        run: () => pay((remaining) => remaining.div(4).toDecimalPlaces(2)),
      },
      { name: 'pay-rest', label: 'Pay the rest', run: () => pay((remaining) => remaining) },
    ],
    async state() {
      const [orders, invoices] = [await ofCustomer('salesOrders'), await ofCustomer('salesInvoices')]
      const open = invoices.filter((row) => row.status === 'Open')
      return {
        sections: [
          {
            title: 'Sales orders',
            note: 'An order that is fully shipped and invoiced leaves this list.',
            rows: orders.map((row) => ({
              Number: text(row.number),
              Status: text(row.status),
              Total: money(row.totalAmountIncludingTax),
            })),
          },
          {
            title: 'Sales invoices',
            rows: invoices.map((row) => ({
              Number: text(row.number),
              Status: text(row.status),
              Total: money(row.totalAmountIncludingTax),
              Remaining: money(row.remainingAmount),
            })),
          },
        ],
        available: [
          'win',
          ...(orders.length > 0 ? ['ship-and-invoice'] : []),
          ...(open.length > 0 ? ['part-payment', 'pay-rest'] : []),
        ],
      }
    },
  }
}
