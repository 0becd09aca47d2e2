import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlOrg, startGraphqlOrg } from './testing/graphql-org.ts'

let gql: GraphqlOrg
beforeAll(async () => {
  gql = await startGraphqlOrg()
})
afterAll(() => gql[Symbol.asyncDispose]())

const mutation = (selection: string, options = '') => `mutation { uiapi${options} { ${selection} } }`
const dataOf = (answer: { data: unknown }) => (answer.data as { uiapi: Record<string, unknown> }).uiapi
const named = (name: string) => gql.org.records.all('Account').filter((row) => row.Name === name)

describe('mutations', () => {
  it('creates a record from variables and answers its fields', async () => {
    const text =
      'mutation Make($input: Bill__cCreateInput!) { uiapi { Bill__cCreate(input: $input) { Record { Id Name { value } Total__c { value displayValue } Due__c { value } Status__c { value label } } } } }'
    const values = { Name: 'B-1', Total__c: 12.5, Due__c: '2026-04-01', Held__c: true, Seen__c: '2026-03-01T10:00:00Z' }
    const answer = await gql.ask(text, { input: { Bill__c: values } })
    expect(answer).toMatchObject({
      errors: [],
      data: {
        uiapi: {
          Bill__cCreate: {
            Record: {
              Name: { value: 'B-1' },
              Total__c: { value: 12.5, displayValue: '12.50' },
              Due__c: { value: '2026-04-01' },
              Status__c: { value: 'Open', label: 'Open' },
            },
          },
        },
      },
    })
    const { Record } = dataOf(answer).Bill__cCreate as { Record: { Id: string } }
    expect(gql.org.records.get('Bill__c', Record.Id)).toMatchObject({ Total__c: '12.5', Held__c: true })
  })

  it('updates and deletes by id, and clears with null', async () => {
    const id = gql.add('Account', { Name: 'Old', Phone: '1' })
    const updated = await gql.ask(
      mutation(
        `AccountUpdate(input: { Id: "${id}", Account: { Name: "New", Phone: null } }) { Record { Name { value } Phone { value } WeakEtag } }`,
      ),
    )
    expect(dataOf(updated).AccountUpdate).toMatchObject({ Record: { Name: { value: 'New' }, Phone: { value: null } } })
    const deleted = await gql.ask(mutation(`AccountDelete(input: { Id: "${id}" }) { Id }`))
    expect(dataOf(deleted)).toEqual({ AccountDelete: { Id: id } })
    expect(gql.org.records.get('Account', id)).toBeUndefined()
    const again = await gql.ask(mutation(`AccountDelete(input: { Id: "${id}" }) { Id }`))
    expect(again).toMatchObject({
      data: { uiapi: { AccountDelete: null } },
      errors: [{ message: 'entity is deleted', extensions: { ErrorType: 'DataFetchingException' } }],
    })
    expect(again.errors[0]?.paths).toEqual(['uiapi', 'AccountDelete'])
  })

  it('undoes everything when one of several fails, unless allOrNone is false', async () => {
    const two =
      'bad: AccountCreate(input: { Account: { Phone: "1" } }) { Record { Id } } good: AccountCreate(input: { Account: { Name: "Together" } }) { Record { Id } }'
    const undone = await gql.ask(mutation(two))
    expect(dataOf(undone)).toEqual({ bad: null, good: null })
    expect(undone.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('Name') as unknown,
      expect.stringContaining('rolled back') as unknown,
    ])
    expect(named('Together')).toEqual([])
    const kept = await gql.ask(mutation(two, '(input: { allOrNone: false })'))
    expect(dataOf(kept)).toMatchObject({ bad: null, good: { Record: {} } })
    expect(kept.errors).toHaveLength(1)
    expect(named('Together')).toHaveLength(1)
  })

  it('is one transaction: one commit for all operations', async () => {
    const commits: number[] = []
    const stop = gql.org.records.onCommit(({ changes }) => commits.push(changes.length))
    await gql.ask(
      mutation(
        'a: AccountCreate(input: { Account: { Name: "A" } }) { Record { Id } } b: AccountCreate(input: { Account: { Name: "B" } }) { Record { Id } }',
      ),
    )
    stop()
    expect(commits).toEqual([2])
  })

  it('follows references to other operations, also to later ones', async () => {
    const answer = await gql.ask(
      mutation(
        `bill: Bill__cCreate(input: { Bill__c: { Name: "R-1", Account__c: "@{owner}" } }) { Record { Id Account__c { value } } }
         owner: AccountCreate(input: { Account: { Name: "Referred" } }) { Record { Id } }
         renamed: AccountUpdate(input: { Id: "@{owner}", Account: { Phone: "7" } }) { Record { Phone { value } } }`,
      ),
    )
    const made = named('Referred')[0]?.Id
    expect(answer).toMatchObject({
      errors: [],
      data: {
        uiapi: { bill: { Record: { Account__c: { value: made } } }, renamed: { Record: { Phone: { value: '7' } } } },
      },
    })
  })

  it('fails what depends on a failure, on nothing, or on itself', async () => {
    const answer = await gql.ask(
      mutation(
        `a: AccountCreate(input: { Account: { Phone: "1" } }) { Record { Id } }
         b: AccountUpdate(input: { Id: "@{a}", Account: { Name: "x" } }) { Record { Id } }
         c: AccountDelete(input: { Id: "@{nobody}" }) { Id }
         d: AccountDelete(input: { Id: "@{d}" }) { Id }`,
        '(input: { allOrNone: false })',
      ),
    )
    expect(dataOf(answer)).toEqual({ a: null, b: null, c: null, d: null })
    expect(answer.errors.slice(1).map(({ message }) => message)).toEqual([
      'The operation a that this operation depends on has failed.',
      'The reference @{nobody} names no operation of this request.',
      'The references of operation d form a circle.',
    ])
  })

  it.each([
    ['AccountCreate(input: { Account: { Nope: "x" } }) { Record { Id } }', "'Nope'"],
    ['AccountCreate(input: { Account: { Id: "x" } }) { Record { Id } }', "'Id'"],
    ['AccountCreate(input: { Account: { Name: "x" } }) { Record { Owner { Id } } }', "Field 'Owner'"],
    ['AccountUpdate(input: { Account: { Name: "x" } }) { Record { Id } }', 'Id'],
    ['AccountUpdate(input: { Id: "x", Account: { Name: "x" } }) { success }', "Field 'success'"],
    ['Bill__cCreate(input: { Bill__c: { Total__c: "1,000" } }) { Record { Id } }', 'Currency|Double'],
    ['Bill__cCreate(input: { Bill__c: { Due__c: "tomorrow" } }) { Record { Id } }', 'Date'],
    ['ProfileDelete(input: { Id: "x" }) { Id }', "Field 'ProfileDelete'"],
  ])('refuses %s before anything is written', async (selection, words) => {
    const answer = await gql.ask(mutation(selection))
    expect(answer.data).toEqual({})
    expect(answer.errors[0]?.extensions.ErrorType).toBe('ValidationError')
    expect(answer.errors[0]?.message).toMatch(new RegExp(words))
  })

  it('lets nobody write what he may only read', async () => {
    const account = gql.add('Account', { Name: 'Guarded' })
    gql.org.assign('integration@sandbox.example', 'Bridge')
    const as = (selection: string) => gql.ask(mutation(selection), {}, 'integration@sandbox.example')
    // Phone is readable only, Secret__c not even that.
    for (const field of ['Phone', 'Secret__c'])
      expect(
        (await as(`AccountUpdate(input: { Id: "${account}", Account: { ${field}: "x" } }) { Record { Id } }`)).errors,
      ).toMatchObject([{ extensions: { ErrorType: 'ValidationError' } }])
    const refused = await as(`AccountDelete(input: { Id: "${account}" }) { Id }`)
    expect(refused.errors).toMatchObject([{ extensions: { ErrorType: 'DataFetchingException' } }])
    expect(gql.org.records.get('Account', account)).toBeDefined()
  })

  it('honours @skip, fragments and operation names', async () => {
    const text = `
      mutation Other { uiapi { AccountCreate(input: { Account: { Name: "Never" } }) { Record { Id } } } }
      mutation This($off: Boolean!) { uiapi { ...Parts skipped: AccountCreate(input: { Account: { Name: "Never" } }) @skip(if: $off) { Record { Id } } } }
      fragment Parts on UIAPIMutations { made: AccountCreate(input: { Account: { Name: "Fragment" } }) { Record { Id } } }`
    const { body } = await gql.post({ query: text, operationName: 'This', variables: { off: true } })
    expect(body).toMatchObject({ errors: [], data: { uiapi: { made: { Record: {} } } } })
    expect([named('Fragment').length, named('Never').length]).toEqual([1, 0])
  })
})
