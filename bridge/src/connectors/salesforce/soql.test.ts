import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { Misconfigured } from '../../engine/errors.ts'
import { account, billingInvoice, order, pricebookEntry } from './entities.ts'
import { groupsOf, isId, literal } from './soql.ts'
import { select, selectClause } from './selection.ts'

describe('literal', () => {
  it.each([
    [`O'Neill \\ "x"\n`, 'text', `'O\\'Neill \\\\ \\"x\\"\\n'`],
    ['', 'text', 'null'],
    [null, 'reference', 'null'],
    [new Decimal('12345678901234567.89'), 'number', '12345678901234567.89'],
    [new Decimal('1e-7'), 'number', '0.0000001'],
    ['2026-11-21', 'day', '2026-11-21'],
    ['2026-11-21T08:00:00.000Z', 'instant', '2026-11-21T08:00:00.000Z'],
    [false, 'flag', 'false'],
  ] as const)('%s as %s', (value, kind, soql) => {
    expect(literal(value, kind)).toBe(soql)
  })

  it.each([
    ["2026-01-01' OR Name != '", 'day'],
    ['1 OR 1=1', 'number'],
  ] as const)('refuses %s as %s', (value, kind) => {
    expect(() => literal(value, kind)).toThrow(Misconfigured)
  })
})

describe('groupsOf', () => {
  it('keeps every group below its length and size', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `001${String(index).padStart(15, '0')}`)
    const groups = groupsOf(ids, { around: 4000, most: 200 })
    expect(groups.flat()).toEqual(ids)
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(200)
    const long = groupsOf(
      ids.map((id) => id.repeat(20)),
      { around: 4000, most: 200 },
    )
    expect(Math.max(...long.map((group) => encodeURIComponent(group.join("','")).length))).toBeLessThan(8000)
  })

  it('lets one part that is too long stand alone', () => {
    expect(groupsOf(['x'.repeat(20_000), 'y'], { around: 0, most: 200 })).toHaveLength(2)
  })
})

it('knows an id', () => {
  expect(['001000000000001', '001000000000001AAA', '001*', "001' OR '", ''].map(isId)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

describe('select', () => {
  it('asks for lines in a sub-query', () => {
    expect(selectClause(select(order, ['Id', 'OrderNumber', 'OrderItems.Quantity']))).toBe(
      'SELECT Id, SystemModstamp, OrderNumber, (SELECT Id, SystemModstamp, Quantity FROM OrderItems ORDER BY CreatedDate, Id) FROM Order',
    )
    expect(selectClause(select(billingInvoice, ['Lines.BC_Amount__c']))).toContain('FROM BC_Invoice_Lines__r')
  })

  it('refuses a field that the entity does not have', () => {
    expect(() => selectClause(select(account, ['Nmae']))).toThrow(/Account has no field Nmae/)
    expect(() => selectClause(select(pricebookEntry, ["Id FROM Account WHERE Name = '"]))).toThrow(Misconfigured)
  })
})
