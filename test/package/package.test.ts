import { describe, expect, it } from 'vitest'
import { openPackage, readPackage } from './package-source.ts'
import { rules } from './rules/index.ts'

describe('the package', () => {
  const source = openPackage(readPackage())

  it('is read as a whole', () => {
    expect(source.components.length).toBeGreaterThan(120)
  })

  it.each(rules)('keeps the rule $name', (rule) => {
    expect(rule.check(source)).toEqual([])
  })
})
