import { Decimal } from 'decimal.js'
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
