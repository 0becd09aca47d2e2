import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { account, product } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { Misconfigured, RetryLater } from '../../../bridge/src/engine/errors.ts'
import type { Connector } from '../../../bridge/src/engine/ports.ts'
import { company, startOrg, type Org } from './org.ts'

let org: Org
let connector: Connector
let id: string

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(async () => {
  await org.reset()
  connector = await org.connect()
  id = org.save('Account', { Name: 'Acme' })
})
afterAll(() => org.close())

const read = (from = connector) => from.reader.read(account, company, [id], ['Name'])
const tokenCalls = () => org.emulator.journal.calls().filter(({ url }) => url.startsWith('/services/oauth2/token'))
const tokens = () => tokenCalls().length

describe('the session', () => {
  it('begins with the first call, and is kept', async () => {
    expect(tokens()).toBe(0)
    await Promise.all([read(), read()])
    await read()
    expect(tokens()).toBe(1)
  })

  it('is asked for by client credentials and no assertion, however soon the org wants those to run out', async () => {
    const { switches } = org.emulator
    const usual = switches.jwtMostSecondsAhead
    switches.jwtMostSecondsAhead = 300
    try {
      expect((await read()).size).toBe(1)
    } finally {
      switches.jwtMostSecondsAhead = usual
    }
    const grants = tokenCalls().map(({ requestBody }) => new URLSearchParams(requestBody).get('grant_type'))
    expect(grants).toEqual(['client_credentials'])
  })

  it('is replaced once when it has expired, also for five calls at a time', async () => {
    await read()
    await org.emulator.clock.advance(3 * 3600_000)
    const found = await Promise.all([1, 2, 3, 4, 5].map(() => read()))
    expect(found.map((each) => each.size)).toEqual([1, 1, 1, 1, 1])
    expect(tokens()).toBe(2)
  })

  it('may be the same token again', async () => {
    org.emulator.faults.arm({
      kind: 'status',
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }],
      match: '/query',
    })
    expect((await read()).size).toBe(1)
  })

  it('that is refused again and again is not asked for without end', async () => {
    org.emulator.faults.arm({ kind: 'expired-session', match: '/query', times: 0 })
    for (let attempt = 0; attempt < 50; attempt++) {
      await expect(read()).rejects.toBeInstanceOf(RetryLater)
    }
    expect(tokens()).toBeLessThan(6)
    org.emulator.faults.clear()
    await org.emulator.clock.advance(60_000)
    expect((await read()).size).toBe(1)
  })

  it('follows the org to another address', async () => {
    await read()
    const moved = await startOrg()
    try {
      const movedId = moved.save('Account', { Name: 'Moved' })
      const token = await fetch(`${moved.emulator.loginUrl}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: moved.emulator.clientId,
          client_secret: moved.emulator.clientSecret,
        }),
      })
      org.emulator.faults.arm({ kind: 'expired-session', match: '/query' })
      org.emulator.faults.arm({
        kind: 'status',
        status: 200,
        body: await token.json(),
        match: '/oauth2/token',
      })
      const found = await connector.reader.read(account, company, [movedId], ['Name'])
      expect(found.get(movedId)?.fields.Name).toBe('Moved')
    } finally {
      await moved.close()
    }
  })
})

describe('a sign-in that is refused', () => {
  it('says which setting is wrong', async () => {
    const wrong = await org.connect({ clientSecret: 'wrong' })
    const error: unknown = await read(wrong).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Misconfigured).advice).toMatch(/SF_CLIENT_SECRET/)
    expect((error as Misconfigured).vendor).toBe('invalid_client: invalid client credentials')
  })

  it('is not tried again at once: accounts get locked that way', async () => {
    const wrong = await org.connect({ clientSecret: 'wrong' })
    for (let attempt = 0; attempt < 10; attempt++) await read(wrong).catch(() => undefined)
    expect(tokens()).toBe(1)
    await org.emulator.clock.advance(60_000)
    await read(wrong).catch(() => undefined)
    expect(tokens()).toBe(2)
  })

  it.each([
    ['no client credentials user enabled', /Policies.*Run As/],
    ['request not supported on this domain', /SF_LOGIN_URL.*My Domain/],
    ['client identifier invalid', /SF_CLIENT_ID/],
    ['user is not admin approved', /BC_Integration/],
  ])('%s: names the page of Setup', async (description, advice) => {
    const body = { error: 'invalid_grant', error_description: description }
    org.emulator.faults.arm({ kind: 'status', status: 400, body, match: '/oauth2/token' })
    const error: unknown = await read().catch((e: unknown) => e)
    expect((error as Misconfigured).advice).toMatch(advice)
  })

  it('for a moment only is passing trouble', async () => {
    org.emulator.faults.arm({ kind: 'status', status: 503, headers: { 'retry-after': '5' }, match: '/oauth2/token' })
    await expect(read()).rejects.toMatchObject({ name: 'RetryLater', retryAfter: 5 })
    expect((await read()).size).toBe(1)
  })

  it('never repeats a token or a secret', async () => {
    const body = { access_token: '00D!secret-token', instance_url: org.emulator.instanceUrl }
    org.emulator.faults.arm({ kind: 'status', status: 200, body, match: '/oauth2/token' })
    const error: unknown = await read().catch((e: unknown) => e)
    expect(JSON.stringify([error, String(error), (error as Misconfigured).vendor])).not.toContain('secret-token')
  })
})

describe('usage', () => {
  it('is what Salesforce says of it', async () => {
    expect(connector.usage()).toEqual([])
    await read()
    expect(connector.usage()).toEqual([
      { name: 'Salesforce API calls in 24 hours', used: expect.any(Number) as number, limit: 15_000 },
    ])
  })

  it('keeps the last tenth of the calls for orders and invoices', async () => {
    org.emulator.switches.dailyApiRequests = 10
    const readProduct = () => connector.reader.read(product, company, [id], ['Name'])
    try {
      for (let call = 0; call < 9; call++) await read()
      await expect(readProduct()).rejects.toMatchObject({ name: 'RetryLater', retryAfter: 300 })
      expect((await read()).size).toBe(1)
      await expect(read()).rejects.toMatchObject({ vendor: expect.stringMatching(/^REQUEST_LIMIT_EXCEEDED/) as string })
    } finally {
      org.emulator.switches.dailyApiRequests = 15_000
    }
    // A later call may ask whether some of it has come back.
    await org.emulator.clock.advance(301_000)
    expect((await readProduct()).size).toBe(0)
  })
})
