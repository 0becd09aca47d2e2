import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import type { DetailedEntry } from '../ledger.ts'
import { rowsInCurrency } from './document-currency.ts'
import { paymentFigures, type Entry } from './payment-figures.ts'

/**
 * A payment that closes several invoices at once has one row by type for all of them, before the first that it is about; each
 * invoice has its own. [base application, table Detailed CV Ledg. Entry Buffer: InsertDtldCVLedgEntry]
 */
const [one, two, payment] = [1, 2, 3]

function row(number: number, entry: number, type: string, amount: string, applied = 0): DetailedEntry {
  const documentType = entry === payment || type !== 'Initial Entry' ? 'Payment' : 'Invoice'
  const of = { documentType, documentNumber: `D-${entry}`, customerNumber: '10000', postingDate: '2026-11-21' }
  return { ...of, number, entry, type, amount, applied }
}
const initial = (number: number, entry: number, amount: string) => row(number, entry, 'Initial Entry', amount)
const applied = (number: number, entry: number, amount: string) => row(number, entry, 'Application', amount, payment)

async function figuresOf(rows: readonly DetailedEntry[], euro: Readonly<Record<number, string>> = {}) {
  const entries = new Map(
    [...Map.groupBy(rows, ({ entry }) => entry)].flatMap(([number, own]): [number, Entry][] => {
      const [first] = own
      if (!first) return []
      const total = euro[number] === undefined ? undefined : new Decimal(euro[number])
      const document = total && { set: 'salesInvoices' as const, id: `I-${number}`, total, currencyCode: 'EUR' }
      const foreign = total && rowsInCurrency({ total, remaining: undefined, digits: 2 }, own)
      return [[number, { first, rows: own, document: document as Entry['document'], foreign }]]
    }),
  )
  const others = rows.filter(({ entry }) => entry !== payment)
  const figures = await paymentFigures(payment, entries, others, async () => undefined, 2)
  const parts = figures?.pairs.map(({ number, local, foreign }) => [number, local.toFixed(2), foreign?.toFixed(2)])
  return { parts, code: figures?.code, amount: figures?.amount.toFixed(2), left: figures?.unappliedAmount.toFixed(2) }
}

const invoices = [initial(1, one, '200'), initial(2, two, '100')]

describe('one payment of two invoices', () => {
  it('with one discount for both brought what they lost less the discount, in proportion', async () => {
    const posted = [
      ...[initial(3, payment, '-293.99'), row(4, payment, 'Payment Discount', '-6.01')],
      ...[applied(5, one, '-200'), applied(6, payment, '300'), applied(7, two, '-100')],
    ]
    const { parts, left } = await figuresOf([...invoices, ...posted])
    expect(parts).toEqual([
      [one, '195.99', undefined],
      [two, '98.00', undefined],
    ])
    expect(left).toBe('0.00')
  })

  it('of which only the second has a discount gives it to that one', async () => {
    const posted = [
      ...[initial(3, payment, '-298'), applied(4, one, '-200'), applied(5, payment, '300')],
      ...[row(6, payment, 'Payment Discount', '-2'), applied(7, two, '-100')],
    ]
    expect((await figuresOf([...invoices, ...posted])).parts).toEqual([
      [one, '200.00', undefined],
      [two, '98.00', undefined],
    ])
  })

  it('that is taken back and applied to one of them stands against that one alone', async () => {
    const posted = [
      ...[initial(3, payment, '-294'), row(4, payment, 'Payment Discount', '-6')],
      ...[applied(5, one, '-200'), applied(6, payment, '300'), applied(7, two, '-100')],
      row(8, payment, 'Payment Discount', '6'),
      ...[applied(9, one, '200'), applied(10, payment, '-300'), applied(11, two, '100')],
      ...[row(12, payment, 'Payment Discount', '-2'), applied(13, two, '-100'), applied(14, payment, '100')],
    ]
    const { parts, left } = await figuresOf([...invoices, ...posted])
    expect(parts).toEqual([[two, '98.00', undefined]])
    expect(left).toBe('196.00')
  })

  it('in euro, at a rate of its own, is told in euro to the cent', async () => {
    // EUR 200 and 100 at 1.10, paid with EUR 293.99 at 1.20: a gain of 30.00 in all, and a discount of EUR 6.01.
    const posted = [
      ...[initial(3, payment, '-352.79'), row(4, payment, 'Payment Discount', '-7.21')],
      ...[row(5, one, 'Realized Gain', '0'), row(6, payment, 'Realized Gain', '30'), applied(7, one, '-220')],
      ...[applied(8, payment, '330'), applied(9, two, '-110')],
    ]
    const sold = [initial(1, one, '220'), initial(2, two, '110')]
    expect(await figuresOf([...sold, ...posted], { [one]: '200', [two]: '100' })).toEqual({
      parts: [
        [one, '215.19', '195.99'],
        [two, '107.60', '98.00'],
      ],
      code: 'EUR',
      amount: '293.99',
      left: '0.00',
    })
  })
})

it('an invoice that somebody applied to two payments tells each what it took in euro', async () => {
  const other = 4
  const by = (number: number, entry: number, amount: string) => row(number, entry, 'Application', amount, one)
  const rows = [
    ...[initial(1, one, '220'), initial(2, payment, '-110'), initial(3, other, '-110')],
    ...[by(4, payment, '110'), by(5, one, '-220'), by(6, other, '110')],
  ]
  expect(await figuresOf(rows, { [one]: '200' })).toMatchObject({ parts: [[one, '110.00', '100.00']], code: 'EUR' })
})
