import { expect, it } from 'vitest'
import type { KeptAuditEntry } from '../engine/store.ts'
import { trailOf } from './trail.ts'

const entry = (id: string, fields?: Record<string, unknown>, record = 'a'): KeptAuditEntry => ({
  id,
  flow: 'deal-to-bill',
  company: 'c',
  record,
  at: '2026-11-21T08:00:00.000Z',
  source: { system: 'shop', name: 'deal' },
  target: { system: 'books', name: 'bill' },
  targetId: `bill of ${record}`,
  outcome: fields ? 'modified' : 'unchanged',
  fields,
  message: undefined,
})

it('tells what each write has changed, record by record', () => {
  const trail = trailOf([
    entry('1', { name: 'Acme', total: '10' }),
    entry('2', { name: 'Other' }, 'b'),
    entry('3'),
    entry('4', { name: 'Acme', total: '12', lines: [{ key: '1' }] }),
    entry('5', { name: null, lines: [{ key: '1' }] }),
  ])
  expect(trail.map(({ changes }) => changes)).toEqual([
    [
      { field: 'name', is: 'Acme' },
      { field: 'total', is: '10' },
    ],
    [{ field: 'name', is: 'Other' }],
    [],
    [
      { field: 'total', was: '10', is: '12' },
      { field: 'lines', is: [{ key: '1' }] },
    ],
    [{ field: 'name', was: 'Acme', is: null }],
  ])
})
