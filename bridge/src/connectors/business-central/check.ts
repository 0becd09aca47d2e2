import { Misconfigured, SyncError } from '../../engine/errors.ts'
import type { Check } from '../../engine/ports.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, routes, type Client } from './client.ts'
import { entitySets } from './sets.ts'
import type { BusinessCentralSettings } from './settings.ts'

async function probe(name: string, detail: string, work: () => Promise<unknown>): Promise<Check> {
  try {
    await work()
    return { name, ok: true, detail }
  } catch (error) {
    const words = error instanceof SyncError && error.vendor !== undefined ? ` (${error.vendor})` : ''
    const problem = `${error instanceof Error ? error.message : String(error)}${words}`
    return { name, ok: false, detail: problem, ...(error instanceof Misconfigured ? { advice: error.advice } : {}) }
  }
}

/** What `doctor` wants to know of Business Central. */
export async function checkBusinessCentral(
  client: Client,
  settings: Pick<BusinessCentralSettings, 'environment' | 'publicUrl'>,
  companies: readonly CompanyRef[],
  used: () => { used: number; limit: number },
): Promise<readonly Check[]> {
  const checks: Check[] = [{ name: 'sign-in', ok: true, detail: `environment ${settings.environment}` }]
  const sets = [...new Set(entitySets.flatMap(({ set }) => (set === undefined ? [] : [set])))]
  for (const company of companies) {
    for (const set of sets) {
      const path = inCompany(company, `${set}?$top=1&$select=id`)
      checks.push(
        await probe(`${company.name}: ${set}`, 'readable', () =>
          client.send({ method: 'GET', path, what: `read ${set}` }),
        ),
      )
    }
    const ledger = inCompany(company, 'customerLedgerEntries?$top=1', routes.analytics)
    checks.push(
      await probe(`${company.name}: customer ledger`, 'readable: payments will arrive', () =>
        client.send({ method: 'GET', path: ledger, what: 'read the customer ledger (Analytics API)' }),
      ),
    )
  }
  checks.push(
    settings.publicUrl === undefined
      ? { name: 'webhooks', ok: true, detail: 'off: BRIDGE_PUBLIC_URL is not set, changes are polled' }
      : {
          name: 'webhooks',
          ok: true,
          detail: `to ${settings.publicUrl}/webhooks/business-central; the handshake comes when the bridge runs`,
        },
  )
  const budget = used()
  checks.push({ name: 'limits', ok: true, detail: `${budget.used} of ${budget.limit} calls in five minutes` })
  return checks
}
