import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import jsforce from 'jsforce'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg({ bare: true })
})
afterEach(() => started[Symbol.asyncDispose]())

const hour = 3_600_000

async function token(
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${started.org.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

const good = (): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: started.org.clientId,
  client_secret: started.org.clientSecret,
})

describe('the client-credentials flow', () => {
  test('answers with strings and names the run-as user', async () => {
    const { status, body } = await token(good())
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'api', instance_url: started.org.instanceUrl })
    expect(body.access_token).toMatch(/^00D\w{12}!AQ/)
    expect(body.id).toBe(`${started.org.instanceUrl}/id/${started.org.organizationId}/${started.org.userId}`)
    expect(body.issued_at).toBe(String(started.org.clock.now()))
    expect(body).not.toHaveProperty('refresh_token')
    expect(body).not.toHaveProperty('expires_in')
  })

  test('takes the credentials in a Basic header too', async () => {
    const basic = Buffer.from(`${started.org.clientId}:${started.org.clientSecret}`).toString('base64')
    expect((await token({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })).status).toBe(200)
  })

  test.each([
    [{ client_id: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    [{ client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
    [{ grant_type: 'password' }, 'invalid_grant', /^authentication failure$/],
    [{ grant_type: 'refresh_token' }, 'unsupported_grant_type', /by this sandbox/],
    [{ grant_type: 'magic' }, 'unsupported_grant_type', /^grant type not supported$/],
  ])('refuses %o with an object, not the REST array', async (change, error, description) => {
    const { status, body } = await token({ ...good(), ...change })
    expect(status).toBe(400)
    expect(body.error).toBe(error)
    expect(body.error_description).toMatch(description)
  })

  test('obeys the policies of the app', async () => {
    const { connectedApp: app } = started.org
    const refused = async (): Promise<string[]> => {
      const { status, body } = await token(good())
      return [String(status), body.error ?? '', body.error_description ?? '']
    }
    app.approvedUsers = ['rep@sandbox.example']
    expect(await refused()).toEqual(['400', 'invalid_app_access', 'user is not admin approved to access this app'])
    app.permittedUsers = 'AllSelfAuthorized'
    expect((await token(good())).status).toBe(200)
    app.runAs = null
    expect(await refused()).toEqual(['400', 'invalid_grant', 'no client credentials user enabled'])
    app.clientCredentialsEnabled = false
    expect(await refused()).toEqual(['400', 'invalid_grant', 'Client credentials flow not enabled'])
  })

  test('gives the same token again while the session lives, another one after', async () => {
    const first = (await token(good())).body.access_token
    expect((await token(good())).body.access_token).toBe(first)
    await started.org.clock.advance(3 * hour)
    expect((await token(good())).body.access_token).not.toBe(first)
  })

  test('switch repeatedToken=new opens a session each time', async () => {
    started.org.switches.repeatedToken = 'new'
    expect((await token(good())).body.access_token).not.toBe((await token(good())).body.access_token)
  })
})

describe('a session', () => {
  const limits = async (accessToken: string): Promise<number> => {
    const response = await fetch(`${started.org.instanceUrl}/services/data/v67.0/limits`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    await response.text()
    return response.status
  }

  test('runs out on the clock, and late use renews it', async () => {
    const accessToken = (await token(good())).body.access_token ?? ''
    await started.org.clock.advance(1.5 * hour)
    expect(await limits(accessToken)).toBe(200)
    await started.org.clock.advance(1.5 * hour)
    expect(await limits(accessToken)).toBe(200)
    await started.org.clock.advance(2 * hour)
    expect(await limits(accessToken)).toBe(401)
  })

  test('that is unknown or missing is INVALID_SESSION_ID', async () => {
    const response = await fetch(`${started.org.instanceUrl}/services/data/v67.0/limits`)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }])
    expect(await limits('00D!x')).toBe(401)
  })

  test('that expires is renewed by jsforce through its refreshFn', async () => {
    const { org } = started
    let refreshed = 0
    const connection = new jsforce.Connection({
      version: '67.0',
      instanceUrl: org.instanceUrl,
      oauth2: { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.loginUrl },
      refreshFn: (conn, done) => {
        refreshed++
        conn.oauth2.requestToken({ grant_type: 'client_credentials' }).then(
          (answer) => {
            done(null, answer.access_token, answer)
          },
          (error: unknown) => {
            done(error as Error)
          },
        )
      },
    })
    await connection.authorize({ grant_type: 'client_credentials' })
    expect(connection.userInfo?.id).toBe(org.userId)
    org.faults.arm({ kind: 'expired-session', match: 'GET /services/data/v67.0/limits' })
    await expect(connection.limits()).resolves.toHaveProperty('DailyApiRequests')
    expect(refreshed).toBe(1)
  })
})

test('userinfo says who the session is', async () => {
  const ask = async (accessToken: string): Promise<unknown> =>
    (
      await fetch(`${started.org.instanceUrl}/services/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
    ).json()
  expect(await ask(started.org.accessToken)).toMatchObject({
    preferred_username: 'admin@sandbox.example',
    organization_id: started.org.organizationId,
    is_salesforce_integration_user: false,
  })
  expect(await ask((await token(good())).body.access_token ?? '')).toMatchObject({
    user_id: started.org.userId,
    is_salesforce_integration_user: true,
  })
  for (const path of ['/services/data', '/services/oauth2/userinfo']) {
    const headers = { authorization: `Bearer ${started.org.accessToken}` }
    const response = await fetch(`${started.org.instanceUrl}${path}`, { headers })
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
  }
})
