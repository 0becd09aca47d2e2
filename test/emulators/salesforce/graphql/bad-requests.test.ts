import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
beforeAll(async () => {
  gql = await startGraphqlOrg()
  const account = gql.add('Account', { Name: 'Adatum' })
  for (const name of ['a', 'b']) gql.add('Bill__c', { Name: name, Account__c: account, Total__c: 1 })
})
afterAll(() => gql[Symbol.asyncDispose]())

const good = [
  '{ uiapi { query { Bill__c ( first : 2 where : { Total__c : { gte : 1 } } orderBy : { Name : { order : DESC } } ) { edges { node { Id Name { value } Account__r { Name { value } } } cursor } pageInfo { hasNextPage } totalCount } } } }',
  'query Q ( $n : Int $id : ID ) { uiapi { query { Account ( first : $n where : { Id : { eq : $id } } ) { edges { node { Bills__r { edges { node { Id Due__c { value displayValue } } } } Secret__c @optional { value } } } } } } }',
  '{ uiapi { aggregate { Bill__c ( groupBy : { Status__c : { group : true } } orderBy : { Total__c : { function : SUM } } ) { edges { node { aggregate { Status__c { value } Total__c { sum { value } } } } } totalCount } } } }',
  'mutation M ( $input : Bill__cCreateInput ! ) { uiapi ( input : { allOrNone : false } ) { Bill__cCreate ( input : $input ) { Record { Id Name { value } } } AccountDelete ( input : { Id : "x" } ) { Id } } }',
  'fragment F on Account { Id } { uiapi { query { Account { edges { node { ... F ... on Account { Name { value } } __typename } } } } } }',
]
const tokens = [...new Set(good.flatMap((query) => query.split(' ')))]
const junk = [
  '"',
  '"""',
  '$',
  '@',
  '...',
  '-1',
  '1e999',
  '99999999999999999999',
  'null',
  '__schema',
  '__proto__',
  '[',
  ']',
  '#',
]

/** A right query with some of its tokens dropped, repeated or replaced. */
const broken = fc
  .record({
    query: fc.constantFrom(...good),
    edits: fc.array(
      fc.record({
        at: fc.nat(200),
        drop: fc.nat(2),
        put: fc.array(fc.constantFrom(...tokens, ...junk), { maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ query, edits }) => {
    const words = query.split(' ')
    for (const { at, drop, put } of edits) words.splice(at % words.length, drop, ...put)
    return words.join(' ')
  })
const variables = fc.oneof(
  fc.record({
    n: fc.jsonValue({ maxDepth: 1 }),
    id: fc.jsonValue({ maxDepth: 1 }),
    input: fc.jsonValue({ maxDepth: 2 }),
  }),
  fc.record({
    input: fc.record({
      Bill__c: fc.dictionary(
        fc.constantFrom('Name', 'Total__c', 'Due__c', 'Account__c', 'Held__c', 'Status__c', 'Seen__c'),
        fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('@{Bill__cCreate}', '@{nobody}', '2026-02-31', 'Paid')),
      ),
    }),
  }),
)
const types = ['InvalidSyntax', 'ValidationError', 'DataFetchingException', 'OperationNotSupported', 'ExecutionAborted']

describe('bad requests', () => {
  it('are answered, 2,500 of them, with errors of the documented types', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(broken, variables, async (query, given) => {
        const { status, body } = await gql.post({ query, variables: given })
        expect(status).toBe(200)
        const { errors } = body as { errors: { message: string; extensions: { ErrorType: string } }[] }
        for (const { message, extensions } of errors) {
          seen.add(extensions.ErrorType)
          expect(types).toContain(extensions.ErrorType)
          expect(message).not.toMatch(/sandbox itself|TypeError|Cannot read|undefined is not/)
        }
      }),
      { numRuns: 2500 },
    )
    for (const type of types.slice(0, 3)) expect(seen).toContain(type)
  })

  it('of any body are 400 at worst', async () => {
    const body = fc.oneof(
      fc.string(),
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({
        query: fc.jsonValue({ maxDepth: 1 }),
        variables: fc.jsonValue({ maxDepth: 1 }),
        operationName: fc.jsonValue({ maxDepth: 0 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(body, async (one) => {
        expect([200, 400]).toContain((await gql.post(one)).status)
      }),
      { numRuns: 300 },
    )
  })
})
