import type { Entity } from '../../../engine/entity.ts'
import type { Check } from '../../../engine/ports.ts'
import { findTopics, shortcoming } from '../changes/topics.ts'
import type { Client } from '../client.ts'
import { createDescribes } from '../describe.ts'
import { standardPricebook } from '../known.ts'
import type { PubSub } from '../pubsub/client.ts'
import { permissionSet, type SalesforceSettings } from '../settings.ts'
import { failed } from './failed.ts'
import { needs } from './needs.ts'
import { checkObject } from './objects.ts'

interface Services {
  readonly client: Client
  readonly pubsub: PubSub
}

/** Everything that `doctor` says of a Salesforce org. Without a sign-in nothing else can be looked at. */
export async function checkAll(
  settings: SalesforceSettings,
  services: Services,
  watch: readonly Entity[],
): Promise<readonly Check[]> {
  const signIn = await checkSignIn(settings, services.client)
  if (!signIn.ok) return [signIn]
  const { client } = services
  const describes = createDescribes(client)
  const others = await Promise.all([
    checkVersion(settings, client),
    ...needs.map((need) => checkObject(describes, need)),
    checkPricebook(client),
    checkTopics(settings, services, watch),
  ])
  return [signIn, ...others, ...(await checkLimits(client))]
}

async function checkSignIn(settings: SalesforceSettings, client: Client): Promise<Check> {
  const name = 'Salesforce sign-in'
  try {
    const { organizationId, userId, instanceUrl } = await client.session()
    return { name, ok: true, detail: `org ${organizationId} at ${instanceUrl}, run-as user ${userId}` }
  } catch (error) {
    return failed(`${name} at ${settings.loginUrl}`, error)
  }
}

async function checkVersion({ apiVersion }: SalesforceSettings, client: Client): Promise<Check> {
  const name = `Salesforce API version ${apiVersion}`
  try {
    const versions = (await client.call('GET', '/services/data')) as readonly { version: string; label: string }[]
    const found = versions.find(({ version }) => version === apiVersion)
    if (found) return { name, ok: true, detail: found.label }
    const detail = `the org offers ${versions.map(({ version }) => version).join(', ')}`
    return { name, ok: false, detail, advice: 'Set SF_API_VERSION to one of them, 67.0 or newer if there is.' }
  } catch (error) {
    return failed(name, error)
  }
}

async function checkPricebook(client: Client): Promise<Check> {
  const name = 'Salesforce standard price book'
  try {
    const id = await standardPricebook(client)
    if (id !== undefined) return { name, ok: true, detail: id }
    const advice = `Let the run-as user read Price Books (permission set ${permissionSet}).`
    return { name, ok: false, detail: 'the bridge cannot see it', advice }
  } catch (error) {
    return failed(name, error)
  }
}

async function checkTopics(settings: SalesforceSettings, services: Services, watch: readonly Entity[]): Promise<Check> {
  const name = `Salesforce change events (${settings.pubSubEndpoint})`
  try {
    const session = await services.client.session()
    const found = await findTopics(services.pubsub, session, settings, watch)
    const names = found.topics.map((topic) => topic.name).join(', ')
    const heard = names === '' ? 'no channel' : names
    const lacks = shortcoming(found)
    if (lacks) return { name, ok: false, detail: `${heard}; ${lacks.detail}`, advice: lacks.advice }
    const closed = found.closed.length === 0 ? '' : ` (${found.closed.join(', ')} asks for more rights: not needed)`
    return { name, ok: true, detail: heard + closed }
  } catch (error) {
    return failed(name, error)
  }
}

/** Limits that the bridge lives on, with the share that must be left. [REST API Developer Guide: Limits] */
const watched: Readonly<Record<string, string>> = {
  DailyApiRequests: 'API calls in 24 hours',
  DailyDeliveredPlatformEvents: 'delivered events in 24 hours',
  DataStorageMB: 'data storage in MB',
}
const leastShare = 0.05

async function checkLimits(client: Client): Promise<readonly Check[]> {
  try {
    const limits = (await client.call('GET', '/limits')) as Record<
      string,
      { Max: number; Remaining: number } | undefined
    >
    return Object.entries(watched).flatMap(([key, words]): Check[] => {
      const limit = limits[key]
      if (limit === undefined) return []
      const ok = limit.Remaining >= limit.Max * leastShare
      const detail = `${limit.Remaining} of ${limit.Max} left`
      const name = `Salesforce limit: ${words}`
      return [
        ok ? { name, ok, detail } : { name, ok, detail, advice: 'See Setup → Company Information and Storage Usage.' },
      ]
    })
  } catch (error) {
    return [failed('Salesforce limits', error)]
  }
}
