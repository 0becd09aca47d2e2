import { Rejected } from '../../../engine/errors.ts'
import { textOf, type JsonRow } from '../client.ts'
import { etagOf } from '../read/rows.ts'
import type { Values } from './body.ts'
import { inWords } from './in-words.ts'
import type { Plan } from './plan.ts'
import type { DocumentKind } from './sales-documents.ts'

/** Properties whose change makes Business Central work out prices and taxes of the lines again. */
const properties = ['customerId', 'currencyCode', 'pricesIncludeTax']

const repricing = ({ header }: Pick<Plan, 'header'>): [string, unknown][] =>
  Object.entries(header).filter(([name]) => properties.includes(name))

/** Whether the header is to be changed in a way that changes prices. */
export const reprices = (plan: Pick<Plan, 'header'>): boolean => repricing(plan).length > 0

/**
 * An extension, or a set-up, makes something else of what was written: a price would be one in another currency, or one with the
 * tax in it.
 */
export function doesNotHold(
  { entity: { label } }: Pick<DocumentKind, 'entity'>,
  row: JsonRow,
  left: Pick<Plan, 'header'>,
): Rejected {
  const what = inWords('its', Object.fromEntries(repricing(left)), row).join('; ')
  return new Rejected(`The ${label} ${textOf(row.number)} does not keep what is written into it: ${what}.`, {
    advice: `Have an admin find out what changes it back in Business Central. It is tried again when the ${label} or this record is changed.`,
  })
}

/** By the id of a document: how it stood when its header did not keep what was written into it. */
interface Futile {
  readonly futile: Map<string, string>
}

const idOf = ({ id }: JsonRow) => textOf(id).toLowerCase()
const stateOf = (row: JsonRow, left: Pick<Plan, 'header'>) => JSON.stringify([etagOf(row), repricing(left)])

/**
 * Remembers that it was in vain, as long as the bridge runs: what we have written ourselves is heard of as every change is, and would
 * have it written again, and again.
 */
export function noteThatItDoesNotHold({ futile }: Futile, row: JsonRow, left: Pick<Plan, 'header'>): void {
  futile.set(idOf(row), stateOf(row, left))
}

/** Whether just that was written in vain, and nobody has touched the document since. */
export const didNotHold = ({ futile }: Futile, row: JsonRow, plan: Pick<Plan, 'header'>): boolean =>
  reprices(plan) && futile.get(idOf(row)) === stateOf(row, plan)

/**
 * With another customer comes the currency of whoever pays for that one: ours goes along in the same call, or the lines would stand
 * there at prices of another currency meanwhile. The customer is written first, since it comes first on the page.
 * [API page Sales Orders; base application, codeunit Graph Mgt - Sales Order Buffer: TransferFieldsWithValidate]
 */
export const withCurrency = ({ header }: Pick<Plan, 'header'>, { currencyCode }: Values): Values =>
  'customerId' in header && typeof currencyCode === 'string' ? { ...header, currencyCode } : header
