import fc from 'fast-check'
import { moneyMove, type MoneyMove } from './money-moves.ts'

const deeds = [
  // Salespeople
  'newAccount',
  'editAccount',
  'newOrder',
  'newOrder',
  'reworkOrder',
  'cancelOrder',
  'deleteDraft',
  'newDeal',
  'winDeal',
  'orderOfDeal',
  // Finance, besides what it posts
  'editCustomer',
  'blockCustomer',
  'deleteOrder',
  // The way between the two
  'look',
  'look',
  'work',
  'settle',
  'wait',
  'waitLong',
  'loseNotifications',
  'delayNotifications',
  'doubleNotifications',
  'tellOldNews',
  'restart',
] as const

/** Something that happens to the two systems or between them; numbers pick among what there is. */
export interface Deed {
  readonly do: (typeof deeds)[number]
  readonly pick: number
  readonly other: number
  readonly amount: number
}

export type Move = { readonly deed: Deed } | { readonly money: MoneyMove }

const deed: fc.Arbitrary<Deed> = fc.record({
  do: fc.constantFrom(...deeds),
  pick: fc.nat(60),
  other: fc.nat(60),
  amount: fc.integer({ min: 1, max: 40 }),
})

export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: deed.map((each): Move => ({ deed: each })) },
  { weight: 2, arbitrary: moneyMove.map((each): Move => ({ money: each })) },
)
