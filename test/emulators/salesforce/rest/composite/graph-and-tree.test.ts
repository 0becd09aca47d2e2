import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Commit } from '../../records.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
let commits: Commit[] = []
beforeAll(async () => {
  started = await startOrg()
  started.org.records.onCommit((commit) => commits.push(commit))
})
afterEach(() => {
  started.org.reset({ keepMetadata: true })
  commits = []
})
afterAll(() => started[Symbol.asyncDispose]())

const base = '/services/data/v67.0/sobjects'
const names = (object: string): unknown[] => started.org.records.all(object).map((row) => row.Name)

describe('composite graph', () => {
  const account = (referenceId: string, body: object = { Name: referenceId }): object => ({
    method: 'POST',
    url: `${base}/Account`,
    referenceId,
    body,
  })
  const contact = (referenceId: string, of: string): object => ({
    method: 'POST',
    url: `${base}/Contact/`,
    referenceId,
    body: { LastName: referenceId, AccountId: `@{${of}.id}` },
  })
  const run = (graphs: unknown): ReturnType<TestOrg['call']> => started.call('POST', '/composite/graph', { graphs })

  test('each graph is one transaction, all or nothing', async () => {
    const good = { graphId: 'good', compositeRequest: [account('a'), contact('c', 'a')] }
    const bad = { graphId: 'bad', compositeRequest: [account('b'), account('x', {}), contact('d', 'b')] }
    const { status, body } = await run([good, bad])
    expect(status).toBe(200)
    expect(body).toMatchObject({
      graphs: [
        {
          graphId: 'good',
          isSuccessful: true,
          graphResponse: { compositeResponse: [{ httpStatusCode: 201, referenceId: 'a' }, { httpStatusCode: 201 }] },
        },
        {
          graphId: 'bad',
          isSuccessful: false,
          graphResponse: {
            compositeResponse: [
              { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
              { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
              { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
            ],
          },
        },
      ],
    })
    expect(names('Account')).toEqual(['a'])
    expect(started.org.records.all('Contact')[0]?.AccountId).toBe(started.org.records.all('Account')[0]?.Id)
    expect(commits.map(({ changes }) => changes.length)).toEqual([2])
  })

  test('updates, upserts and deletes rows by id and external id', async () => {
    await run([
      {
        graphId: '1',
        compositeRequest: [{ method: 'PATCH', url: `${base}/Account/Key__c/k`, referenceId: 'u', body: { Name: 'K' } }],
      },
    ])
    const steps = [
      { method: 'GET', url: `${base}/Account/Key__c/k?fields=Id`, referenceId: 'g' },
      { method: 'PATCH', url: `${base}/Account/@{g.Id}`, referenceId: 'p', body: { Name: 'K2' } },
    ]
    await run([{ graphId: '2', compositeRequest: steps }])
    expect(names('Account')).toEqual(['K2'])
    await run([
      { graphId: '3', compositeRequest: [{ method: 'DELETE', url: `${base}/Account/Key__c/k`, referenceId: 'd' }] },
    ])
    expect(names('Account')).toEqual([])
  })

  test.each([
    [{ method: 'GET', url: '/services/data/v67.0/query?q=SELECT+Id+FROM+Account' }],
    [{ method: 'POST', url: '/services/data/v67.0/composite/sobjects' }],
    [{ method: 'DELETE', url: `${base}/Account` }],
    [{ method: 'GET', url: `${base}/Account/x/y/z` }],
    [{ method: 'GET', url: `${base}/Account/describe` }],
    [{ method: 'POST', url: '/services/data/v49.0/sobjects/Account', body: { Name: 'A' } }],
  ])('takes no other call, such as %o', async (node) => {
    expect((await run([{ graphId: '1', compositeRequest: [{ ...node, referenceId: 'r' }] }])).body).toMatchObject({
      graphs: [
        { isSuccessful: false, graphResponse: { compositeResponse: [{ body: [{ errorCode: 'INVALID_INPUT' }] }] } },
      ],
    })
  })

  test('has its limits', async () => {
    const many = (count: number, of: (index: number) => object): object[] =>
      Array.from({ length: count }, (_none, index) => of(index))
    const one = (compositeRequest: unknown): object[] => [{ graphId: 'g', compositeRequest }]
    const chain = (count: number): object[] => [
      account('r0'),
      ...many(count - 1, (index) => ({ ...account(`r${index + 1}`), body: { Name: `@{r${index}.id}` } })),
    ]
    const kinds = many(16, (index) => ({ method: 'GET', url: `${base}/T${index}__c/001`, referenceId: `r${index}` }))
    for (const graphs of [
      many(76, (index) => ({ graphId: `g${index}`, compositeRequest: [] })),
      one(many(501, (index) => account(`r${index}`))),
      one(chain(16)),
      one(kinds),
    ])
      expect(await run(graphs)).toMatchObject({ status: 400, body: [{ errorCode: 'LIMIT_EXCEEDED' }] })
    for (const graphs of [
      'x',
      [{ graphId: '.', compositeRequest: [] }],
      [
        { graphId: 'a', compositeRequest: [] },
        { graphId: 'a', compositeRequest: [] },
      ],
      [{ graphId: 'a' }],
      one([account('a'), account('a')]),
    ])
      expect(await run(graphs)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
    expect(names('Account')).toEqual([])
    expect((await run(one(chain(15)))).body).toMatchObject({ graphs: [{ isSuccessful: true }] })
  })

  test('stops after more than 14 failed graphs', async () => {
    const failing = Array.from({ length: 15 }, (_none, index) => ({
      graphId: `f${index}`,
      compositeRequest: [account('x', {})],
    }))
    const { body } = await run([...failing, { graphId: 'last', compositeRequest: [account('a')] }])
    expect((body as { graphs: object[] }).graphs.at(-1)).toMatchObject({
      isSuccessful: false,
      graphResponse: { compositeResponse: [{ body: [{ errorCode: 'PROCESSING_HALTED' }] }] },
    })
    expect(names('Account')).toEqual([])
  })

  test('can meet a locked row', async () => {
    started.org.faults.arm({ kind: 'row-lock' })
    expect((await run([{ graphId: 'g', compositeRequest: [account('a')] }])).body).toMatchObject({
      graphs: [
        {
          graphId: 'g',
          isSuccessful: false,
          graphResponse: { compositeResponse: [{ referenceId: 'a', body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] }] },
        },
      ],
    })
  })
})

describe('sObject tree', () => {
  const record = (type: string, referenceId: string, fields: object): object => ({
    attributes: { type, referenceId },
    ...fields,
  })
  const create = (records: unknown, object = 'Account'): ReturnType<TestOrg['call']> =>
    started.call('POST', `/composite/tree/${object}`, { records })

  test('creates records with their children, level by level', async () => {
    const contacts = {
      records: [record('Contact', 'ref2', { LastName: 'B' }), record('Contact', 'ref3', { LastName: 'C' })],
    }
    const { status, body } = await create([
      record('Account', 'ref1', { Name: 'A', Contacts: contacts }),
      record('Account', 'ref4', { Name: 'D' }),
    ])
    expect(status).toBe(201)
    const { hasErrors, results } = body as { hasErrors: boolean; results: { referenceId: string; id: string }[] }
    expect([hasErrors, results.map((one) => one.referenceId)]).toEqual([false, ['ref1', 'ref4', 'ref2', 'ref3']])
    expect(started.org.records.all('Contact').map((row) => row.AccountId)).toEqual([results[0]?.id, results[0]?.id])
    expect(commits).toHaveLength(1)
  })

  test('custom children go by their relationship name', async () => {
    const lines = { records: [record('Bill_Line__c', 'l', { Amount__c: 5 })] }
    expect((await create([record('Bill__c', 'b', { Key__c: '1', Lines__r: lines })], 'Bill__c')).status).toBe(201)
    expect(started.org.records.all('Bill_Line__c')).toHaveLength(1)
  })

  test('a bad record undoes all, and is the only one named', async () => {
    const contacts = { records: [record('Contact', 'ref2', { LastName: 'B', Email: '123' })] }
    expect(await create([record('Account', 'ref1', { Name: 'A', Contacts: contacts })])).toMatchObject({
      status: 400,
      body: {
        hasErrors: true,
        results: [
          {
            referenceId: 'ref2',
            errors: [
              { statusCode: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: 123', fields: ['Email'] },
            ],
          },
        ],
      },
    })
    expect([names('Account'), commits]).toEqual([[], []])
    const twice = [record('Account', 'r', { Name: 'A' }), record('Account', 'r', { Name: 'B' })]
    expect((await create(twice)).body).toMatchObject({
      hasErrors: true,
      results: [{ referenceId: 'r' }, { referenceId: 'r' }],
    })
  })

  test.each([
    ['nothing', 'INVALID_INPUT'],
    [[], 'INVALID_INPUT'],
    [[{ Name: 'A' }], 'INVALID_INPUT'],
    [[record('Contact', 'r', { LastName: 'A' })], 'INVALID_INPUT'],
    [[record('Account', 'r', { Name: 'A', Nopes: { records: [] } })], 'INVALID_FIELD'],
    [Array.from({ length: 201 }, (_none, index) => record('Account', `r${index}`, { Name: 'A' })), 'LIMIT_EXCEEDED'],
  ])('%#: refuses what it cannot read or what is too much', async (records, errorCode) => {
    expect(await create(records)).toMatchObject({ status: 400, body: [{ errorCode }] })
  })

  test('of an unknown object is not there', async () => {
    expect((await create([], 'Nope__c')).status).toBe(404)
  })
})
