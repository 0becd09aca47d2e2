import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BusinessError } from '../tables.ts'
import { postInvoice } from './index.ts'
import { checkBooks } from './proof/check-books.ts'
import { step } from './proof/steps.ts'
import { takeStep } from './proof/take-step.ts'
import { createWorld } from './proof/world.ts'

const usual = 20260115
const seed = Number(process.env['BC_SEED'] ?? usual)
const runs = Number(process.env['BC_POSTING_SEQUENCES'] ?? 200)

/** Something to begin with, so that the first steps find what they need. */
function begin() {
  const world = createWorld()
  const { books, customers } = world
  for (const customer of customers) {
    const lines = [
      books.sale(books.lamp, '2', { unitPrice: '33.33' }),
      books.sale(books.desk, '1', { unitPrice: '70' }),
    ]
    const { id } = books.draft('salesInvoice', lines, { discountAmount: '0.07' }, customer)
    postInvoice(books.company, id)
    books.draft('salesOrder', [books.sale(books.lamp, '5'), books.sale(books.desk, '3')], {}, customer)
  }
  return world
}

it(`any sequence of postings keeps the books (BC_SEED=${seed}, ${runs} sequences)`, () => {
  const done = new Map<string, number>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
      const world = begin()
      steps.forEach((now, index) => {
        try {
          if (takeStep(world, now) === 'done') done.set(now.do, (done.get(now.do) ?? 0) + 1)
        } catch (error) {
          // A refusal is an answer too, as long as it is one of BC's and leaves the books in order.
          if (!(error instanceof BusinessError)) throw error
        }
        if (index % 10 === 9 || index === steps.length - 1) checkBooks(world.books.company, 100)
      })
    }),
    { numRuns: runs, seed },
  )
  // Every kind of step went through often enough to mean something.
  if (runs < 200 || seed !== usual) return
  for (const [kind, times] of done) expect([kind, times >= 8]).toEqual([kind, true])
  expect(done.size).toBe(22)
})
