import { describe, expect, it } from 'vitest'
import { addFormula } from './index.ts'

describe('a date formula', () => {
  it.each([
    ['', '2026-01-15'],
    ['0D', '2026-01-15'],
    ['10D', '2026-01-25'],
    ['2W', '2026-01-29'],
    ['1M', '2026-02-15'],
    ['1Q', '2026-04-15'],
    ['1Y', '2027-01-15'],
    ['-30D', '2025-12-16'],
    ['CW', '2026-01-18'],
    ['-CW', '2026-01-12'],
    ['CM', '2026-01-31'],
    ['-CM', '2026-01-01'],
    ['CQ', '2026-03-31'],
    ['-CQ', '2026-01-01'],
    ['CY', '2026-12-31'],
    ['-CY', '2026-01-01'],
    ['CM+10D', '2026-02-10'],
    ['1M+8D', '2026-02-23'],
    ['<CM + 1M>', '2026-02-28'],
    ['D20', '2026-01-20'],
    ['D15', '2026-02-15'],
    ['-D20', '2025-12-20'],
    ['WD5', '2026-01-16'],
    ['cd', '2026-01-15'],
  ])('%s from 15 January 2026 is %s', (formula, date) => {
    expect(addFormula('2026-01-15', formula)).toBe(date)
  })

  it('stays within a shorter month, and ends a month where it began at the end of one', () => {
    expect(addFormula('2026-01-31', '1M')).toBe('2026-02-28')
    expect(addFormula('2028-02-29', '1Y')).toBe('2029-02-28')
    expect(addFormula('2026-02-28', '1M')).toBe('2026-03-28')
  })

  it.each(['10', '1M(8D)', 'D32', 'nonsense', '1X'])('refuses %s', (formula) => {
    expect(() => addFormula('2026-01-15', formula)).toThrow()
  })
})
