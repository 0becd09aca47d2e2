import { expect, test } from 'vitest'
import { account, anOrg, bad, base, contact, type Composite } from './composed.ts'

const { started, run } = anOrg()

const tree = {
  method: 'POST',
  url: `${base}/composite/tree/Account`,
  referenceId: 'tree',
  body: { records: [{ attributes: { type: 'Account', referenceId: 'r' }, Name: 'T' }] },
}

const statuses = (answers: Composite['compositeResponse']): number[] => answers.map((answer) => answer.httpStatusCode)

test('later requests use the answers of earlier ones', async () => {
  const query = {
    method: 'GET',
    referenceId: 'q',
    url: `${base}/query?q=SELECT+Id,Name+FROM+Account+WHERE+Id='@{acc.id}'`,
  }
  const rename = {
    method: 'PATCH',
    referenceId: 'ren',
    url: `${base}/sobjects/Account/@{q.records[0].Id}`,
    body: { Name: '@{q.records[0].Name}2' },
  }
  expect(statuses(await run([account, contact, query, rename]))).toEqual([201, 201, 200, 204])
  expect(started().org.records.all('Contact')[0]?.AccountId).toBe(started().org.records.all('Account')[0]?.Id)
  expect(started().org.records.all('Account')[0]?.Name).toBe('A2')
})

test('without allOrNone a failure stays alone, what refers to it is halted', async () => {
  const lost = { ...contact, referenceId: 'lost', body: { LastName: 'C', AccountId: '@{bad.id}' } }
  const answers = await run([account, bad, lost])
  expect(statuses(answers)).toEqual([201, 400, 400])
  expect(answers[2]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }])
  expect(started().org.records.all('Account')).toHaveLength(1)
})

test('a sub-request has headers of its own', async () => {
  started().org.duplicateRules.push({
    name: 'Same',
    object: 'Account',
    fields: ['Name'],
    onInsert: 'alert',
    onUpdate: 'allow',
  })
  const again = { ...account, referenceId: 'again', httpHeaders: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } }
  const blocked = { ...account, referenceId: 'blocked' }
  const stale = { ...account, referenceId: 'stale', httpHeaders: { 'If-Match': 'x' } }
  expect(statuses(await run([account, again, blocked, stale]))).toEqual([201, 201, 400, 501])
  for (const httpHeaders of [{ Authorization: 'x' }, { 'a b': 'c' }, { x: '\u0000' }, { x: '𝄞' }])
    expect(
      await started().call('POST', '/composite', { compositeRequest: [{ ...account, httpHeaders }] }),
    ).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
  const header = (allowSave: boolean) => ({ 'Sforce-Duplicate-Rule-Header': `allowSave=${allowSave}` })
  const compositeRequest = [{ ...account, httpHeaders: header(false) }]
  expect((await started().call('POST', '/composite', { compositeRequest }, header(true))).body).toMatchObject({
    compositeResponse: [{ httpStatusCode: 400, body: [{ errorCode: 'DUPLICATES_DETECTED' }] }],
  })
})

test('change events name the client of the sub-request, or of the request around it', async () => {
  const actors: unknown[] = []
  const stop = started().org.records.onCommit(({ actor }) => actors.push(actor.client))
  const own = (client: string): object => ({ 'Sforce-Call-Options': client })
  const compositeRequest = [
    { ...account, referenceId: 'a' },
    { ...account, referenceId: 'b', httpHeaders: own('client=part') },
    { ...account, referenceId: 'c', httpHeaders: own('defaultNamespace=x, client = other') },
    { ...account, referenceId: 'd', httpHeaders: own('defaultNamespace=x') },
    { ...account, referenceId: 'e', httpHeaders: own('notaclient=x') },
  ]
  const outer = { 'Sforce-Call-Options': 'client=whole' }
  await started().call('POST', '/composite', { compositeRequest }, outer)
  expect(actors).toEqual(['whole', 'part', 'other', undefined, undefined])
  await started().call('POST', '/composite', { allOrNone: true, compositeRequest }, outer)
  expect(actors.slice(5)).toEqual(['whole'])
  stop()
})

