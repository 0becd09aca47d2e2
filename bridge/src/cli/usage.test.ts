import { describe, expect, it } from 'vitest'
import { createCli } from '../cli.ts'
import { BadUsage, instantOf } from './usage.ts'

describe('bad usage is told before anything is opened', () => {
  it.each([
    [['issues', '--retry', 'x', '--retry-all'], 'only one of'],
    [['issues', '--flow', 'acount-to-customer'], 'Did you mean account-to-customer?'],
    [['issues', '--link', '12'], 'write ISSUE=CANDIDATE'],
    [['issues', '--link', '=12'], 'write ISSUE=CANDIDATE'],
    [['audit', 'sap', '1'], 'The systems are: '],
    [['audit', 'salesforce', '1', '--limit', 'all'], '--limit all'],
    [['replay'], 'Give either'],
    [['replay', '12', '--flow', 'account-to-customer'], 'Give either'],
    [['replay', 'twelve'], 'is not the number of an audit entry'],
    [['replay', '12', '--from', '2026-01-01'], 'go with --flow'],
    [['replay', '--flow', 'account-to-customer'], 'needs --from'],
    [['replay', '--flow', 'account-to-customer', '--from', 'monday'], '--from monday'],
    [['replay', '--flow', 'everything', '--from', '2026-01-01'], 'There is no flow everything'],
    [['sync', 'everything'], 'There is no flow everything'],
    [['sync', 'item-to-product', '--since', '2026-13-45'], '--since 2026-13-45'],
  ])('%j', async (command, words) => {
    const trouble = await createCli()
      .parseAsync(command, { from: 'user' })
      .catch((error: unknown) => error)
    expect(trouble).toBeInstanceOf(BadUsage)
    expect((trouble as Error).message).toContain(words)
  })
})

it.each([
  ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['2026-11-01T08:00Z', '2026-11-01T08:00:00.000Z'],
  ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(instantOf('--from', text)).toBe(instant)
})
