import { BusinessError } from '../../emulators/business-central/tables.ts'
import { choose, type Effect } from './deed.ts'
import { jitterOf } from './jitter.ts'
import { takeMoneyMove } from './money-moves.ts'
import { doings, type Move } from './moves.ts'
import { settleInTrouble } from './weather.ts'
import { count, type World } from './world.ts'

async function takeEffect(world: World, move: Move): Promise<Effect> {
  if ('deed' in move) return (await doings[move.deed.do]?.(world, move.deed)) ?? false
  const { money } = move
  const books = choose(world.offices, money.office)
  if (!books) return false
  const names = new Set(world.accounts.values())
  const customers = books.company.table('customers').filter((row) => names.has(String(row.displayName)))
  if (customers.length === 0) return false
  try {
    return takeMoneyMove(
      books,
      customers.map(({ id }) => id),
      money,
    )
  } finally {
    if (money.look) await settleInTrouble(world)
  }
}

/** Does it, if it can be done. Counts what took effect; what Business Central refuses has changed nothing. */
export async function happen(world: World, move: Move): Promise<boolean> {
  const what = 'deed' in move ? move.deed.do : move.money.do
  world.jitter.value = jitterOf('deed' in move ? move.deed : move.money)
  try {
    const effect = await takeEffect(world, move)
    if (effect === true) count(world, what)
    return effect !== false
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error
    return false
  }
}
