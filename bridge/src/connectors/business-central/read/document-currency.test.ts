import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DetailedEntry } from '../ledger.ts'
import { rowsInCurrency } from './document-currency.ts'

const entry = 7

function row(number: number, type: string, amount: string, applied = 0): DetailedEntry {
  const document = { documentType: 'Invoice', documentNumber: 'I-1', customerNumber: '10000' }
  return { number, entry, type, ...document, postingDate: '2026-11-21', amount, applied }
}

const initial = (amount: string) => row(1, 'Initial Entry', amount)
const texts = (amounts: ReadonlyMap<number, Decimal>) => [...amounts.values()].map((amount) => amount.toFixed(2))
const document = (total: string, remaining?: string) => ({
  total: new Decimal(total),
  remaining: remaining === undefined ? undefined : new Decimal(remaining),
  digits: 2,
})

describe('the rows of an invoice in euro', () => {
  it('are what was applied, to the cent', () => {
    const rows = [initial('110'), row(2, 'Application', '-11.01', 9), row(3, 'Application', '-98.99', 10)]
    expect(texts(rowsInCurrency(document('100', '0'), rows))).toEqual(['100.00', '-10.01', '-89.99'])
  })

  it('come back as they went when they are un-applied', () => {
    const rows = [
      initial('85'),
      row(2, 'Application', '-0.15', 9),
      row(3, 'Application', '-84.85', 10),
      row(4, 'Application', '84.85', 10),
      row(5, 'Application', '0.15', 9),
    ]
    const amounts = rowsInCurrency(document('100', '100'), rows)
    const [total, small, rest, restBack, smallBack] = [...amounts.values()]
    expect([rest, small].map((each) => each?.neg().toFixed(2))).toEqual(
      [restBack, smallBack].map((each) => each?.toFixed(2)),
    )
    expect(total?.toFixed(2)).toBe('100.00')
  })

  it('take in the gain when the invoice itself did the applying, at the rate of the payment', () => {
    const rows = [initial('110'), row(2, 'Application', '-62.5', entry), row(3, 'Realized Gain', '7.5', entry)]
    expect(texts(rowsInCurrency(document('100', '50'), rows))).toEqual(['100.00', '-50.00'])
  })

  it('of a credit memo are negative', () => {
    const rows = [initial('-110'), row(2, 'Application', '22', 9)]
    expect(texts(rowsInCurrency(document('100'), rows))).toEqual(['-100.00', '20.00'])
  })

  it('are none of a document over nothing', () => {
    expect(rowsInCurrency(document('0', '0'), [initial('0')]).size).toBe(0)
  })

  it('do not follow a document that was read at another moment', () => {
    const rows = [initial('110'), row(2, 'Application', '-11', 9)]
    expect(texts(rowsInCurrency(document('100', '50'), rows))).toEqual(['100.00', '-10.00'])
  })

  it('always sum up to what is paid of the document, whatever the rate', () => {
    const cents = fc.integer({ min: 1, max: 50_000 })
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 20_000 }),
        fc.array(cents, { minLength: 1, maxLength: 8 }),
        (rate, parts) => {
          const inLocal = (amount: Decimal) => amount.times(rate).div(10_000).toDecimalPlaces(2)
          const total = new Decimal(parts.reduce((sum, each) => sum + each, 1)).div(100)
          fc.pre(!inLocal(total).isZero())
          const rows = parts.map((part, index) =>
            row(index + 2, 'Application', inLocal(new Decimal(part).div(100)).neg().toFixed(), index + 20),
          )
          const paid = parts.reduce((sum, each) => sum.plus(each), new Decimal(0)).div(100)
          const all = [row(1, 'Initial Entry', inLocal(total).toFixed()), ...rows]
          const amounts = rowsInCurrency({ total, remaining: total.minus(paid), digits: 2 }, all)
          const sum = [...amounts.values()].reduce((left, each) => left.plus(each), new Decimal(0))
          expect(sum.toFixed(2)).toBe(total.minus(paid).toFixed(2))
        },
      ),
      { seed: 20_261_121, numRuns: 300 },
    )
  })
})
