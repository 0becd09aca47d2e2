import fc from 'fast-check'
import { amounts, cities, days, instants, revenues, statuses, texts } from './plain-rows.ts'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Literal = string | number | boolean | null

/** A condition as data: written as SOQL by `written`, judged by the naive evaluator. */
export type Test =
  | { is: 'compare'; field: string; operator: Comparison; value: Literal }
  | { is: 'in'; field: string; negated: boolean; values: readonly Literal[] }
  | { is: 'like'; field: string; pattern: string }
  | { is: 'day'; field: string; operator: Comparison; literal: string }
  | { is: 'month'; field: string; operator: Comparison; value: number }
  | { is: 'join'; negated: boolean; test: Test }
  | { is: 'not'; test: Test }
  | { is: 'and' | 'or'; tests: readonly Test[] }

export interface Sort {
  readonly field: string
  readonly descending: boolean
  readonly nulls?: 'FIRST' | 'LAST'
}

export interface ListQuery {
  readonly where?: Test
  readonly orderBy: readonly Sort[]
  readonly limit?: number
  readonly offset?: number
}

export interface GroupQuery {
  readonly where?: Test
  readonly by: string
  readonly atLeast: number
}

const some = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const present = <T>(values: readonly (T | null)[]): fc.Arbitrary<T> =>
  some(values.filter((value): value is T => value !== null))
const operator = some<Comparison>(['=', '!=', '<', '<=', '>', '>='])
const equality = some<Comparison>(['=', '!='])

/** Fields of Bill__c (and of its account) with the values to compare them with. */
const comparable: readonly (readonly [field: string, values: fc.Arbitrary<Literal>])[] = [
  ['Name', some(texts)],
  ['Tag__c', some(texts)],
  ['Account__r.Name', some(texts)],
  ['Account__r.BillingCity', present(cities)],
  ['Total__c', present(amounts)],
  ['Account__r.AnnualRevenue', present(revenues)],
  ['Due__c', present(days)],
  ['Seen__c', present(instants)],
  ['Status__c', present(statuses)],
]

const compare = fc.oneof(
  ...comparable.map(([field, values]) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          is: fc.constant('compare' as const),
          field: fc.constant(field),
          operator,
          value: values,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          is: fc.constant('compare' as const),
          field: fc.constant(field),
          operator: equality,
          value: fc.constant(null),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          is: fc.constant('in' as const),
          field: fc.constant(field),
          negated: fc.boolean(),
          values: fc.array(values, { minLength: 1, maxLength: 4 }),
        }),
      },
    ),
  ),
)

const held: fc.Arbitrary<Test> = fc.record({
  is: fc.constant('compare' as const),
  field: fc.constant('Held__c'),
  operator: equality,
  value: fc.boolean(),
})

// A wildcard inside one of the texts is a wildcard here too; a backslash is always escaped.
const piece = fc.oneof(
  some(texts).map((text) => text.replace(/\\/g, '\\\\')),
  some(['%', '_', '\\%', '\\_', '\\\\', 'a', 'C', '']),
)
const pattern = fc.array(piece, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''))

const like: fc.Arbitrary<Test> = fc.record({
  is: fc.constant('like' as const),
  field: some(['Name', 'Tag__c', 'Account__r.Name', 'Status__c']),
  pattern,
})

const literal = fc.oneof(
  some([
    'TODAY',
    'YESTERDAY',
    'TOMORROW',
    'THIS_MONTH',
    'LAST_MONTH',
    'NEXT_MONTH',
    'THIS_YEAR',
    'LAST_YEAR',
    'NEXT_YEAR',
  ]),
  some(['THIS_WEEK', 'LAST_WEEK', 'NEXT_WEEK', 'THIS_QUARTER', 'LAST_QUARTER']),
  fc
    .tuple(
      some(['LAST_N_DAYS', 'NEXT_N_DAYS', 'LAST_N_MONTHS', 'NEXT_N_MONTHS', 'N_DAYS_AGO']),
      fc.integer({ min: 1, max: 400 }),
    )
    .map(([name, n]) => `${name}:${name.endsWith('MONTHS') ? (n % 24) + 1 : n}`),
)

const calendar: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ is: fc.constant('day' as const), field: some(['Due__c', 'Seen__c']), operator, literal }),
  fc.record({
    is: fc.constant('month' as const),
    field: some(['Due__c', 'Seen__c']),
    operator,
    value: fc.integer({ min: 1, max: 12 }),
  }),
)

const accountTest: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ is: fc.constant('compare' as const), field: fc.constant('Name'), operator, value: some(texts) }),
  fc.record({
    is: fc.constant('compare' as const),
    field: fc.constant('AnnualRevenue'),
    operator,
    value: present(revenues),
  }),
)

const join: fc.Arbitrary<Test> = fc.record({
  is: fc.constant('join' as const),
  negated: fc.boolean(),
  test: accountTest,
})

/** Three NOTs in a row are one: the sandbox says that it does not read them. */
const negated = (test: Test): Test => (test.is === 'not' && test.test.is === 'not' ? test.test : { is: 'not', test })

const tree: fc.Arbitrary<Test> = fc.letrec<{ tree: Test }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 6, arbitrary: compare },
    { weight: 1, arbitrary: held },
    { weight: 2, arbitrary: like },
    { weight: 2, arbitrary: calendar },
    { weight: 2, arbitrary: tie('tree').map(negated) },
    {
      weight: 4,
      arbitrary: fc.record({
        is: some(['and', 'or'] as const),
        tests: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      }),
    },
  ),
})).tree

/** Sub-queries stand at the top, joined by AND, at most two of them. */
export const test: fc.Arbitrary<Test> = fc.oneof(
  { weight: 8, arbitrary: tree },
  { weight: 1, arbitrary: join },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(join, { minLength: 1, maxLength: 2 }), tree)
      .map(([joins, rest]): Test => ({ is: 'and', tests: [...joins, rest] })),
  },
)

const sort: fc.Arbitrary<Sort> = fc.record(
  {
    field: some([...comparable.map(([field]) => field), 'Held__c']),
    descending: fc.boolean(),
    nulls: some(['FIRST', 'LAST'] as const),
  },
  { requiredKeys: ['field', 'descending'] },
)

export const listQuery: fc.Arbitrary<ListQuery> = fc.record(
  {
    where: test,
    orderBy: fc.uniqueArray(sort, { maxLength: 2, selector: ({ field }) => field }),
    limit: fc.integer({ min: 1, max: 30 }),
    offset: fc.integer({ min: 0, max: 20 }),
  },
  { requiredKeys: ['orderBy'] },
)

export const groupQuery: fc.Arbitrary<GroupQuery> = fc.record(
  {
    where: test,
    by: some(['Status__c', 'Account__r.BillingCity', 'Tag__c', 'Due__c', 'Account__c']),
    atLeast: fc.integer({ min: 0, max: 6 }),
  },
  { requiredKeys: ['by', 'atLeast'] },
)
