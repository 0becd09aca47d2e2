import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
let adatum: string
beforeAll(async () => {
  gql = await startGraphqlOrg()
  adatum = gql.add('Account', { Name: 'Adatum', Type: 'Prospect', AnnualRevenue: 1200, NumberOfEmployees: 30 })
  const trey = gql.add('Account', { Name: 'Trey', ParentId: adatum })
  gql.add('Account', { Name: 'contoso', AnnualRevenue: 50 })
  const bill = gql.add('Bill__c', {
    Name: 'B-1',
    Total__c: '10.25',
    Due__c: '2026-03-10',
    Seen__c: '2026-03-01T12:30:00Z',
    Account__c: adatum,
  })
  gql.add('Bill__c', { Name: 'B-2', Total__c: '300', Due__c: '2026-01-31', Status__c: 'Paid', Account__c: adatum })
  gql.add('Bill__c', { Name: 'B-3', Account__c: trey, Held__c: true })
  for (const amount of [1, 2, 3]) gql.add('Bill_Line__c', { Bill__c: bill, Amount__c: amount })
})
afterAll(() => gql[Symbol.asyncDispose]())

interface Connection {
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>>; readonly cursor: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly totalCount: number
}

/** Names of the records that a connection's arguments select. */
async function names(object: string, given: string): Promise<string[]> {
  const answer = await gql.query(`${object}${given === '' ? '' : `(${given})`} { edges { node { Name { value } } } }`)
  return (answer[object] as Connection).edges.map(({ node }) => (node.Name as { value: string }).value)
}

describe('values', () => {
  it('have the type of their field and what a person sees of them', async () => {
    const answer = await gql.query(`Bill__c(where: { Name: { eq: "B-1" } }) { edges { node {
      Id ApiName DisplayValue __typename
      Name { value displayValue __typename }
      Total__c { value displayValue __typename }
      Due__c { value displayValue __typename }
      Seen__c { value displayValue __typename }
      Held__c { value __typename }
      Status__c { value label displayValue __typename }
      Account__c { value __typename }
      Order__c { value }
    } } }`)
    expect((answer.Bill__c as Connection).edges[0]?.node).toEqual({
      Id: expect.stringMatching(/^a0/) as unknown,
      ApiName: 'Bill__c',
      DisplayValue: 'B-1',
      __typename: 'Bill__c',
      Name: { value: 'B-1', displayValue: null, __typename: 'StringValue' },
      Total__c: { value: 10.25, displayValue: '10.25', __typename: 'DoubleValue' },
      Due__c: { value: '2026-03-10', displayValue: '3/10/2026', __typename: 'DateValue' },
      Seen__c: { value: '2026-03-01T12:30:00.000Z', displayValue: '3/1/2026, 12:30 PM', __typename: 'DateTimeValue' },
      Held__c: { value: false, __typename: 'BooleanValue' },
      Status__c: { value: 'Open', label: 'Open', displayValue: 'Open', __typename: 'PicklistValue' },
      Account__c: { value: adatum, __typename: 'IDValue' },
      Order__c: { value: null },
    })
  })
})

describe('relationships', () => {
  it('go to parents and to children, and to children of children', async () => {
    const answer = await gql.query(`Account(where: { Id: { eq: "${adatum.slice(0, 15)}" } }) { edges { node {
      Owner { Name { value } }
      Parent { Id }
      ChildAccounts { edges { node { Name { value } Parent { Name { value } } } } }
      Bills__r(orderBy: { Total__c: { order: DESC } }, first: 1) {
        edges { node { Name { value } Lines__r { totalCount } } }
        pageInfo { hasNextPage }
        totalCount
      }
      open: Bills__r(where: { Status__c: { eq: "Open" } }) { edges { node { Lines__r { edges { node { Amount__c { value } } } } } } }
    } } }`)
    expect((answer.Account as Connection).edges[0]?.node).toMatchObject({
      Owner: { Name: { value: 'Ada Admin' } },
      Parent: null,
      ChildAccounts: { edges: [{ node: { Name: { value: 'Trey' }, Parent: { Name: { value: 'Adatum' } } } }] },
      Bills__r: {
        edges: [{ node: { Name: { value: 'B-2' }, Lines__r: { totalCount: 0 } } }],
        pageInfo: { hasNextPage: true },
        totalCount: 2,
      },
      open: {
        edges: [{ node: { Lines__r: { edges: [1, 2, 3].map((value) => ({ node: { Amount__c: { value } } })) } } }],
      },
    })
  })
})

