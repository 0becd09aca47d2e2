import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BusinessError } from '../emulators/business-central/tables.ts'
import { journals } from '../support/journals.ts'
import { stillTalking } from '../support/settle.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { disagreements } from './histories/agreement.ts'
import type { Bookkeeper } from './histories/bookkeeper.ts'
import { moneyMove, takeMoneyMove, type MoneyMove } from './histories/money-moves.ts'
import { openOffices } from './histories/offices.ts'
import { patience, runs, seed } from './histories/settings.ts'

/**
 * Whatever finance posts, in two companies and two currencies, Salesforce says the same to the cent, once, and a second look
 * at everything writes nothing.
 */
let test: TestSystem
let offices: readonly {
  readonly books: Bookkeeper
  readonly customers: readonly string[]
  /** The account of each customer. */
  readonly accounts: ReadonlyMap<string, string>
}[]

beforeAll(async () => {
  test = await startSystem()
  const opened = await openOffices(test)
  offices = opened.map(({ books, local, foreign }) => ({
    books,
    customers: [local.id, foreign.id],
    accounts: new Map([local, foreign].map(({ id, accountId }) => [id, accountId])),
  }))
}, 60_000)
afterAll(() => test.close())

const wrong = () =>
  offices.flatMap(({ books, accounts }) => disagreements(test.sandboxes.salesforce.records, books.company, accounts))

it(
  'says to the cent what Business Central says, after any history',
  async () => {
    let refused = 0
    let taken = 0
    await fc.assert(
      fc.asyncProperty(fc.array(moneyMove, { minLength: 12, maxLength: 30 }), async (moves: readonly MoneyMove[]) => {
        for (const move of moves) {
          const office = offices[move.office % offices.length]
          if (!office) continue
          try {
            taken += takeMoneyMove(office.books, office.customers, move) ? 1 : 0
          } catch (error) {
            if (!(error instanceof BusinessError)) throw error
            refused++
          }
          if (move.look) await test.settle()
        }
        await test.settle()
        expect(wrong()).toEqual([])
      }),
      { seed, numRuns: runs(5), endOnFailure: true },
    )
    expect(taken).toBeGreaterThan(refused)
    const entries = offices.flatMap(({ books, customers }) => customers.flatMap((id) => books.entries(id)))
    const applied = entries.filter((entry) => !new Decimal(String(entry.amount)).eq(String(entry.remainingAmount)))
    expect(applied.length).toBeGreaterThan(5)
  },
  patience,
)

it(
  'writes nothing when everything is looked at once more',
  async () => {
    const since = journals(test)
    const change = (name: string, company: string, id: string) =>
      ({ entity: { system: 'business-central', name }, company, id, kind: 'updated', echo: false }) as const
    await test.system.sink.accept(
      offices.flatMap(({ books, customers }) =>
        customers.flatMap((customer) => [
          change('customer', books.company.id, customer),
          ...books.documents('salesInvoices', customer).map((row) => change('salesInvoice', books.company.id, row.id)),
          ...books
            .documents('salesCreditMemos', customer)
            .map((row) => change('salesCreditMemo', books.company.id, row.id)),
          ...books
            .entries(customer)
            .map((entry) => change('ledgerPayment', books.company.id, String(entry.entryNumber))),
        ]),
      ),
    )
    await test.settle()
    expect(since.writes()).toEqual([])
    expect(await stillTalking(test.system)).toEqual([])
  },
  patience,
)
