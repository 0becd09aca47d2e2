import { expect, test } from 'vitest'
import { noteTaxCode, taxCodesSaid, taxCodeStands, toRemember } from './tax-codes.ts'

const reads = (taxCode: string) => ({ taxCode })

test('where it reads back as it was written, what stands there tells', () => {
  expect(taxCodeStands('SUPPLIES', undefined, reads('SUPPLIES'))).toBe('as wanted')
  expect(taxCodeStands('supplies', { wrote: 'SUPPLIES', reads: 'SUPPLIES' }, reads('SUPPLIES'))).toBe('as wanted')
  expect(taxCodeStands('NONTAXABLE', { wrote: 'SUPPLIES', reads: 'SUPPLIES' }, reads('SUPPLIES'))).toBe('otherwise')
})

test('with VAT what was written last tells, as long as what it read then stands there', () => {
  const said = { wrote: 'REDUCED', reads: 'VAT10' }
  expect(taxCodeStands('REDUCED', said, reads('VAT10'))).toBe('as wanted')
  expect(taxCodeStands('ZERO', said, reads('VAT10'))).toBe('otherwise')
  // A group may be called as the identifier of another one is.
  expect(taxCodeStands('VAT10', said, reads('VAT10'))).toBe('otherwise')
})

test('what somebody else has written, or what was never confirmed, is not known', () => {
  expect(taxCodeStands('REDUCED', undefined, reads('VAT10'))).toBe('unknown')
  expect(taxCodeStands('REDUCED', { wrote: 'REDUCED', reads: 'VAT10' }, reads('VAT25'))).toBe('unknown')
  expect(taxCodeStands('ZERO', { wrote: 'REDUCED', reads: 'VAT10' }, reads('VAT25'))).toBe('otherwise')
})

test('codes of lines that give one are remembered from write to write, the others forgotten', () => {
  const said = taxCodesSaid({})
  noteTaxCode(said, 'a', { taxCode: 'REDUCED' }, { taxCode: 'VAT10' })
  noteTaxCode(said, 'b', { taxCode: 'ZERO' }, { taxCode: 'VAT0' })
  noteTaxCode(said, 'c', { quantity: 1 }, { taxCode: 'VAT25' })
  const lines = [
    { key: 'a', fields: { taxCode: 'REDUCED' } },
    { key: 'b', fields: {} },
    { key: 'c', fields: { taxCode: 'ZERO' } },
  ]
  const remembered = toRemember(said, lines)
  expect(remembered).toEqual({ taxCodes: { a: { wrote: 'REDUCED', reads: 'VAT10' } } })
  expect(taxCodesSaid({ remembered: JSON.parse(JSON.stringify(remembered)) as typeof remembered })).toEqual(
    new Map([['a', { wrote: 'REDUCED', reads: 'VAT10' }]]),
  )
  expect(toRemember(said, [{ key: 'b', fields: {} }])).toEqual({})
})
