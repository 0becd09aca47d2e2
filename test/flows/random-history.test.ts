import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { stillTalking } from '../support/settle.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { disagreements } from './histories/agreement.ts'
import { discord } from './histories/discord.ts'
import { happen } from './histories/happen.ts'
import { fixJitter } from './histories/jitter.ts'
import { issues, looseEnds } from './histories/loose-ends.ts'
import { move } from './histories/moves.ts'
import { begin, neverDone } from './histories/opening.ts'
import { customersOf } from './histories/partners.ts'
import { comeToRest, everything } from './histories/rest.ts'
import { patience, runs, seed, steps } from './histories/settings.ts'
import { newWorld, type World } from './histories/world.ts'

/**
 * Salespeople, finance, an admin and bad weather: first everything happens once, then anything at random. After either, both
 * sides say the same to the cent, nothing is there twice, nothing is left over, parked or waiting without a reason; looking at
 * everything once more writes nothing, and nobody goes on talking. One world goes through all histories, so that each begins
 * where the last has ended. `HISTORY_SEED`, `HISTORY_RUNS` and `HISTORY_STEPS` make others, hundreds of steps long.
 */
let test: TestSystem
let world: World
const { jitter, end } = fixJitter()

beforeAll(async () => {
  test = await startSystem()
  world = await newWorld(test, jitter)
  for (let other = 0; other < 6; other++) await happen(world, { deed: { do: 'newAccount', pick: 0, other, amount: 1 } })
}, 60_000)
afterAll(async () => {
  await test.close()
  end()
})

async function wrong(): Promise<readonly string[]> {
  const { records } = test.sandboxes.salesforce
  const customers = await customersOf(world)
  return [
    ...(await discord(world)),
    ...world.offices.flatMap((books) => {
      const own = customers.flatMap((pair) =>
        pair.books === books && pair.row ? [[pair.row.id, pair.id] as const] : [],
      )
      return disagreements(records, books.company, new Map(own))
    }),
  ]
}

it(
  'ends in two sides that say the same, whatever has happened',
  async () => {
    await begin(world)
    await comeToRest(world)
    expect(neverDone(world)).toEqual([])
    expect(await wrong()).toEqual([])
    expect(await looseEnds(world)).toEqual([])
    const length = steps(24)
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: length, maxLength: length, size: 'max' }), async (history) => {
        for (const each of history) await happen(world, each)
        await comeToRest(world)
        expect(await wrong()).toEqual([])
        expect(await looseEnds(world)).toEqual([])
        const parked = await issues(world)
        const since = journals(test)
        await test.system.sink.accept(everything(world))
        await test.settle()
        expect(since.writes()).toEqual([])
        // What has been mended meanwhile is not parked any more.
        await test.system.store.jobs.put(await test.system.store.issues.parked())
        await test.settle()
        expect(await issues(world)).toEqual(parked)
        // An invoice that went with its account waits for another one as soon as it is looked at.
        expect(await looseEnds(world)).toEqual([])
        expect(await stillTalking(test.system)).toEqual([])
      }),
      { seed, numRuns: runs(1), endOnFailure: true },
    )
    expect(world.accounts.size).toBeGreaterThan(0)
    expect(world.orders.size).toBeGreaterThan(0)
  },
  patience,
)
