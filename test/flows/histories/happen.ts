import { choose } from './deed.ts'
import { takeMoneyMove } from './money-moves.ts'
import { doings, type Move } from './moves.ts'
import { settleInTrouble } from './weather.ts'
import type { World } from './world.ts'

/**
 * Does it.
 *
 * @throws BusinessError when Business Central refuses it
 */
export async function happen(world: World, move: Move): Promise<void> {
  if ('deed' in move) {
    await doings[move.deed.do]?.(world, move.deed)
    return
  }
  const { money } = move
  const books = choose(world.offices, money.office)
  if (!books) return
  const names = new Set(world.accounts.values())
  const customers = books.company.table('customers').filter((row) => names.has(String(row.displayName)))
  if (customers.length === 0) return
  takeMoneyMove(
    books,
    customers.map(({ id }) => id),
    money,
  )
  if (money.look) await settleInTrouble(world)
}
