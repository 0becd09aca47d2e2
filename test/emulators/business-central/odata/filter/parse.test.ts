import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServiceError } from '../../errors.ts'
import { comparisons, type Expression, type Operand } from './expression.ts'
import { parseFilter } from './parse.ts'

const keywords = ['and', 'or', 'not', 'in', 'true', 'false', 'null', ...comparisons]
const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/).filter((text) => !keywords.includes(text))
const literal: fc.Arbitrary<Operand> = fc.oneof(
  fc.string().map((text) => ({ kind: 'literal' as const, type: 'string' as const, text })),
  fc.uuid().map((text) => ({ kind: 'literal' as const, type: 'guid' as const, text })),
  fc.integer().map((number) => ({ kind: 'literal' as const, type: 'number' as const, text: String(number) })),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => ({ kind: 'literal' as const, type: 'instant' as const, text: date.toISOString() })),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => ({ kind: 'literal' as const, type: 'date' as const, text: date.toISOString().slice(0, 10) })),
  fc.boolean().map((value) => ({ kind: 'literal' as const, type: 'boolean' as const, text: String(value) })),
)
const property: fc.Arbitrary<Operand> = name.map((text) => ({ kind: 'property', name: text }))
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(fc.constantFrom(...comparisons), property, literal)
      .map(([operator, left, right]): Expression => ({ kind: 'compare', operator, left, right })),
    fc
      .tuple(property, fc.array(literal, { minLength: 1, maxLength: 3 }))
      .map(([left, list]): Expression => ({ kind: 'in', left, list })),
    fc
      .tuple(fc.constantFrom('startswith' as const, 'contains' as const), property, literal)
      .map(([call, first, second]): Expression => ({
        kind: 'test',
        operand: { kind: 'call', name: call, arguments: [first, second] },
      })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('tree'), tie('tree'))
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
    tie('tree').map((of): Expression => ({ kind: 'not', of })),
  ),
}))

function writeOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'property':
      return operand.name
    case 'call':
      return `${operand.name}(${operand.arguments.map(writeOperand).join(', ')})`
    case 'literal':
      return operand.type === 'string' ? `'${operand.text.replaceAll("'", "''")}'` : operand.text
  }
}
function write(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${write(expression.left)}) ${expression.kind} (${write(expression.right)})`
    case 'not':
      return `not (${write(expression.of)})`
    case 'compare':
      return `${writeOperand(expression.left)} ${expression.operator} ${writeOperand(expression.right)}`
    case 'in':
      return `${writeOperand(expression.left)} in (${expression.list.map(writeOperand).join(',')})`
    case 'test':
      return writeOperand(expression.operand)
  }
}

test('reads back every filter it is given', () => {
  fc.assert(
    fc.property(tree, (expression) => {
      expect(parseFilter(write(expression))).toEqual(expression)
    }),
  )
})

test('answers any text with a filter or a clear error, never with a crash', () => {
  const scraps = fc.array(
    fc.oneof(fc.string(), fc.constantFrom("'", '(', ')', ' eq ', ' and ', 'in', ',', 'name', '1', 'null')),
  )
  fc.assert(
    fc.property(scraps, (parts) => {
      try {
        parseFilter(parts.join(''))
      } catch (error) {
        expect(error).toBeInstanceOf(ServiceError)
      }
    }),
  )
})

test('and binds tighter than or', () => {
  expect(parseFilter('a eq 1 or b eq 2 and c eq 3')).toMatchObject({ kind: 'or', right: { kind: 'and' } })
})

test.each([
  ['', 'ends too early'],
  ['name eq', 'ends too early'],
  ["name eq 'open", 'Syntax error'],
  ['name eq 1 2', 'Syntax error'],
  ['name like 1', 'Syntax error'],
  ['frobnicate(name)', 'unknown function'],
  ['contains(name)', 'does not take 1'],
  [`${'('.repeat(200)}a eq 1${')'.repeat(200)}`, 'nested too deeply'],
])('refuses %s', (filter, words) => {
  expect(() => parseFilter(filter)).toThrow(words)
})

test('names what it leaves out', () => {
  expect(() => parseFilter("customer/displayName eq 'x'")).toThrow('does not support a path')
})
