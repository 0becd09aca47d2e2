import type { Office, Partner } from './histories/offices.ts'
import { markets } from './markets.ts'

/** Where documents are made, and for whom. */
export interface Place {
  /** For the title of a test. */
  readonly where: string
  readonly office: Office
  /** A customer of that company. */
  readonly partner: Partner
  /** That of the customer's documents. */
  readonly currency: string
}

/** A customer of the first company in its own currency, and one of the second company in euro. */
export const placesOf = (first: Office, second: Office): readonly [Place, Place] => [
  {
    where: markets[0].where,
    office: first,
    get partner() {
      return first.local
    },
    currency: 'USD',
  },
  {
    where: markets[1].where,
    office: second,
    get partner() {
      return second.foreign
    },
    currency: markets[1].currencyCode,
  },
]
