import { describe, expect, test } from 'vitest'
import { ApiError } from '../../context.ts'
import { fillReferences } from './reference.ts'

const answers = new Map<string, unknown>([
  ['acc', { id: '001', success: true, errors: [] }],
  ['q', { totalSize: 1, records: [{ Id: '001', Name: null, Owner: { Name: 'O' } }] }],
  ['1-x', { id: '003' }],
  ['many', [{ id: '001' }, { id: '002' }]],
])

describe('a reference', () => {
  test.each([
    ['@{acc.id}', '001'],
    ['x/@{acc.id}/@{q.records[0].Id}', 'x/001/001'],
    ['@{q.records[0].Owner.Name}', 'O'],
    ['@{many[1].id}', '002'],
    ['@{1-x.id}', '003'],
    ['@{q.totalSize}', '1'],
    ['@{acc.success}', 'true'],
    ['@acc.id', '@acc.id'],
  ])('%s is %s', (text, filled) => {
    expect(fillReferences(text, answers)).toBe(filled)
    expect(fillReferences({ a: [text], b: 1 }, answers)).toEqual({ a: [filled], b: 1 })
  })

  // "If you use Id instead …, you get an error"; referenceable are texts, numbers, dates and booleans. [REST API: Composite Subrequest, Usage]
  test.each([
    ['@{acc.Id}', 'case'],
    ['@{Acc.id}', 'case of the reference'],
    ['@{q.records[0].Name}', 'null'],
    ['@{q.records[1].Id}', 'beyond the list'],
    ['@{q.records[0]}', 'an object'],
    ['@{acc.errors}', 'a list'],
    ['@{q}', 'a whole answer'],
    ['@{q.records.length}', 'no field'],
    ['@{acc.constructor.name}', 'no field of the answer'],
    ['@{q.records..Id}', 'no path'],
    ['@{nope.id}', 'no answer'],
  ])('%s has no value: %s', (text) => {
    const fill = (): unknown => fillReferences(text, answers)
    expect(fill).toThrow(ApiError)
    expect(fill).toThrow(`PROCESSING_HALTED: Invalid reference specified. No value for ${text.slice(2, -1)} found in `)
  })
})
