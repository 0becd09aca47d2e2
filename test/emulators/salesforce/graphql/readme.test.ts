import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8')
const missing = [...readme.matchAll(/^\| [^|]+ \| `((?:query|subscription) \{[^|]*\})`\s*\|$/gm)].map(
  ([, query]) => query ?? '',
)

let gql: GraphqlOrg
beforeAll(async () => {
  gql = await startGraphqlOrg()
})
afterAll(() => gql[Symbol.asyncDispose]())

describe('what the README says is missing', () => {
  it('is a list', () => {
    expect(missing.length).toBeGreaterThan(5)
  })

  it.each(missing)('%s is said to be missing', async (query) => {
    const { errors } = await gql.ask(query)
    expect(errors[0]?.message).toMatch(/^NOT_SUPPORTED_BY_SANDBOX/)
  })

  it('is none of what the example uses', async () => {
    const [example = ''] = /```graphql\n([\s\S]*?)```/.exec(readme)?.slice(1) ?? []
    // The example is of the product's own objects; the sample package has their like.
    const query = example
      .replaceAll('BC_Invoice__c', 'Bill__c')
      .replaceAll('BC_Total__c', 'Total__c')
      .replace(/BC_(Account__[cr]|Due)(_Date__c)?/g, (_, name: string) => (name === 'Due' ? 'Due__c' : name))
    expect((await gql.ask(query, { account: '001000000000001AAA' })).errors).toEqual([])
  })
})
