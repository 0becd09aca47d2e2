import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
const bills = [
  { Name: 'a', Status__c: 'Open', Total__c: '10.10', Due__c: '2026-01-15' },
  { Name: 'b', Status__c: 'Paid', Total__c: '20.20', Due__c: '2026-02-01' },
  { Name: 'c', Status__c: 'Open', Total__c: '0.30', Due__c: '2026-02-28' },
  { Name: 'd', Status__c: 'Open', Due__c: '2025-12-31' },
]
beforeAll(async () => {
  gql = await startGraphqlOrg()
  for (const bill of bills) gql.add('Bill__c', bill)
})
afterAll(() => gql[Symbol.asyncDispose]())

interface Answer {
  readonly nodes: readonly Record<string, unknown>[]
  readonly totalCount: number
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly ErrorType: string } }[]
}

/** The buckets of one aggregate over the bills. */
async function aggregate(selection: string, args = ''): Promise<Answer> {
  const text = `{ uiapi { aggregate { Bill__c${args} { edges { node { aggregate { ${selection} } } cursor } pageInfo { hasNextPage endCursor } totalCount } } } }`
  const { data, errors } = await gql.ask(text)
  const found = (
    data as {
      uiapi?: {
        aggregate: { Bill__c: { edges: { node: { aggregate: Record<string, unknown> } }[]; totalCount: number } | null }
      }
    }
  ).uiapi?.aggregate.Bill__c
  return { nodes: found?.edges.map(({ node }) => node.aggregate) ?? [], totalCount: found?.totalCount ?? 0, errors }
}

const value = (of: unknown) => ({ value: of })

describe('aggregates', () => {
  it('sums, averages and counts all rows exactly', async () => {
    const { nodes, errors } = await aggregate(
      'Id { count { value } } Total__c { sum { value displayValue } avg { value } min { value } max { value } count { value } countDistinct { value } }',
    )
    expect(errors).toEqual([])
    expect(nodes).toEqual([
      {
        Id: { count: value(4) },
        Total__c: {
          sum: { value: 30.6, displayValue: '30.60' },
          avg: value(10.2),
          min: value(0.3),
          max: value(20.2),
          count: value(3),
          countDistinct: value(3),
        },
      },
    ])
  })

  it('groups by a field, filtered, in order, in pages', async () => {
    const grouped = await aggregate(
      'Status__c { value label } Total__c { sum { value } }',
      '(groupBy: { Status__c: { group: true } }, orderBy: { Total__c: { function: SUM, order: DESC } })',
    )
    expect(grouped.nodes).toEqual([
      { Status__c: { value: 'Paid', label: 'Paid' }, Total__c: { sum: value(20.2) } },
      { Status__c: { value: 'Open', label: 'Open' }, Total__c: { sum: value(10.4) } },
    ])
    const page = await aggregate(
      'Status__c { value }',
      '(where: { Name: { ne: "b" } }, groupBy: { Status__c: { group: true } }, first: 1)',
    )
    expect(page).toMatchObject({ nodes: [{ Status__c: value('Open') }], totalCount: 1 })
  })

  it('groups dates by their parts and adds subtotals', async () => {
    const byYear = await aggregate(
      'Due__c { calendarYear { value } max { value } } Id { count { value } }',
      '(groupBy: { Due__c: { function: CALENDAR_YEAR } })',
    )
    expect(byYear.nodes).toEqual([
      { Due__c: { calendarYear: value(2026), max: value('2026-02-28') }, Id: { count: value(3) } },
      { Due__c: { calendarYear: value(2025), max: value('2025-12-31') }, Id: { count: value(1) } },
    ])
    const rollup = await aggregate(
      'Status__c { value grouping { value } } Id { count { value } }',
      '(groupBy: { type: ROLLUP, Status__c: { group: true } })',
    )
    expect(rollup.nodes.at(-1)).toEqual({ Status__c: { value: null, grouping: value(1) }, Id: { count: value(4) } })
    expect(rollup.nodes).toHaveLength(3)
    const cube = await aggregate(
      'Id { count { value } }',
      '(groupBy: { type: CUBE, Status__c: { group: true }, Name: { group: true } })',
    )
    expect(cube.totalCount).toBe(4 + 2 + 4 + 1)
  })

  it.each([
    ['Name { value }', '', 'DataFetchingException'],
    ['Name { sum { value } }', '', 'ValidationError'],
    ['Nope { count { value } }', '', 'ValidationError'],
    ['Total__c { sum { value } }', '(groupBy: { Total__c: { group: true } })', 'ValidationError'],
    ['Due__c { max { value } }', '(groupBy: { Due__c: { function: CENTURY } })', 'ValidationError'],
    ['Id { count { value } }', '(first: 0)', 'DataFetchingException'],
  ])('refuses %s %s', async (selection, args, type) => {
    const { errors } = await aggregate(selection, args)
    expect(errors[0]?.extensions.ErrorType).toBe(type)
  })

  it('agrees with sums made by hand, whatever the amounts', async () => {
    const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
    let run = 0
    await fc.assert(
      fc.asyncProperty(amounts, async (cents) => {
        const tag = `run ${++run}`
        for (const one of cents) gql.add('Bill__c', { Name: tag, Total__c: new Decimal(one).div(100).toFixed(2) })
        const { nodes } = await aggregate(
          'Total__c { sum { value } count { value } }',
          `(where: { Name: { eq: "${tag}" } }, groupBy: { Name: { group: true } })`,
        )
        const sum = Decimal.sum(...cents).div(100)
        expect(nodes).toEqual([{ Total__c: { sum: value(sum.toNumber()), count: value(cents.length) } }])
      }),
      { numRuns: 25 },
    )
  })
})
