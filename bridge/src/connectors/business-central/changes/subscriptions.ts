import { routes, textOf, type Client, type JsonRow } from '../client.ts'
import type { BusinessCentralServices } from '../settings.ts'
import { clientState } from './client-state.ts'
import { lookThrough } from './look-through.ts'
import type { CompanySet } from './watched-sets.ts'

/** Subscriptions live three days; they are renewed when half of that is over. */
const renewBefore = 36 * 3600 * 1000

const path = `${routes.api}/subscriptions`

/** The server stores the resource without its leading slash. */
const resourceOf = ({ company, set }: CompanySet): string => `/api/v2.0/companies(${company.id})/${set}`
const plain = (resource: unknown): string => String(resource).replace(/^\//, '').toLowerCase()

const keyed = (row: JsonRow): string => `${path}('${String(row.subscriptionId)}')`
const match = (row: JsonRow) => ({ 'if-match': textOf(row['@odata.etag'] ?? '*') })

/** How many of the sets have a subscription that calls us. */
export async function countSubscriptions(client: Client, url: string, wanted: readonly CompanySet[]): Promise<number> {
  const rows = await client.rows(path, 'list the webhook subscriptions')
  const ours = rows.filter((row) => row.notificationUrl === url).map((row) => plain(row.resource))
  return wanted.filter((each) => ours.includes(plain(resourceOf(each)))).length
}

/**
 * Sees to it that every set is subscribed for at least another day and a half: creates what is missing (the handshake comes
 * to our webhook address meanwhile), renews what is half over, replaces what another secret was used for, and removes our
 * own from an address or a set that is no longer wanted. One set that is refused does not keep the others from being
 * subscribed to. [Microsoft Learn: Working with webhooks in Dynamics 365 Business Central]
 *
 * @param created is told of each set that had no subscription: what happened since is unknown, it must be looked through
 */
export async function keepSubscriptions(
  client: Client,
  { clock, log, state }: BusinessCentralServices,
  notificationUrl: string,
  wanted: readonly CompanySet[],
  created: (set: CompanySet) => void,
): Promise<void> {
  const secret = await clientState(state)
  const listed = await client.rows(path, 'list the webhook subscriptions')
  // In one order for every bridge: of two that two bridges made at once, both keep the same one.
  const existing = listed.toSorted((a, b) => textOf(a.subscriptionId).localeCompare(textOf(b.subscriptionId)))
  const here = existing.filter((row) => row.notificationUrl === notificationUrl)
  const kept = wanted.map((each) => here.find((row) => plain(row.resource) === plain(resourceOf(each))))
  const stale = existing.filter((row) => row.clientState === secret && !kept.includes(row))

  const keep = async (each: CompanySet): Promise<number> => {
    const body = { notificationUrl, resource: resourceOf(each), clientState: secret }
    const mine = kept[wanted.indexOf(each)]
    if (!mine) {
      await client.send({ method: 'POST', path, what: `subscribe to ${each.set}`, body })
      log.info({ company: each.company.name, set: each.set }, 'subscribed to changes')
      created(each)
      return 1
    }
    const left = new Date(String(mine.expirationDateTime)).getTime() - clock.now()
    if (left >= renewBefore && mine.clientState === secret) return 0
    const what = `renew the subscription to ${each.set}`
    // An empty body is refused: the fields are said again.
    await client.send({ method: 'PATCH', path: keyed(mine), what, headers: match(mine), body })
    return 0
  }
  const remove = async (row: JsonRow): Promise<number> => {
    const what = 'remove an old subscription'
    await client.send({ method: 'DELETE', path: keyed(row), what, headers: match(row), expect: [404] })
    return 0
  }
  await lookThrough(wanted, keep)
  await lookThrough(stale, remove)
}
