import fc from 'fast-check'
import { accounting } from './accounting.ts'
import { admin } from './admin.ts'
import { contactPersons } from './contact-persons.ts'
import type { Deed, Doing } from './deed.ts'
import { moneyMove, type MoneyMove } from './money-moves.ts'
import { requests } from './requests.ts'
import { selling } from './selling.ts'
import { vendors } from './vendors.ts'
import { weather } from './weather.ts'

/** All that may happen, by its name. */
export const doings: Readonly<Record<string, Doing>> = {
  ...selling,
  ...contactPersons,
  ...accounting,
  ...requests,
  ...admin,
  ...vendors,
  ...weather,
}

/** What happens more often than the rest. */
const often: Readonly<Record<string, number>> = {
  newAccount: 3,
  newContact: 3,
  newOrder: 9,
  newDeal: 6,
  winDeal: 2,
  orderOfDeal: 3,
  reworkOrder: 4,
  look: 5,
  lookTwice: 2,
  work: 6,
  settle: 6,
  kill: 3,
  trouble: 3,
}

export type Move = { readonly deed: Deed } | { readonly money: MoneyMove }

const deed: fc.Arbitrary<Deed> = fc.record({
  do: fc.constantFrom(...Object.keys(doings).flatMap((name) => Array.from({ length: often[name] ?? 1 }, () => name))),
  pick: fc.nat(60),
  other: fc.nat(60),
  amount: fc.integer({ min: 1, max: 40 }),
})

export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: deed.map((each): Move => ({ deed: each })) },
  { weight: 1, arbitrary: moneyMove.map((each): Move => ({ money: each })) },
)
