import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BusinessError } from '../emulators/business-central/tables.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { disagreements, mirroredCustomers } from './histories/agreement.ts'
import { move } from './histories/moves.ts'
import { patience, runs, seed, steps } from './histories/settings.ts'
import { happen } from './histories/deeds.ts'
import { discord } from './histories/discord.ts'
import { comeToRest, newWorld, signal, type World } from './histories/world.ts'

/**
 * Salespeople, finance and bad weather, hundreds of steps at random: at the end both sides say the same to the cent, nothing is
 * there twice, nothing is left over, and looking at everything once more writes nothing. One world goes through all histories,
 * so that each begins where the last has ended. `HISTORY_SEED`, `HISTORY_RUNS` and `HISTORY_STEPS` make others.
 */
let test: TestSystem
let world: World

beforeAll(async () => {
  test = await startSystem()
  world = await newWorld(test)
}, 60_000)
afterAll(() => test.close())

const wrong = () => {
  const { records } = test.sandboxes.salesforce
  return [
    ...discord(world),
    ...world.offices.flatMap(({ company }) => disagreements(records, company, mirroredCustomers(records, company))),
  ]
}

/** Everything there is, told once more. */
const everything = () => [
  ...[...world.accounts.keys()].map((id) => signal('salesforce', 'Account', '', id)),
  ...[...world.orders].map((id) => signal('salesforce', 'Order', '', id)),
  ...world.offices.flatMap(({ company }) =>
    (
      [
        ['customer', 'customers'],
        ['item', 'items'],
        ['salesOrder', 'salesOrders'],
        ['salesInvoice', 'salesInvoices'],
        ['salesCreditMemo', 'salesCreditMemos'],
      ] as const
    ).flatMap(([name, set]) =>
      company
        .table(set)
        .all()
        .map((row) => signal('business-central', name, company.id, row.id)),
    ),
  ),
]

const writes = (marks: readonly [number, number]) =>
  [...test.sandboxes.salesforce.journal.calls(marks[0]), ...test.sandboxes.businessCentral.journal.calls(marks[1])]
    .filter((call) => call.write)
    .map((call) => `${call.method} ${call.url}`)

it(
  'ends in two sides that say the same, whatever has happened',
  async () => {
    const length = steps(60)
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: length, maxLength: length, size: 'max' }), async (history) => {
        for (const each of history) {
          try {
            await happen(world, each)
          } catch (error) {
            if (!(error instanceof BusinessError)) throw error
          }
        }
        await comeToRest(world)
        expect(wrong()).toEqual([])
        const marks = [test.sandboxes.salesforce.journal.mark(), test.sandboxes.businessCentral.journal.mark()] as const
        await test.system.sink.accept(everything())
        await test.settle()
        expect(writes(marks)).toEqual([])
      }),
      { seed, numRuns: runs(2), endOnFailure: true },
    )
    expect(world.accounts.size).toBeGreaterThan(0)
    expect(world.orders.size).toBeGreaterThan(0)
  },
  patience,
)
