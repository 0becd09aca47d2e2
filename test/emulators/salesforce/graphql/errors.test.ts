import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
beforeAll(async () => {
  gql = await startGraphqlOrg()
})
afterAll(() => gql[Symbol.asyncDispose]())

const inQuery = (selection: string) => `query { uiapi { query { ${selection} } } }`

describe('requests that are not run', () => {
  it('answers an unknown object in the words of Salesforce, with HTTP 200', async () => {
    expect(await gql.ask('query {\n uiapi {\n  query {\n   Accounts { edges { node { Id } } }\n  }\n }\n}')).toEqual({
      data: {},
      errors: [
        {
          message:
            "Validation error of type FieldUndefined: Field 'Accounts' in type 'RecordQuery' is undefined @ 'uiapi/query/Accounts'",
          locations: [{ line: 4, column: 4 }],
          paths: [],
          extensions: { ErrorType: 'ValidationError' },
        },
      ],
      extensions: {},
    })
  })

  it.each([
    [
      'Account { edges { node { Nope { value } } } }',
      "FieldUndefined: Field 'Nope' in type 'Account' is undefined @ 'uiapi/query/Account/edges/node/Nope'",
    ],
    [
      'Account { edges { node { Name(x: 1) { value } } } }',
      "UnknownArgument: Unknown field argument name @ 'uiapi/query/Account/edges/node/Name'",
    ],
    [
      'Account(where: { Nope: { eq: 1 } }) { totalCount }',
      "WrongType: argument contains a field not in 'Account_Filter': 'Nope' @ 'uiapi/query/Account'",
    ],
    [
      'Account { edges { node { Name } } }',
      "SubselectionRequired: Subselection required for type 'StringValue' of field 'Name'",
    ],
    [
      'Account { edges { node { Id { value } } } }',
      "SubselectionNotAllowed: Subselection not allowed on leaf type 'ID!' of field 'Id'",
    ],
    ['Account(first: $n) { totalCount }', "UndefinedVariable: Undefined variable 'n'"],
    ['Account(where: { AnnualRevenue: { gt: "much" } }) { totalCount }', 'WrongType: '],
    ['Account(where: { Name: { like: 5 } }) { totalCount }', 'WrongType: '],
    ['Bill__c(where: { Due__c: { eq: { value: "2026-02-31x" } } }) { totalCount }', 'WrongType: '],
    ['Account(first: "ten") { totalCount }', 'WrongType: '],
    ['Account(where: { Description: { eq: "x" } }) { totalCount }', "not in 'Account_Filter': 'Description'"],
    ['Profile { totalCount }', "Field 'Profile' in type 'RecordQuery'"],
  ])('%s is refused with %s', async (selection, words) => {
    const { data, errors } = await gql.ask(inQuery(selection))
    expect(data).toEqual({})
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(/^Validation error of type /) as unknown,
      extensions: { ErrorType: 'ValidationError' },
    })
    expect(errors[0]?.message).toContain(words)
  })

  it.each([
    ['{ uiapi { query ', 'InvalidSyntax'],
    ['fragment F on Account { Id }', 'OperationNotSupported'],
    [
      'query A { uiapi { query { Account { totalCount } } } } query B { uiapi { query { Account { totalCount } } } }',
      'OperationNotSupported',
    ],
  ])('%s is %s', async (query, type) => {
    expect((await gql.ask(query)).errors).toMatchObject([{ extensions: { ErrorType: type } }])
  })

  it('refuses variables that do not fit', async () => {
    const query = 'query Q($id: ID!) { uiapi { query { Account(where: { Id: { eq: $id } }) { totalCount } } } }'
    expect((await gql.ask(query)).errors[0]).toMatchObject({ extensions: { ErrorType: 'ValidationError' } })
    expect((await gql.ask(query, { id: { not: 'an id' } })).errors[0]).toMatchObject({
      extensions: { ErrorType: 'ValidationError' },
    })
  })

  it('refuses bodies that are no request, and callers without a session', async () => {
    for (const [body, errorCode, message] of [
      ['not json', 'JSON_PARSER_ERROR', / at \[line:1, column:1\]$/],
      ['', 'ILLEGAL_QUERY_PARAMETER_VALUE', /^GraphQL query input is required for POST\.$/],
      [{}, 'ILLEGAL_QUERY_PARAMETER_VALUE', /^query is required\.$/],
      [{ query: '' }, 'ILLEGAL_QUERY_PARAMETER_VALUE', /^query is required\.$/],
      [{ query: 5 }, 'POST_BODY_PARSE_ERROR', /^Value for 'query' should be a String but instead is a Number\.$/],
      [[], 'POST_BODY_PARSE_ERROR', /^Value for 'GraphQL query input' should be a Map but instead is a List\.$/],
    ] as const)
      expect(await gql.post(body)).toMatchObject({
        status: 400,
        body: [{ errorCode, message: expect.stringMatching(message) as string }],
      })
    expect(await gql.post({ query: inQuery('Account { totalCount }') }, 'nonsense')).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID' }],
    })
  })
})

