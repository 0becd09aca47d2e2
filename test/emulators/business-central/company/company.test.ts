import { beforeEach, expect, test } from 'vitest'
import { VirtualClock } from '../../kit/clock.ts'
import type { RowChange } from '../tables.ts'
import { createCompany, type SandboxCompany } from './company.ts'
import { numberAfter } from './number-series.ts'

let clock: VirtualClock
let company: SandboxCompany
beforeEach(() => {
  clock = new VirtualClock({ start: Date.parse('2026-03-16T03:30:00Z'), running: false })
  company = createCompany({ id: 'c', name: 'Test', timeZone: 'America/New_York' }, clock)
})

test('its day is the one of its time zone, not of UTC', () => {
  expect(company.workDate()).toBe('2026-03-15')
})

test('a failed unit of work leaves rows, indexes, numbers and listeners as they were', () => {
  const heard: RowChange[] = []
  company.onChange((change) => heard.push(change))
  const items = company.table('items')
  const kept = items.insert({ number: '1', unitPrice: '1' })
  items.where('number', '1')
  expect(() =>
    company.transaction(() => {
      items.update(kept.id, { number: '9' })
      items.insert({ number: '2' })
      items.delete(kept.id)
      company.nextNumber('salesOrder')
      company.nextEntry('generalLedgerEntries')
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(items.all()).toEqual([kept])
  expect(items.where('number', '1')).toEqual([kept])
  expect(items.where('number', '9')).toEqual([])
  expect(company.nextNumber('salesOrder')).toBe('101001')
  expect(company.nextEntry('generalLedgerEntries')).toBe(1)
  expect(heard.map(({ kind }) => kind)).toEqual(['created'])
})

test('an inner unit that fails and is caught does not take the outer one back', () => {
  const items = company.table('items')
  company.transaction(() => {
    items.insert({ number: '1' })
    expect(() =>
      company.transaction(() => {
        items.insert({ number: '2' })
        throw new Error('inner')
      }),
    ).toThrow('inner')
  })
  expect(items.all().map((row) => row['number'])).toEqual(['1'])
})

test('changes are told once the outermost unit is done', () => {
  const heard: string[] = []
  company.onChange((change) => heard.push(change.kind))
  company.transaction(() => {
    const { id } = company.table('items').insert({ number: '1' })
    company.table('items').update(id, { number: '2' })
    company.table('items').update(id, { inventory: '5' }, { silent: true })
    expect(heard).toEqual([])
  })
  expect(heard).toEqual(['created', 'updated'])
})

test('a loud change gives a new tag and stamp, a silent one neither', async () => {
  const items = company.table('items')
  const first = items.insert({ number: '1' })
  await clock.advance(1000)
  const silent = items.update(first.id, { inventory: '5' }, { silent: true })
  expect([silent['_etag'], silent['lastModifiedDateTime']]).toEqual([first['_etag'], first['lastModifiedDateTime']])
  const loud = items.update(first.id, { unitPrice: '2' })
  expect(loud['_etag']).not.toBe(first['_etag'])
  expect(loud['lastModifiedDateTime']).toBe('2026-03-16T03:30:01.000Z')
})

test('rows come in the order of their number, however they were made', () => {
  const items = company.table('items')
  for (const number of ['20', '10', '30']) items.insert({ number })
  const ten = items.find((row) => row['number'] === '10')
  expect(items.all().map((row) => row['number'])).toEqual(['10', '20', '30'])
  items.update(ten?.id ?? '', { number: '40' })
  expect(items.all().map((row) => row['number'])).toEqual(['20', '30', '40'])
})

test.each([
  ['C00010', 10, 'C00020'],
  ['PS-INV103001', 1, 'PS-INV103002'],
  ['99', 1, '100'],
  ['S-9-X', 1, 'S-10-X'],
  ['NONE', 1, 'NONE1'],
])('after %s with step %i comes %s', (number, step, next) => {
  expect(numberAfter(number, step)).toBe(next)
})
