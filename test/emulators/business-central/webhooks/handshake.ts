import { randomUUID } from 'node:crypto'
import { badRequest, ServiceError } from '../errors.ts'
import type { Switches } from '../switches.ts'

type HandshakeSwitches = Pick<
  Switches,
  'httpNotificationUrls' | 'handshakeMethod' | 'receiverTimeoutSeconds' | 'handshakeFailure'
>

/**
 * Calls the receiver with a `validationToken`, which it must send back with status 200. Done when a subscription is made
 * and again whenever it is renewed. [Microsoft Learn: Working with webhooks]
 *
 * @throws ServiceError when the address is no good or the receiver does not answer as it must
 */
export async function handshake(notificationUrl: string, switches: HandshakeSwitches): Promise<void> {
  const url = parseUrl(notificationUrl, switches)
  const token = randomUUID()
  url.searchParams.set('validationToken', token)
  const { status, code } = switches.handshakeFailure
  const failed = (why: string) =>
    new ServiceError(status, code, `The handshake with '${notificationUrl}' failed: ${why}.`)
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method: switches.handshakeMethod,
      redirect: 'manual',
      signal: AbortSignal.timeout(switches.receiverTimeoutSeconds * 1000),
    })
    text = await response.text()
  } catch {
    throw failed('the receiver could not be reached')
  }
  if (response.status !== 200) throw failed(`the receiver answered ${response.status}`)
  if (text.trim() !== token) throw failed('the receiver did not return the validation token')
}

function parseUrl(text: string, switches: HandshakeSwitches): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw badRequest(`The notificationUrl '${text}' is not valid.`)
  if (url.protocol === 'http:' && !switches.httpNotificationUrls)
    throw badRequest('The notificationUrl must use https.')
  return url
}
