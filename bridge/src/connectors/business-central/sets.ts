import type { Entity } from '../../engine/entity.ts'
import type { EntityRef } from '../../mapping/index.ts'
import {
  contact,
  customer,
  item,
  itemStock,
  ledgerPayment,
  salesCreditMemo,
  salesInvoice,
  salesInvoiceProgress,
  salesOrder,
  salesOrderProgress,
  salesQuote,
  salesQuoteProgress,
  vendor,
} from './entities.ts'

/** Where an entity stands in the API. */
export interface EntitySet {
  readonly entity: Entity
  /** Entity set of API v2.0; undefined for what is put together from the Analytics API. */
  readonly set: string | undefined
  /** Business Central takes no subscription for the set: it is asked. [Microsoft Learn: Working with webhooks, supported resources] */
  readonly silent?: true
}

export const entitySets: readonly EntitySet[] = [
  { entity: customer, set: 'customers' },
  { entity: contact, set: 'contacts', silent: true },
  { entity: vendor, set: 'vendors' },
  { entity: item, set: 'items' },
  { entity: itemStock, set: 'items' },
  { entity: salesOrder, set: 'salesOrders' },
  { entity: salesOrderProgress, set: 'salesOrders' },
  { entity: salesQuote, set: 'salesQuotes' },
  { entity: salesQuoteProgress, set: 'salesQuotes' },
  { entity: salesInvoice, set: 'salesInvoices' },
  { entity: salesInvoiceProgress, set: 'salesInvoices' },
  { entity: salesCreditMemo, set: 'salesCreditMemos' },
  { entity: ledgerPayment, set: undefined },
]

/** The entity set of API v2.0 behind an entity. */
export function setOf(entity: EntityRef): string {
  const set = entitySets.find((each) => each.entity.name === entity.name)?.set
  if (set === undefined) throw new Error(`There is no entity set for ${entity.name}.`)
  return set
}

/** The entities that a change of a set is about: a view is told through the entity that it is a view of. */
export const entitiesOf = (set: string): readonly Entity[] =>
  entitySets.filter((each) => each.set === set && each.entity.viewOf === undefined).map((each) => each.entity)

/** Properties that Business Central works out when asked: whether they can be filtered is not documented. */
export const calculated: ReadonlySet<string> = new Set(['taxRegistrationNumber', 'currencyCode', 'remainingAmount'])
