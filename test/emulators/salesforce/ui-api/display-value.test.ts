import { describe, expect, it } from 'vitest'
import type { FieldType } from '../schema.ts'
import { expandField } from '../standard-objects/expand.ts'
import { displayValue } from './display-value.ts'

const shown = (type: FieldType, value: unknown, scale = 2) =>
  displayValue(expandField({ name: 'Field__c', type, scale }), value)

describe('displayValue', () => {
  it.each([
    ['currency', '1234.5', '$1,234.50'],
    ['currency', '-10', '-$10.00'],
    ['double', '9007199254740993.25', '9,007,199,254,740,993.25'],
    ['percent', '12.5', '12.50%'],
    ['int', 39000, '39,000'],
    ['date', '2026-03-02', '3/2/2026'],
    ['datetime', '2026-03-02T10:05:00.000Z', '3/2/2026, 10:05 AM'],
    ['time', '22:05:00.000Z', '10:05 PM'],
    ['picklist', 'Anything', 'Anything'],
    ['multipicklist', 'A;B', 'A;B'],
    ['string', 'text', null],
    ['boolean', true, null],
    ['reference', '001000000000001AAA', null],
    ['currency', null, null],
    ['date', undefined, null],
  ] as const)('of a %s %j is %j', (type, value, expected) => {
    expect(shown(type, value)).toBe(expected)
  })
})
