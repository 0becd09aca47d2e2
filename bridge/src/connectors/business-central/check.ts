import { Misconfigured, Rejected, SyncError } from '../../engine/errors.ts'
import type { Entity } from '../../engine/entity.ts'
import type { Check } from '../../engine/ports.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { notificationUrl } from './changes/index.ts'
import { countSubscriptions } from './changes/subscriptions.ts'
import { signals, watchedSets, watchesLedger } from './changes/watched-sets.ts'
import { inCompany, routes, type Client } from './client.ts'
import { findCompanies } from './companies.ts'
import { entitySets } from './sets.ts'
import type { BusinessCentralSettings } from './settings.ts'

/** One line; `work` gives its detail. Never throws. */
async function probe(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await work() }
  } catch (error) {
    const words = error instanceof SyncError && error.vendor !== undefined ? ` (${error.vendor})` : ''
    const problem = `${error instanceof Error ? error.message : String(error)}${words}`
    const known = error instanceof Misconfigured || error instanceof Rejected
    return { name, ok: false, detail: problem, ...(known ? { advice: error.advice } : {}) }
  }
}

const loopback = /^(localhost|127\.|\[::1\])/

/** Documentation shows https only; on one machine plain http is for trying things out. */
function addressProblem(url: string): string | undefined {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || loopback.test(hostname) ? undefined : 'Business Central calls https addresses only'
}

export interface Checked {
  readonly settings: BusinessCentralSettings
  readonly companies: readonly CompanyRef[]
  readonly watch: readonly Entity[]
  readonly used: () => { used: number; limit: number }
}

/** What `doctor` wants to know of Business Central: sign-in, companies, every set and ledger, webhooks, limits. */
export async function checkBusinessCentral(client: Client, checked: Checked): Promise<readonly Check[]> {
  const { settings, companies, watch } = checked
  const signIn = await probe('sign-in', async () => {
    const found = await findCompanies(client, settings)
    return `environment ${settings.environment}: ${found.map(({ name }) => name).join(', ')}`
  })
  if (!signIn.ok) return [signIn]

  const sets = [...new Set(entitySets.flatMap(({ set }) => (set === undefined ? [] : [set])))]
  const readable = companies.flatMap((company) =>
    sets.map((set) =>
      probe(`${company.name}: ${set}`, async () => {
        await client.send({ method: 'GET', path: inCompany(company, `${set}?$top=1&$select=id`), what: `read ${set}` })
        return 'readable'
      }),
    ),
  )
  const ledgers = companies.map((company) =>
    probe(`${company.name}: customer ledger`, async () => {
      const path = inCompany(company, 'customerLedgerEntries?$top=1', routes.analytics)
      const { body } = await client.send({ method: 'GET', path, what: 'read the customer ledger (Analytics API)' })
      const any = ((body as { value?: unknown[] } | undefined)?.value?.length ?? 0) > 0
      // A date range on the set-up page of the Power BI reports narrows the feed without a word.
      return any
        ? 'readable: payments will arrive'
        : 'readable, but empty: see the date range in Power BI Connector Setup'
    }),
  )
  const webhooks = probe('webhooks', async () => {
    if (settings.publicUrl === undefined) return 'off: BRIDGE_PUBLIC_URL is not set, changes are polled'
    const url = notificationUrl(settings.publicUrl)
    const problem = addressProblem(url)
    if (problem !== undefined)
      throw new Misconfigured(problem, { advice: 'Set BRIDGE_PUBLIC_URL to an https address.' })
    const wanted = watchedSets(companies, watch).filter(signals)
    const live = await countSubscriptions(client, url, wanted)
    const rest = live < wanted.length ? '; the others are made, with their handshake, while the bridge runs' : ''
    return `to ${url}: ${live} of ${wanted.length} subscriptions${rest}`
  })
  const limits = probe('limits', async () => {
    const { used, limit } = checked.used()
    return `${used} of ${limit} calls in five minutes`
  })
  return [
    signIn,
    ...(await Promise.all([...readable, ...(watchesLedger(watch) ? ledgers : []), webhooks])),
    await limits,
  ]
}
