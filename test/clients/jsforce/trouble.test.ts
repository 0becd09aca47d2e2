import jsforce from 'jsforce'
import { describe, expect, test } from 'vitest'
import { accounts, oneOrg, thrown } from './one-org.ts'

const started = oneOrg()

describe('trouble', () => {
  const signIn = (refreshed: { count: number }): InstanceType<typeof jsforce.Connection> => {
    const { org } = started
    return new jsforce.Connection({
      version: '67.0',
      instanceUrl: org.instanceUrl,
      oauth2: { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.loginUrl },
      refreshFn: (self, done) => {
        refreshed.count += 1
        self.oauth2.requestToken({ grant_type: 'client_credentials' }).then(
          (token) => void done(null, token.access_token, token),
          (error: unknown) => void done(error as Error),
        )
      },
    })
  }

  test('an expired session is renewed once for many calls at a time, and they are replayed', async () => {
    const { org } = started
    org.assign('integration@sandbox.example', 'Bridge')
    const refreshed = { count: 0 }
    const bridge = signIn(refreshed)
    await bridge.authorize({ grant_type: 'client_credentials' })
    expect(bridge.userInfo).toMatchObject({ id: org.userId, organizationId: org.organizationId })
    await bridge.query('SELECT Id FROM Account')
    expect(refreshed.count).toBe(0)
    await org.clock.advance(3 * 3_600_000)
    await Promise.all([1, 2, 3].map(() => bridge.query('SELECT Id FROM Account')))
    expect(refreshed.count).toBe(1)
  })

  test('a sign-in that is refused says so', async () => {
    started.org.connectedApp.runAs = null
    expect(await thrown(signIn({ count: 0 }).authorize({ grant_type: 'client_credentials' }))).toMatchObject({
      name: 'invalid_grant',
      message: 'no client credentials user enabled',
    })
  })

  test('without a way to renew it the session error comes out', async () => {
    const { org } = started
    const connection_ = new jsforce.Connection({ version: '67.0', instanceUrl: org.instanceUrl, accessToken: 'gone' })
    expect(await thrown(connection_.query('SELECT Id FROM Account'))).toMatchObject({ errorCode: 'INVALID_SESSION_ID' })
  })

  test('locks, limits, and an answer that is no JSON', async () => {
    const { org } = started
    org.faults.arm({ kind: 'row-lock' })
    expect(await thrown(started.admin.sobject('Account').create({ Name: 'A' }))).toMatchObject({
      errorCode: 'UNABLE_TO_LOCK_ROW',
    })
    org.faults.arm({ kind: 'row-lock' })
    expect(await started.admin.sobject('Account').create(accounts(2))).toMatchObject([
      { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] },
      { success: false },
    ])
    org.faults.arm({
      kind: 'status',
      status: 400,
      body: '<html>Bad Gateway</html>',
      headers: { 'content-type': 'text/html' },
    })
    expect(await thrown(started.admin.sobject('Account').create({ Name: 'A' }))).toMatchObject({
      errorCode: 'ERROR_HTTP_400',
    })
    org.switches.dailyApiRequests = 0
    expect(await thrown(started.admin.query('SELECT Id FROM Account'))).toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
    })
  })

  test('a POST is not tried again on 503', async () => {
    const { org } = started
    org.faults.arm({ kind: 'status', status: 503, times: 0, match: 'POST' })
    const mark = org.journal.calls().length
    await thrown(started.admin.sobject('Account').create({ Name: 'A' }))
    expect(org.journal.calls().length - mark).toBe(1)
  })
})