describe('where', () => {
  it.each([
    ['Account', 'where: { Name: { eq: "ADATUM" } }', ['Adatum']],
    ['Account', 'where: { Name: { ne: "Adatum" } }', ['Trey', 'contoso']],
    ['Account', 'where: { Name: { like: "%t%" } }', ['Adatum', 'Trey', 'contoso']],
    ['Account', 'where: { Name: { like: "T_ey" } }', ['Trey']],
    ['Account', 'where: { Name: { in: ["Trey", "nobody"] } }', ['Trey']],
    ['Account', 'where: { Name: { nin: ["Trey"] } }', ['Adatum', 'contoso']],
    ['Account', 'where: { AnnualRevenue: { eq: null } }', ['Trey']],
    ['Account', 'where: { AnnualRevenue: { ne: null } }', ['Adatum', 'contoso']],
    ['Account', 'where: { AnnualRevenue: { gt: 50 } }', ['Adatum']],
    ['Account', 'where: { AnnualRevenue: { gte: 50, lt: 1200 } }', ['contoso']],
    ['Account', 'where: { AnnualRevenue: { lte: "50.0" } }', ['contoso']],
    [
      'Account',
      'where: { or: [{ Name: { eq: "Trey" } }, { and: [{ AnnualRevenue: { gt: 1 } }, { Type: { eq: "Prospect" } }] }] }',
      ['Adatum', 'Trey'],
    ],
    ['Account', 'where: { not: { Name: { eq: "Trey" } } }', ['Adatum', 'contoso']],
    ['Account', 'where: { Parent: { Name: { eq: "Adatum" } } }', ['Trey']],
    ['Account', 'where: {}', ['Adatum', 'Trey', 'contoso']],
    ['Bill__c', 'where: { Held__c: { eq: true } }', ['B-3']],
    ['Bill__c', 'where: { Due__c: { eq: { value: "2026-03-10" } } }', ['B-1']],
    ['Bill__c', 'where: { Due__c: { lt: { literal: TODAY } } }', ['B-2']],
    ['Bill__c', 'where: { Due__c: { eq: { literal: THIS_YEAR } } }', ['B-1', 'B-2']],
    ['Bill__c', 'where: { Due__c: { ne: { literal: THIS_MONTH } } }', ['B-2', 'B-3']],
    ['Bill__c', 'where: { Seen__c: { eq: { range: { last_n_days: 3 } } } }', ['B-1']],
    ['Bill__c', 'where: { Seen__c: { gte: { value: "2026-03-01T13:30:00+01:00" } } }', ['B-1']],
    ['Bill__c', 'where: { Account__r: { Name: { like: "tr%" } } }', ['B-3']],
  ])('%s(%s) selects %j', async (object, given, expected) => {
    expect(await names(object, given)).toEqual(expected)
  })

  it('takes variables', async () => {
    const { data, errors } = await gql.ask(
      'query Open($id: ID!, $most: Currency) { uiapi { query { Account(where: { Id: { eq: $id }, AnnualRevenue: { lte: $most } }) { totalCount } } } }',
      { id: adatum, most: 1200 },
    )
    expect(errors).toEqual([])
    expect(data).toEqual({ uiapi: { query: { Account: { totalCount: 1 } } } })
  })
})

