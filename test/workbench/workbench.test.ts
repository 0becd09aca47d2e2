import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { buildWorkbench, workbenchRoutes } from './index.ts'
import { type CannedOrg, startCannedOrg } from './testing/canned-org.ts'
import { contoso } from './testing/contoso.ts'

describe('the workbench', () => {
  let org: CannedOrg
  let app: Hono
  let broken = false

  beforeAll(async () => {
    const { dir } = await buildWorkbench()
    org = await startCannedOrg(contoso())
    app = await workbenchRoutes({
      dir,
      salesforce: { instanceUrl: org.url, accessToken: () => 'token of the rep' },
      actions: [
        { name: 'ship', label: 'Ship and invoice', run: async () => 'Posted PS-INV1' },
        { name: 'pay', label: 'Pay', run: () => Promise.reject(new Error('There is no open invoice')) },
      ],
      state: async () => {
        if (broken) throw new Error('The company is gone')
        return { sections: [{ title: 'Sales orders', rows: [{ Number: 'S-ORD1' }] }], available: ['ship'] }
      },
    })
  })

  afterAll(() => org.close())

  it('is built once for the same sources', async () => {
    expect((await buildWorkbench()).built).toBe(false)
  })

  it('is copied where it is wanted', async () => {
    const outDir = await mkdtemp(join(tmpdir(), 'workbench-'))
    const { dir } = await buildWorkbench({ outDir })
    const served = await workbenchRoutes({
      dir: outDir,
      salesforce: { instanceUrl: org.url, accessToken: () => '' },
      actions: [],
      state: async () => ({ sections: [] }),
    })
    expect((await served.request('/panel.js')).status).toBe(200)
    expect(dir).not.toBe(outDir)
    await rm(outDir, { recursive: true })
  })

  it.each([
    ['/', 'text/html'],
    ['/panel.js', 'text/javascript'],
    ['/page.js', 'text/javascript'],
    ['/slds.css', 'text/css'],
  ])('serves %s as %s', async (path, type) => {
    const response = await app.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain(type)
  })

  it.each(['/nothing.js', '/../package.json', '/%2e%2e/package.json', '/..%2f..%2fpackage.json'])(
    'has nothing at %s',
    async (path) => {
      expect((await app.request(path)).status).toBe(404)
    },
  )

  it('asks the org as the rep, whatever the browser says', async () => {
    const body = JSON.stringify({ operationName: 'BillingCustomers', variables: { accountId: '001' } })
    const headers = { authorization: 'Bearer of somebody else', 'content-type': 'application/json' }
    const response = await app.request('/services/data/v67.0/graphql', { method: 'POST', body, headers })
    expect(response.status).toBe(200)
    expect([...org.authorizations]).toEqual(['Bearer token of the rep'])
    expect(org.asked.at(-1)?.variables).toEqual({ accountId: '001' })
  })

  it('passes on what the org refuses', async () => {
    expect((await app.request('/services/data/v67.0/sobjects')).status).toBe(404)
  })

  it('says when the org cannot be reached', async () => {
    const lost = await workbenchRoutes({
      dir: (await buildWorkbench()).dir,
      salesforce: { instanceUrl: 'http://127.0.0.1:1', accessToken: () => '' },
      actions: [],
      state: async () => ({ sections: [] }),
    })
    const response = await lost.request('/services/data/v67.0/graphql', { method: 'POST', body: '{}' })
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('The org at http://127.0.0.1:1 cannot be reached')
  })

  it('lists the actions and runs one', async () => {
    expect(await (await app.request('/api/actions')).json()).toEqual({
      actions: [
        { name: 'ship', label: 'Ship and invoice' },
        { name: 'pay', label: 'Pay' },
      ],
    })
    const done = await app.request('/api/actions/ship', { method: 'POST' })
    expect(await done.json()).toEqual({ outcome: 'Posted PS-INV1' })
  })

  it('says why an action failed, and which there are not', async () => {
    const failed = await app.request('/api/actions/pay', { method: 'POST' })
    expect([failed.status, await failed.json()]).toEqual([409, { error: 'There is no open invoice' }])
    const unknown = await app.request('/api/actions/steal', { method: 'POST' })
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: 'There is no action steal' }])
  })

  it('tells the state, or why it cannot', async () => {
    expect(await (await app.request('/api/state')).json()).toMatchObject({ available: ['ship'] })
    broken = true
    const response = await app.request('/api/state')
    broken = false
    expect([response.status, await response.json()]).toEqual([502, { error: 'The company is gone' }])
  })
})
