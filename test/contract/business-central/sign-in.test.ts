import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { item } from '../../../bridge/src/connectors/business-central/entities.ts'
import { Misconfigured, RetryLater } from '../../../bridge/src/engine/errors.ts'
import { makeClientCertificate } from '../../emulators/entra/testing/client-certificate.ts'
import { startTenant, type Tenant } from './tenant.ts'

let tenant: Tenant
beforeAll(async () => void (tenant = await startTenant()))
afterAll(() => tenant.close())
beforeEach(() => tenant.reset())

const refusal = async (connecting: Promise<unknown>): Promise<Misconfigured> => {
  const error: unknown = await connecting.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Misconfigured)
  return error as Misconfigured
}
const tokenCalls = () => tenant.entra.journal.calls().filter(({ url }) => url.includes('/token')).length
const someItem = () => tenant.finance.row('items', 'number', '1896-S').id

describe('Microsoft Entra ID', () => {
  it('names the setting when the secret is wrong', async () => {
    const error = await refusal(tenant.connect({ clientSecret: 'wrong' }))
    expect(error.message).toContain('AADSTS7000215')
    expect(error.vendor).toContain('AADSTS7000215')
    expect(error.advice).toContain('BC_CLIENT_SECRET')
  })

  it('says so when the secret has expired', async () => {
    const app = tenant.entra.addApp({ secrets: [{ value: 'old', expiresAt: '2026-11-20T00:00:00Z' }] })
    const error = await refusal(tenant.connect({ clientId: app.clientId, clientSecret: 'old' }))
    expect(error.message).toContain('AADSTS7000222')
    expect(error.advice).toContain('expired')
  })

  it('says so when the application is not registered', async () => {
    const error = await refusal(tenant.connect({ clientId: crypto.randomUUID() }))
    expect(error.message).toContain('AADSTS700016')
    expect(error.advice).toContain('BC_CLIENT_ID')
  })

  it('says so when there is no such tenant', async () => {
    const authority = `${tenant.entra.url}/${crypto.randomUUID()}`
    const error = await refusal(tenant.connect({ authority }))
    expect(error.message).toContain('AADSTS90002')
    expect(error.advice).toContain('BC_TENANT_ID')
  })

  it.each([
    ['answers 503', { kind: 'status', status: 503, times: 0 }],
    ['answers 429', { kind: 'status', status: 429, times: 0, headers: { 'retry-after': '1' } }],
    ['answers without a token', { kind: 'empty-answer', times: 0 }],
  ])('is asked again later when it %s', async (_, fault) => {
    tenant.entra.faults.arm({ ...fault, match: '/token' })
    await expect(tenant.connect()).rejects.toThrow(RetryLater)
  })

  it('is asked once by many callers at once', async () => {
    const connector = await tenant.connect()
    tenant.bc.faults.arm({ kind: 'expired-token', times: 5 })
    const before = tokenCalls()
    const id = someItem()
    const reads = Array.from({ length: 5 }, () => connector.reader.read(item, tenant.ref, [id], ['number']))
    expect((await Promise.all(reads)).every((read) => read.size === 1)).toBe(true)
    expect(tokenCalls() - before).toBe(1)
  })

  it('is asked for a new token when the old one has expired', async () => {
    const connector = await tenant.connect()
    await tenant.bc.clock.advance(2 * 3600 * 1000)
    expect((await connector.reader.read(item, tenant.ref, [someItem()], ['number'])).size).toBe(1)
    expect(tokenCalls()).toBe(2)
  })
})

describe('a client certificate', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'certificate-'))))
  afterAll(() => rm(folder, { recursive: true }))
  const file = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }
  const withCertificate = (clientId: string, clientCertificate: string) =>
    tenant.connect({ clientId, clientSecret: undefined, clientCertificate })

  it('signs in instead of a secret', async () => {
    const { key, cert } = await makeClientCertificate()
    const { clientId } = tenant.entra.addApp({ certificates: [cert] })
    const connector = await withCertificate(clientId, await file('good.pem', `${key}\n${cert}`))
    expect(connector.companies).toHaveLength(1)
  })

  it('must be uploaded', async () => {
    const [known, mine] = [await makeClientCertificate(), await makeClientCertificate()]
    const { clientId } = tenant.entra.addApp({ certificates: [known.cert] })
    const error = await refusal(withCertificate(clientId, await file('unknown.pem', `${mine.key}\n${mine.cert}`)))
    expect(error.message).toContain('AADSTS700027')
    expect(error.advice).toContain('BC_CLIENT_CERTIFICATE')
  })

  it.each([
    ['is not there', undefined, 'cannot be read'],
    ['has no key', ({ cert }: { cert: string }) => cert, 'has no private key'],
    ['has no certificate', ({ key }: { key: string }) => key, 'has no certificate'],
    [
      'is another one’s',
      ({ cert, other }: { cert: string; other: string }) => `${cert}\n${other}`,
      'not the certificate’s',
    ],
  ])('is refused before any call when it %s', async (name, text, problem) => {
    const [one, another] = [await makeClientCertificate(), await makeClientCertificate()]
    const path = text
      ? await file(`${name}.pem`, text({ cert: one.cert, key: one.key, other: another.key }))
      : join(folder, 'nothing.pem')
    const error = await refusal(withCertificate(tenant.entra.clientId, path))
    expect(error.message).toContain('BC_CLIENT_CERTIFICATE')
    expect(error.message).toContain(problem)
    expect(tokenCalls()).toBe(0)
  })
})

describe('Business Central', () => {
  it('must have the application enabled', async () => {
    tenant.bc.setApplication(tenant.entra.clientId, false)
    const error = await refusal(tenant.connect())
    expect(error.vendor).toContain('Authentication_InvalidCredentials')
    expect(error.advice).toContain('Microsoft Entra Applications')
  })

  it('must have the environment', async () => {
    const error = await refusal(tenant.connect({ environment: 'Productoin' }))
    expect(error.message).toContain('Productoin')
    expect(error.advice).toContain('BC_ENVIRONMENT')
  })

  it('names the companies there are when one is not', async () => {
    const error = await refusal(tenant.connect({ companies: ['CRONUS USA'] }))
    expect(error.message).toContain('"CRONUS USA"')
    expect(error.advice).toContain('"CRONUS USA, Inc."')
  })

  it('gives companies by id or name in either case, each once, in the configured order', async () => {
    const [usa, international] = tenant.bc.companies
    const connector = await tenant.connect({
      companies: [international?.id.toUpperCase() ?? '', ' cronus usa, inc. ', usa?.id ?? ''],
    })
    expect(connector.companies).toEqual([
      { id: international?.id, name: international?.name },
      { id: usa?.id, name: usa?.name },
    ])
  })

  it('is asked again later when it is not there', async () => {
    await expect(tenant.connect({ baseUrl: 'http://127.0.0.1:9' })).rejects.toThrow(RetryLater)
  })
})
