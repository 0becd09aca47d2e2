import type { Office, Partner } from './histories/offices.ts'

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
    where: 'in dollars, of a company in dollars',
    office: first,
    get partner() {
      return first.local
    },
    currency: 'USD',
  },
  {
    where: 'in euro, of a company in pounds',
    office: second,
    get partner() {
      return second.foreign
    },
    currency: 'EUR',
  },
]