describe('orderBy', () => {
  it.each([
    ['Account', 'orderBy: { Name: { order: DESC } }', ['Trey', 'contoso', 'Adatum']],
    ['Account', 'orderBy: { AnnualRevenue: { order: ASC } }', ['Trey', 'contoso', 'Adatum']],
    ['Account', 'orderBy: { AnnualRevenue: { order: DESC, nulls: LAST } }', ['Adatum', 'contoso', 'Trey']],
    ['Bill__c', 'orderBy: { Account__r: { Name: { order: DESC } }, Name: { order: DESC } }', ['B-3', 'B-2', 'B-1']],
    ['Bill__c', 'orderBy: { Status__c: { order: DESC }, Name: { order: DESC } }', ['B-2', 'B-3', 'B-1']],
    ['Bill__c', 'orderBy: { Name: { order: DESC }, Status__c: { order: DESC } }', ['B-3', 'B-2', 'B-1']],
  ])('%s(%s) gives %j', async (object, given, expected) => {
    expect(await names(object, given)).toEqual(expected)
  })
})

describe('pages', () => {
  it('follow each other by cursor', async () => {
    const fields =
      '{ edges { cursor node { Name { value } } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } totalCount }'
    const first = (await gql.query(`Account(first: 2) ${fields}`)).Account as Connection
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
    expect(first.edges[0]?.cursor).toBe(Buffer.from('v1:1').toString('base64'))
    const second = (await gql.query(`Account(first: 2, after: "${first.pageInfo.endCursor ?? ''}") ${fields}`))
      .Account as Connection
    expect(second.edges.map(({ node }) => node.Name)).toEqual([{ value: 'contoso' }])
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
  })

  it('have ten records unless asked otherwise, and up to 2,000', async () => {
    const parent = gql.add('Account', { Name: 'Many' })
    for (let i = 0; i < 12; i++) gql.add('Bill__c', { Name: `M-${i}`, Account__c: parent })
    const where = `where: { Account__c: { eq: "${parent}" } }`
    expect(await names('Bill__c', where)).toHaveLength(10)
    expect(await names('Bill__c', `${where}, first: 2000`)).toHaveLength(12)
    expect(await names('Bill__c', `${where}, first: 200, upperBound: 11`)).toHaveLength(11)
    Object.assign(gql.org.switches, { graphqlMaxFirst: 5, graphqlMaxOffset: 1 })
    expect(await names('Bill__c', `${where}, first: 5`)).toHaveLength(5)
    await expect(names('Bill__c', `${where}, first: 6`)).rejects.toThrow('between 1 and 5')
    const after = Buffer.from('v1:2').toString('base64')
    await expect(names('Bill__c', `${where}, first: 5, after: "${after}"`)).rejects.toThrow('first 6 records')
    Object.assign(gql.org.switches, { graphqlMaxFirst: 2000, graphqlMaxOffset: 2000 })
  })
})

describe('an owner that may be a queue', () => {
  it('is a union, asked and filtered by what it is', async () => {
    const queue = gql.add('Group', { Name: 'Late bills', Type: 'Queue', DeveloperName: 'Late' })
    gql.add('Bill__c', { Name: 'Q-1', OwnerId: queue })
    gql.add('Bill__c', { Name: 'Q-2' })
    const owners = (where: string) =>
      gql.query(
        `Bill__c(where: { Name: { like: "Q-%" } ${where} }) { edges { node { Owner { __typename ... on User { Username { value } } ... on Group { Name { value } } } } } }`,
      )
    const late = { node: { Owner: { __typename: 'Group', Name: { value: 'Late bills' } } } }
    const ada = { node: { Owner: { __typename: 'User', Username: { value: 'admin@sandbox.example' } } } }
    expect(await owners('')).toEqual({ Bill__c: { edges: [late, ada] } })
    expect(await owners('Owner: { Group: { Name: { eq: "Late bills" } } }')).toEqual({ Bill__c: { edges: [late] } })
    expect(await owners('Owner: { Group: { Name: { eq: "other" } }, User: { Name: { like: "Ada%" } } }')).toEqual({
      Bill__c: { edges: [ada] },
    })
    const asked = (node: string) => gql.ask(`{ uiapi { query { Bill__c { edges { node { ${node} } } } } } }`)
    expect((await asked('Owner { Name { value } }')).errors[0]?.message).toMatch(
      /'Name' in type 'Bill__c_Owner' is undefined/,
    )
    expect((await gql.ask('{ uiapi { query { Group { totalCount } } } }')).errors[0]?.message).toMatch(/'Group'/)
  })
})
