import { entitySets, type EntitySet } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import type { Known } from './odd-values.ts'

/** A request as it goes over the wire. */
export interface Generated {
  readonly method: string
  /** Below the server's address. */
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Where requests go, and what there is to ask for. */
export interface World {
  /** `/v2.0/{tenant}/{environment}/api/` */
  readonly root: string
  readonly company: string
  readonly known: Known
  /** An id of a row of a set, or one that nobody has. */
  rowOf(set: string): string
}

/** Any set of API v2.0. */
export const setOf = (dice: Dice): EntitySet => dice.pick([...entitySets('v2.0').values()])
/** Below the company: by path mostly, by query now and then, or wrongly. */
export const inCompany = ({ root, company }: World, rest: string, dice: Dice): string => {
  if (dice.chance(0.03)) return `${root}v2.0/${rest}${rest.includes('?') ? '&' : '?'}company=${company}`
  if (dice.chance(0.02)) return `${root}v2.0/${rest}`
  return `${root}v2.0/companies(${dice.chance(0.01) ? 'nonsense' : company})/${rest}`
}

/** An `If-Match`: mostly a good one. */
export function tag(dice: Dice): Record<string, string> {
  if (dice.chance(0.7)) return { 'If-Match': '*' }
  return dice.pick<Record<string, string>>([
    {},
    { 'If-Match': 'nonsense' },
    { 'If-Match': 'W/"JzE5OzIxMzk2MzA0ODM0ODgyMTU4MDgxOzAwOyc="' },
    { 'If-Match': '' },
  ])
}
export const jsonHeaders = (dice: Dice): Record<string, string> => ({
  'Content-Type': dice.chance(0.97) ? 'application/json' : dice.pick(['text/plain', 'application/xml', 'nonsense']),
})

export const documentSets = ['salesQuotes', 'salesOrders', 'salesInvoices', 'salesCreditMemos', 'journals', 'customers']

export const anyMethod = ['GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS', 'PURGE', 'MERGE']
