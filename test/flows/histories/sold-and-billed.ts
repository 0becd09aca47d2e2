import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { text } from './said.ts'
import type { World } from './world.ts'

/** So many of an article at a price and a discount. */
export interface Part {
  /** The article with its price and discount, in words. */
  readonly what: string
  readonly quantity: Decimal
}

/** A number of Business Central or Salesforce; nothing is 0. */
export const exact = (value: unknown): Decimal => new Decimal(text(value) || 0)

const part = (article: unknown, [quantity, price, discount]: readonly [unknown, unknown, unknown]): Part => ({
  what: `${text(article)} at ${exact(price).toFixed()} less ${exact(discount).toFixed()}%`,
  quantity: exact(quantity),
})

/** Line by line, in any order. */
export const lineByLine = (parts: readonly Part[]): string =>
  parts
    .map(({ what, quantity }) => `${quantity.toFixed()} ${what}`)
    .sort()
    .join(', ')

/** Altogether: a line may be spread over several invoices. */
export function altogether(parts: readonly Part[]): string {
  const sums = [...Map.groupBy(parts, ({ what }) => what)].map(([what, group]) => ({
    what,
    quantity: Decimal.sum(0, ...group.map(({ quantity }) => quantity)),
  }))
  return lineByLine(sums.filter(({ quantity }) => !quantity.isZero()))
}

/** Whether no more of anything is in `part` than in `whole`. */
export function isWithin(whole: readonly Part[], part: readonly Part[]): boolean {
  const quantities = (parts: readonly Part[]) =>
    new Map(
      [...Map.groupBy(parts, ({ what }) => what)].map(([what, group]) => [
        what,
        Decimal.sum(0, ...group.map(({ quantity }) => quantity)),
      ]),
    )
  const most = quantities(whole)
  return [...quantities(part)].every(([what, quantity]) => quantity.lte(most.get(what) ?? 0))
}

/** What was sold, as Salesforce has it. */
export function sold({ test }: World, object: 'Order' | 'Opportunity', id: string): readonly Part[] {
  const { records } = test.sandboxes.salesforce
  const partOf = (row: Readonly<Record<string, unknown>>, discount: string) =>
    part(records.get('Product2', text(row.Product2Id))?.ProductCode, [row.Quantity, row.UnitPrice, row[discount]])
  return object === 'Order'
    ? records
        .all('OrderItem')
        .filter((row) => row.OrderId === id)
        .map((row) => partOf(row, 'BC_Discount_Percent__c'))
    : records
        .all('OpportunityLineItem')
        .filter((row) => row.OpportunityId === id)
        .map((row) => partOf(row, 'Discount'))
}

const itemLines = (books: Bookkeeper, set: 'salesOrders' | 'salesInvoices', id: string): readonly Part[] =>
  books
    .linesOf(set, id)
    .filter((line) => line.lineType === 'Item')
    .map((line) => {
      const item = books.company.table('items').get(text(line.itemId))
      return part(item?.number, [line.quantity, line.unitPrice, line.discountPercent])
    })

/** The articles of a sales order. */
export const ordered = ({ offices }: Pick<World, 'offices'>, { id }: Row): readonly Part[] =>
  offices
    .filter(({ company }) => company.table('salesOrders').get(id))
    .flatMap((books) => itemLines(books, 'salesOrders', id))

/** The invoices that were posted from a sales order. */
export const invoicesOf = ({ offices }: Pick<World, 'offices'>, order: string): readonly Row[] =>
  offices.flatMap(({ company }) => company.table('salesInvoices').filter(({ orderId }) => orderId === order))

/** Whether an invoice bills something now: whoever looks sees no more of a canceled one. */
export const isStanding = ({ status }: Row): boolean => status !== 'Canceled'

/** The articles on these invoices. */
export const billed = ({ offices }: Pick<World, 'offices'>, invoices: readonly Row[]): readonly Part[] =>
  invoices.flatMap(({ id }) => offices.flatMap((books) => itemLines(books, 'salesInvoices', id)))
