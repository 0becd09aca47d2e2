import fc from 'fast-check'
/* scratch */ import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { disagreements } from './histories/agreement.ts'
import { discord } from './histories/discord.ts'
import { happen } from './histories/happen.ts'
import { looseEnds, openEnds } from './histories/loose-ends.ts'
import { move } from './histories/moves.ts'
import { begin, neverDone } from './histories/opening.ts'
import { customersOf } from './histories/partners.ts'
import { comeToRest, everything } from './histories/rest.ts'
import { patience, runs, seed, steps } from './histories/settings.ts'
import { newWorld, type World } from './histories/world.ts'

/**
 * Salespeople, finance and bad weather, hundreds of steps at random: at the end both sides say the same to the cent, nothing is
 * there twice, nothing is left over, and looking at everything once more writes nothing. One world goes through all histories,
 * so that each begins where the last has ended. `HISTORY_SEED`, `HISTORY_RUNS` and `HISTORY_STEPS` make others.
 */
let test: TestSystem
let world: World
const trace: string[] = []

beforeAll(async () => {
  test = await startSystem()
  world = await newWorld(test)
  for (let other = 0; other < 6; other++) await happen(world, { deed: { do: 'newAccount', pick: 0, other, amount: 1 } })
}, 60_000)
afterAll(() => test.close())

async function wrong(): Promise<readonly string[]> {
  const { records } = test.sandboxes.salesforce
  const customers = await customersOf(world)
  return ([
    ...(await discord(world)),
    ...world.offices.flatMap((books) => {
      const own = customers.flatMap((pair) =>
        pair.books === books && pair.row ? [[pair.row.id, pair.id] as const] : [],
      )
      return disagreements(records, books.company, new Map(own))
    }),
  ] as string[]).filter((each) => !/hang below and read|of another customer/.test(each))
}

const writes = (marks: readonly [number, number]) =>
  [...test.sandboxes.salesforce.journal.calls(marks[0]), ...test.sandboxes.businessCentral.journal.calls(marks[1])]
    .filter((call) => call.write)
    .map((call) => `${call.method} ${call.url} ${call.requestBody ?? ''}`)

it(
  'ends in two sides that say the same, whatever has happened',
  async () => {
    await begin(world)
    expect(neverDone(world)).toEqual([])
    const length = steps(40)
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: length, maxLength: length, size: 'max' }), async (history) => {
        trace.push('--- history')
        for (const each of history) {
          const done = await happen(world, each)
          if (done) trace.push(new Date(test.clock.now()).toISOString().slice(5, 19) + ' ' + ('deed' in each ? `${each.deed.do} ${each.deed.pick}` : each.money.do))
        }
        await comeToRest(world)
        const found = await wrong()
        for (const id of world.orders) {
          const row = test.sandboxes.salesforce.records.get('Order', id)
          if (!found.some((each) => each.includes(String(row?.OrderNumber)))) continue
          console.log(id, [...world.deletedOrders], trace)
          for (const e of (await test.system.store.audit.of('salesforce', id, 60)).toReversed()) console.log(JSON.stringify(e).slice(0, 400))
        }
        expect(found).toEqual([])
        expect(await looseEnds(world)).toEqual([])
        const ends = await openEnds(world)
        const marks = [test.sandboxes.salesforce.journal.mark(), test.sandboxes.businessCentral.journal.mark()] as const
        await test.system.sink.accept(everything(world))
        await test.settle()
        expect(writes(marks)).toEqual([])
        // What has been mended meanwhile is not parked any more.
        await test.system.store.jobs.put(await test.system.store.issues.parked())
        await test.settle()
        expect(await openEnds(world)).toEqual(ends)
      }),
      { seed, numRuns: runs(1), endOnFailure: true },
    )
    expect(world.accounts.size).toBeGreaterThan(0)
    expect(world.orders.size).toBeGreaterThan(0)
  },
  patience,
)
