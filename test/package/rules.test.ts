import { describe, expect, it } from 'vitest'
import { inAccess } from './mistakes/in-access.ts'
import { inFields } from './mistakes/in-fields.ts'
import { inFiles } from './mistakes/in-files.ts'
import { inPages } from './mistakes/in-pages.ts'
import { openPackage } from './package-source.ts'
import { rules } from './rules/index.ts'

const mistakes = [...inFiles, ...inFields, ...inAccess, ...inPages]

describe('each rule sees its mistake', () => {
  it.each(mistakes)('%s: %s', (name, says, files) => {
    const rule = rules.find((each) => each.name === name)
    const problems = rule?.check(openPackage(files)).map(({ problem }) => problem) ?? []
    expect(problems.join('\n')).toContain(says)
  })

  it('and every rule has one', () => {
    const seen = new Set(mistakes.map(([name]) => name))
    expect(rules.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
  })
})
