import { expect } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import type { Books } from '../support/books.ts'
import { money } from './shown-money.ts'

/**
 * A record has one sales order in all companies: in this one, in this currency (blank: the company's own), over so much without
 * tax, to the cent.
 */
export function onlySalesOrder(
  everywhere: readonly Books[],
  id: string,
  { books, currencyCode }: { readonly books: Books; readonly currencyCode: string },
  total: string,
): Row {
  const all = everywhere.flatMap((each) => each.salesOrders(id))
  expect(all).toHaveLength(1)
  expect(all).toEqual(books.salesOrders(id))
  const [made] = all
  expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([currencyCode, total])
  if (!made) throw new Error(`${id} has no sales order.`)
  return made
}
