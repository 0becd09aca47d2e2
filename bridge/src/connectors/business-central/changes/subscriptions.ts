import { randomBytes } from 'node:crypto'
import type { CompanyRef } from '../../../mapping/index.ts'
import { routes, textOf, type Client, type JsonRow } from '../client.ts'
import type { BusinessCentralServices } from '../settings.ts'

const stateName = 'business-central/webhook-client-state'
/** Subscriptions live three days; they are renewed when half of that is over. */
const renewBefore = 36 * 3600 * 1000

/** The secret that proves a notification is meant for this bridge; made once, kept in the database. */
export async function clientState({ state }: Pick<BusinessCentralServices, 'state'>): Promise<string> {
  const kept = await state.get(stateName)
  if (kept !== undefined) return kept
  const made = randomBytes(32).toString('base64url')
  await state.set(stateName, made)
  return made
}

interface Wanted {
  readonly company: CompanyRef
  readonly set: string
}

const resourceOf = ({ company, set }: Wanted): string => `/api/v2.0/companies(${company.id})/${set}`
/** The server stores the resource without its leading slash. */
const sameResource = (row: JsonRow, wanted: Wanted): boolean =>
  String(row.resource).replace(/^\//, '').toLowerCase() === resourceOf(wanted).slice(1).toLowerCase()

/**
 * Sees to it that every set is subscribed for at least another day and a half: creates what is missing (the handshake comes
 * to our webhook address meanwhile), renews what is half over, replaces what another secret was used for.
 *
 * @returns the sets that had no subscription: what happened since is unknown, they must be looked through
 */
export async function keepSubscriptions(
  client: Client,
  { clock, log, state }: BusinessCentralServices,
  notificationUrl: string,
  wanted: readonly Wanted[],
): Promise<readonly Wanted[]> {
  const secret = await clientState({ state })
  const path = `${routes.api}/subscriptions`
  const existing = (await client.rows(path, 'list the webhook subscriptions')).filter(
    (row) => row.notificationUrl === notificationUrl,
  )
  const created: Wanted[] = []
  for (const each of wanted) {
    const body = { notificationUrl, resource: resourceOf(each), clientState: secret }
    const mine = existing.find((row) => sameResource(row, each))
    if (!mine) {
      await client.send({ method: 'POST', path, what: `subscribe to ${each.set}`, body })
      log.info({ company: each.company.name, set: each.set }, 'subscribed to changes')
      created.push(each)
    } else if (
      new Date(String(mine.expirationDateTime)).getTime() - clock.now() < renewBefore ||
      mine.clientState !== secret
    ) {
      const etag = textOf(mine['@odata.etag'] ?? '*')
      const key = `${path}('${String(mine.subscriptionId)}')`
      await client.send({
        method: 'PATCH',
        path: key,
        what: `renew the subscription to ${each.set}`,
        headers: { 'if-match': etag },
        body,
      })
    }
  }
  return created
}