test.each(['post', 'Post', 'HEAD', ''])('a method is one of five in capitals, not %j', async (method) => {
  const refused = { httpStatusCode: 405, body: [{ errorCode: 'METHOD_NOT_ALLOWED' }] }
  const part = { ...account, method }
  expect(await run([part])).toMatchObject([refused])
  const graphs = [{ graphId: 'g', compositeRequest: [part] }]
  expect((await started().call('POST', '/composite/graph', { graphs })).body).toMatchObject({
    graphs: [{ isSuccessful: false, graphResponse: { compositeResponse: [refused] } }],
  })
  expect(started().org.records.all('Account')).toEqual([])
})

test('takes records, queries and collections only', async () => {
  const get = (path: string, index: number): object => ({ method: 'GET', url: base + path, referenceId: `r${index}` })
  const allowed = ['/sobjects', '/sobjects/Account/describe', '/query?q=SELECT+Id+FROM+Account']
  expect(statuses(await run(allowed.map(get)))).toEqual([200, 200, 200])
  const answers = await run([...['/limits', '/', '/actions', '/composite/tree/Account', '/nope'].map(get), tree])
  expect(statuses(answers)).toEqual([400, 400, 400, 405, 404, 400])
  expect(answers[0]?.body).toMatchObject([{ errorCode: 'INVALID_INPUT' }])
  expect(started().org.records.all('Account')).toEqual([])
})

test.each(['//[', '//', '/\\x', '/services/data/v67.0/%', '/services/data/v67.0/sobjects/Account?%'])(
  'a url such as %j is not found',
  async (url) => {
    const [answer] = await run([{ ...account, method: 'DELETE', url }])
    expect(answer?.httpStatusCode).toBe(url.endsWith('?%') ? 405 : 404)
  },
)

test('takes 25 requests at most, each with its own reference', async () => {
  const many = Array.from({ length: 26 }, (_none, index) => ({ ...account, referenceId: `r${index}` }))
  expect(await started().call('POST', '/composite', { compositeRequest: many })).toMatchObject({ status: 400 })
  expect(await started().call('POST', '/composite', { compositeRequest: [account, account] })).toMatchObject({
    status: 400,
  })
  expect(await started().call('POST', '/composite', { compositeRequest: 'x' })).toMatchObject({ status: 400 })
})

test('of which five may be queries or collections', async () => {
  const query = (index: number): object => ({
    method: index % 2 ? 'GET' : 'POST',
    url: index % 2 ? `${base}/query?q=SELECT+Id+FROM+Account` : `${base}/composite/sobjects`,
    referenceId: `q${index}`,
    body: index % 2 ? undefined : { records: [{ attributes: { type: 'Account' }, Name: 'A' }] },
  })
  const heavy = [0, 1, 2, 3, 4].map(query)
  expect(new Set(statuses(await run([...heavy, account, contact])))).toEqual(new Set([200, 201]))
  expect(await started().call('POST', '/composite', { compositeRequest: [...heavy, query(5)] })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'LIMIT_EXCEEDED' }],
  })
})

test('a sub-request names a version, and is answered in it', async () => {
  const url = (path: string): object => ({ ...account, url: path, referenceId: `r${path.length}` })
  const answers = await run([
    url('/services/data/v59.0/sobjects/Account'),
    url('/sobjects/Account'),
    url('services/data/v67.0/sobjects/Account'),
    url('/services/data/v30.0/sobjects/Account/'),
    url('/services/data/v99.0/sobjects/Account//'),
    {
      ...account,
      method: 'GET',
      url: '/services/data/v60.0/sobjects/Account/@{r37.id}?fields=Name',
      referenceId: 'get',
    },
  ])
  expect(statuses(answers)).toEqual([201, 404, 404, 410, 404, 200])
  expect(answers.at(-1)?.body).toMatchObject({
    attributes: { url: expect.stringContaining('/services/data/v60.0/sobjects/Account/') as string },
  })
})

test.each(['1-x', '', '_a', 'a.b', 'a b', 'é'])('a referenceId %j is refused', async (referenceId) => {
  const compositeRequest = [{ ...account, referenceId }]
  expect(await started().call('POST', '/composite', { compositeRequest })).toMatchObject({
    status: 400,
    body: [
      {
        errorCode: 'JSON_PARSER_ERROR',
        message: `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
      },
    ],
  })
})