describe('arguments that cannot be worked with', () => {
  it.each([
    'Account(first: 0) { totalCount }',
    'Account(first: 2001) { totalCount }',
    'Account(first: 100, upperBound: 1000) { totalCount }',
    'Account(after: "nonsense") { totalCount }',
    `Account(after: "${Buffer.from('v1:2001').toString('base64')}") { totalCount }`,
    'Bill__c(where: { Due__c: { eq: {} } }) { totalCount }',
    'Bill__c(where: { Due__c: { eq: { literal: TODAY, value: "2026-01-01" } } }) { totalCount }',
  ])('%s fails alone', async (selection) => {
    gql.add('Bill__c', { Name: 'Due', Due__c: '2026-01-01' })
    const { data, errors } = await gql.ask(inQuery(`ok: Account { totalCount } bad: ${selection}`))
    expect(data).toMatchObject({ uiapi: { query: { ok: { totalCount: expect.any(Number) as unknown }, bad: null } } })
    expect(errors).toMatchObject([
      { paths: ['uiapi', 'query', 'bad'], extensions: { ErrorType: 'DataFetchingException' } },
    ])
  })
})

describe('limits', () => {
  it('takes ten queries in one request', async () => {
    const queries = (count: number) =>
      inQuery(Array.from({ length: count }, (_, index) => `q${index}: Account { totalCount }`).join(' '))
    expect((await gql.ask(queries(10))).errors).toEqual([])
    expect((await gql.ask(queries(11))).errors).toMatchObject([{ extensions: { ErrorType: 'ExecutionAborted' } }])
  })

  it('follows five levels, down and up', async () => {
    const down = (levels: number): string =>
      levels === 0 ? 'totalCount' : `edges { node { ChildAccounts { ${down(levels - 1)} } } }`
    const up = (levels: number): string => (levels === 0 ? 'Id' : `Parent { ${up(levels - 1)} }`)
    expect((await gql.ask(inQuery(`Account { ${down(4)} }`))).errors).toEqual([])
    expect((await gql.ask(inQuery(`Account { ${down(5)} }`))).errors).toMatchObject([
      { extensions: { ErrorType: 'ExecutionAborted' } },
    ])
    expect((await gql.ask(inQuery(`Account { edges { node { ${up(5)} } } }`))).errors).toEqual([])
    expect((await gql.ask(inQuery(`Account { edges { node { ${up(6)} } } }`))).errors).toMatchObject([
      { extensions: { ErrorType: 'ExecutionAborted' } },
    ])
  })
})

describe('what the sandbox does not do', () => {
  it.each([
    'query { uiapi { objectInfos(apiNames: ["Account"]) { ApiName } } }',
    'query { uiapi { query { Account(scope: MINE) { totalCount } } } }',
  ])('%s is said to be missing', async (query) => {
    const { errors } = await gql.ask(query)
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(/^NOT_SUPPORTED_BY_SANDBOX/) as unknown })
  })
})
