import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DoesNotFit } from '../mapping/index.ts'
import { BadExpression, compileExpression, expressionLimits } from './expression.ts'

const record = { Name: 'Acme', 'Owner.Alias': 'bob', Amount: new Decimal('12.50'), Type: null }

it.each([
  ["Name & ' / ' & Owner.Alias", ['Name', 'Owner.Alias'], 'Acme / bob'],
  ['Amount * 2', ['Amount'], 25],
  ["Type ? Type : 'none'", ['Type'], 'none'],
  ["$replace(Name, /c(m)/, 'C$1')", ['Name'], 'ACme'],
  ['$match(Name, /[a-z]/).match', ['Name'], ['c', 'm', 'e']],
])('%s', async (text, reads, value) => {
  const expression = compileExpression(text)
  expect(expression.reads).toEqual(reads)
  expect(JSON.parse(JSON.stringify(await expression.evaluate(record)))).toEqual(value)
})

const line = (quantity: string, price: string, discount: string) => ({
  Quantity: new Decimal(quantity),
  UnitPrice: new Decimal(price),
  Discount: new Decimal(discount),
  'Product2.Family': 'Chairs',
})
const order = { Limit: new Decimal('0.3'), Items: [line('1', '0.1', '0'), line('2', '0.1', '25')] }

describe('lines', () => {
  it.each<[string, Record<string, string[]>, string[], unknown]>([
    ['$count(Items)', { Items: [] }, [], 2],
    ['$count(Items[Discount > 20])', { Items: ['Discount'] }, [], 1],
    ['$sum(Items.(Quantity * UnitPrice)) > Limit', { Items: ['Quantity', 'UnitPrice'] }, [], false],
    ['$sum(Items.(Quantity * UnitPrice)) = Limit', { Items: ['Quantity', 'UnitPrice'] }, [], true],
    ['$max(Items.Discount)', { Items: ['Discount'] }, [], 25],
    ["'Chairs' in Items.Product2.Family", { Items: ['Product2.Family'] }, [], true],
    ['Items^(>Discount)[0].Quantity', { Items: ['Discount', 'Quantity'] }, [], 2],
    ['$count($filter(Items, function($i) { $i.Quantity > 1 }))', { Items: [] }, ['Quantity'], 1],
    ['($all := Items; $count($all[Quantity > 1]))', { Items: [] }, ['Quantity'], 1],
    ['($limit := Limit; $count(Items[UnitPrice > $limit]))', { Items: ['UnitPrice'] }, [], 0],
    ['$filter(Items, function($i) { $i.Discount > 20 }).Quantity', { Items: [] }, ['Discount', 'Quantity'], 2],
    ['$count($.Items[$.Discount > 20])', { Items: ['Discount'] }, [], 1],
  ])('%s', async (text, lines, loose, value) => {
    const expression = compileExpression(text, ['Items'])
    const read = Object.fromEntries([...expression.lines].map(([list, names]) => [list, [...names].toSorted()]))
    expect(read).toEqual(lines)
    expect(expression.loose).toEqual(loose)
    expect(expression.reads).toEqual(text.includes('Limit') ? ['Limit'] : [])
    expect(await expression.evaluate(order)).toEqual(value)
  })

  it('of an order without any count as none', async () => {
    expect(await compileExpression('$count(Items) = 0', ['Items']).evaluate({ Items: [] })).toBe(true)
    expect(await compileExpression('$sum(Items.Quantity) > 1', ['Items']).evaluate({ Items: [] })).toBeUndefined()
  })
})

describe('calculates in decimals', () => {
  it.each<[string, unknown]>([
    ['0.1 + 0.2 = 0.3', true],
    ['0.3 - 0.1 = 0.2', true],
    ['1.1 * 1.1', 1.21],
    ['$sum([0.1, 0.2, 0.3])', 0.6],
    ['$average([0.1, 0.2])', 0.15],
    ['10 % 3', 1],
    ['(1 + 2)[0]', 3],
    ['-(0.1 + 0.2)', -0.3],
    ['1 / 3 * 3', 0.999999999999999],
    ['missing + 1', undefined],
    ['$sum(missing)', undefined],
  ])('%s', async (text, value) => {
    expect(await compileExpression(text).evaluate({})).toBe(value)
  })

  it.each(['1 / 0', "1 + 'a'", '10 % 0'])('%s fails', async (text) => {
    await expect(compileExpression(text).evaluate({})).rejects.toThrow(DoesNotFit)
  })

  it('sums whatever amounts to the cent', async () => {
    const expression = compileExpression('$sum(Items.(Quantity * UnitPrice))', ['Items'])
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => new Decimal(cents).div(100))
    const lines = fc.array(fc.record({ Quantity: fc.integer({ min: 1, max: 999 }).map(Decimal), UnitPrice: amount }), {
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(lines, async (Items) => {
        const sum = Items.reduce((total, each) => total.plus(each.Quantity.times(each.UnitPrice)), new Decimal(0))
        expect(await expression.evaluate({ Items })).toBe(sum.toNumber())
      }),
    )
  })
})

