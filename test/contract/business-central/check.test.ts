import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { item } from '../../../bridge/src/connectors/business-central/entities.ts'
import { startTenant, type Tenant } from './tenant.ts'

let tenant: Tenant
beforeAll(async () => void (tenant = await startTenant()))
afterAll(() => tenant.close())
beforeEach(() => tenant.reset())

const named = (checks: readonly { name: string }[], name: string) => checks.find((check) => check.name.endsWith(name))

it('finds everything in order', async () => {
  const checks = await (await tenant.connect()).check()
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(checks.map(({ name }) => name)).toEqual([
    'sign-in',
    'CRONUS USA, Inc.: customers',
    'CRONUS USA, Inc.: contacts',
    'CRONUS USA, Inc.: vendors',
    'CRONUS USA, Inc.: items',
    'CRONUS USA, Inc.: salesOrders',
    'CRONUS USA, Inc.: salesQuotes',
    'CRONUS USA, Inc.: salesInvoices',
    'CRONUS USA, Inc.: salesCreditMemos',
    'CRONUS USA, Inc.: customer ledger',
    'webhooks',
    'limits',
  ])
  expect(named(checks, 'limits')).toMatchObject({ detail: expect.stringContaining('of 6000 calls') as string })
  expect(named(checks, 'webhooks')).toMatchObject({ detail: expect.stringContaining('BRIDGE_PUBLIC_URL') as string })
})

it('says what cannot be read, what Business Central says to it, and what to do', async () => {
  const connector = await tenant.connect()
  const body = { error: { code: 'Authorization_RequestDenied', message: 'No right to read Cust. Ledger Entry.' } }
  tenant.bc.faults.arm({ kind: 'status', status: 403, match: 'customerLedgerEntries', body })
  expect(named(await connector.check(), 'customer ledger')).toEqual({
    name: 'CRONUS USA, Inc.: customer ledger',
    ok: false,
    detail: expect.stringContaining('No right to read Cust. Ledger Entry.') as string,
    advice: expect.stringContaining('permission set') as string,
  })
})

it('stops at the sign-in when that fails', async () => {
  const connector = await tenant.connect()
  tenant.bc.setApplication(tenant.entra.clientId, false)
  expect(await connector.check()).toEqual([
    {
      name: 'sign-in',
      ok: false,
      detail: expect.stringContaining('Authentication_InvalidCredentials') as string,
      advice: expect.stringContaining('Enabled') as string,
    },
  ])
})

it('wants an https address for webhooks, except on this machine', async () => {
  const check = async (publicUrl: string) => named(await (await tenant.connect({ publicUrl })).check(), 'webhooks')
  expect(await check('http://bridge.example.com')).toMatchObject({ ok: false, advice: expect.any(String) as string })
  expect(await check('https://bridge.example.com/')).toMatchObject({
    ok: true,
    detail: expect.stringContaining(
      'https://bridge.example.com/webhooks/business-central: 0 of 4 subscriptions',
    ) as string,
  })
  expect(await check('http://localhost:8787')).toMatchObject({ ok: true })
})

it('counts the calls of the last five minutes', async () => {
  const connector = await tenant.connect()
  const used = () => connector.usage()[0]
  expect(used()).toEqual({ name: 'five minutes', used: 1, limit: 6000 })
  await connector.reader.read(item, tenant.ref, [crypto.randomUUID()], ['number'])
  expect(used()?.used).toBe(2)
  await tenant.bc.clock.advance(301_000)
  expect(used()?.used).toBe(0)
})
