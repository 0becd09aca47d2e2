import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file, textField } from '../testing/sample-package.ts'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
beforeEach(async () => {
  gql = await startGraphqlOrg()
  gql.add('Account', { Name: 'Adatum', Secret__c: 'hidden', Key__c: 'k' })
})
afterEach(() => gql[Symbol.asyncDispose]())

const rep = 'rep@sandbox.example'
const ask = (field: string) => `{ uiapi { query { Account { edges { node { Name { value } ${field} } } } } } }`

describe('field-level security', () => {
  it('makes a field the user may not read one that does not exist', async () => {
    expect((await gql.ask(ask('Secret__c { value }'))).errors).toEqual([])
    const { errors } = await gql.ask(ask('Secret__c { value }'), {}, rep)
    expect(errors[0]?.message).toBe(
      "Validation error of type FieldUndefined: Field 'Secret__c' in type 'Account' is undefined @ 'uiapi/query/Account/edges/node/Secret__c'",
    )
    const filter = '{ uiapi { query { Account(where: { Secret__c: { eq: "hidden" } }) { totalCount } } } }'
    expect((await gql.ask(filter, {}, rep)).errors).toHaveLength(1)
  })

  it('leaves out an optional field instead', async () => {
    const { data, errors } = await gql.ask(ask('Secret__c @optional { value } Phone @optional { value }'), {}, rep)
    expect(errors).toEqual([])
    expect(data).toEqual({
      uiapi: { query: { Account: { edges: [{ node: { Name: { value: 'Adatum' }, Phone: { value: null } } }] } } },
    })
  })

  it('hides objects, and the relationships to them', async () => {
    expect((await gql.ask('{ uiapi { query { Bill__c { totalCount } } } }', {}, rep)).errors[0]?.message).toContain(
      "Field 'Bill__c' in type 'RecordQuery'",
    )
    expect((await gql.ask(ask('Bills__r { totalCount }'), {}, rep)).errors[0]?.message).toContain(
      "Field 'Bills__r' in type 'Account'",
    )
  })

  it('follows an assignment at once', async () => {
    expect((await gql.ask(ask('Key__c { value }'), {}, rep)).errors).toHaveLength(1)
    gql.org.assign(rep, 'Bridge')
    expect((await gql.ask(ask('Key__c { value }'), {}, rep)).errors).toEqual([])
  })
})

describe('a deploy', () => {
  it('adds its fields to the schema', async () => {
    expect((await gql.ask(ask('Later__c { value }'))).errors).toHaveLength(1)
    const { failures } = await gql.deploy({ 'objects/Account.object': file('CustomObject', textField('Later__c')) })
    expect(failures).toEqual([])
    expect((await gql.ask(ask('Later__c { value }'))).errors).toEqual([])
  })
})