describe('is refused before anything runs', () => {
  it.each([
    ['Name &', 'Unexpected end of expression'],
    ['*', 'uses *'],
    ['Account.**.Name', 'uses **'],
    ['$now()', 'uses $now'],
    ["$eval('Name')", 'uses $eval'],
    ['$$.Name', 'uses $$'],
    [`"${'x'.repeat(expressionLimits.characters)}"`, 'characters'],
  ])('%s', (text, reason) => {
    expect(() => compileExpression(text)).toThrow(BadExpression)
    expect(() => compileExpression(text)).toThrow(reason)
  })
})

describe('is stopped when it', () => {
  it.each([
    ['never ends', '($f := function($x) { $f($x + 1) }; $f(1))'],
    ['calls itself too deeply', '($f := function($x) { $x + $f($x) + 1 }; $f(1))'],
    ['makes too long a list', '$sum($map([1..100000], function($x) { $x }))'],
    ['fails', '$number(Name)'],
    ['needs a pattern without a linear match', '$match(Name, /(?=A)/)'],
  ])('%s', async (_, text) => {
    await expect(compileExpression(text).evaluate(record)).rejects.toThrow(DoesNotFit)
  })

  it('would round an amount', async () => {
    const expression = compileExpression('Amount + 1')
    await expect(expression.evaluate({ Amount: new Decimal('12345678901234.567') })).rejects.toThrow('15 digits')
  })
})

it('matches a hostile pattern in linear time', async () => {
  const value = await compileExpression("$replace(Name, /(a+)+$/, 'x')").evaluate({ Name: `${'a'.repeat(5000)}!` })
  expect(value).toHaveLength(5001)
})

describe('an empty field', () => {
  const evaluateWithGaps = (text: string, fields: Record<string, unknown>) =>
    compileExpression(text, ['Lines']).evaluateWithGaps(fields)

  it.each<[string, unknown]>([
    ['Limit > 10', undefined],
    ['Limit <= 10', undefined],
    ['$not(Limit > 10)', undefined],
    ['$lowercase(Mail)', undefined],
    ["$contains(Mail, 'x')", undefined],
    ['Limit = null', true],
    ['Limit > 10 or Limit = null', true],
    ['Limit > 10 or null != Limit', false],
    ["$lowercase(Mail) = 'x' or $not(Mail = null)", false],
    ['$count(Lines[Discount > 20 or Discount = null])', 2],
    ['Limit != null', false],
    ["$exists(Mail) ? Mail : 'none'", null],
    ['$sum(Lines[Discount > 20].Quantity)', 3],
    ["'To ' & Mail & (Mail & '.')", 'To .'],
    ["Mail & ' over ' & (1 + 2)", ' over 3'],
    ["Mail & $lowercase(Mail) & 'x'", 'x'],
    ["$join(Lines.(Discount & '%'), ' ')", '% 25%'],
  ])('%s', async (text, value) => {
    const lines = [
      { Discount: null, Quantity: 1 },
      { Discount: 25, Quantity: 3 },
    ]
    expect(await evaluateWithGaps(text, { Limit: null, Mail: null, Lines: lines })).toEqual(value)
  })

  it('is no excuse for what fails without it, too', async () => {
    await expect(evaluateWithGaps("Name > 10 or Mail = 'x'", { Name: 'Acme', Mail: null })).rejects.toThrow('fails')
  })

  it('fails where nothing may be taken for no', async () => {
    await expect(compileExpression('Limit > 10').evaluate({ Limit: null })).rejects.toThrow('fails')
  })
})
