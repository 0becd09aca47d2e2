import { Misconfigured, RetryLater } from '../../engine/errors.ts'
import type { Exchange } from './http/exchange.ts'

const app = 'Setup → External Client App Manager → your app'

/** What the token endpoint says, and which page of Setup mends it. */
const advice: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /no client credentials user enabled/i,
    `${app} → Policies → OAuth Policies → Enable Client Credentials Flow, and fill "Run As" with the username of the integration user.`,
  ],
  [
    /client credentials flow not enabled/i,
    `${app} → Settings → OAuth Settings → Flow Enablement: tick "Enable Client Credentials Flow"; then the same under Policies, with a Run As user.`,
  ],
  [
    /request not supported on this domain/i,
    'SF_LOGIN_URL must be the My Domain URL of the org (Setup → My Domain), such as https://acme.my.salesforce.com; login.salesforce.com and test.salesforce.com refuse this flow.',
  ],
  [
    /client identifier invalid|invalid_client_id/i,
    `SF_CLIENT_ID is unknown in this org: copy the consumer key from ${app} → Settings → OAuth Settings → Consumer Key and Secret. A new app takes up to ten minutes to become known.`,
  ],
  [
    /invalid client credentials|invalid_client/i,
    `SF_CLIENT_SECRET does not belong to SF_CLIENT_ID: copy the consumer secret from ${app} → Settings → OAuth Settings → Consumer Key and Secret.`,
  ],
  [
    /not admin approved/i,
    `${app} → Policies → App Policies: add the permission set BC_Integration to the permitted users, or let all users authorise themselves.`,
  ],
  [
    /ip restricted|ip_restricted|login ip/i,
    `${app} → Policies → OAuth Policies → IP Relaxation, or the login IP ranges of the integration user's profile, must allow the address of the bridge.`,
  ],
  [
    /inactive user|user is inactive|inactive_user/i,
    'Setup → Users: the integration user (Run As) is not active; activate it or choose another.',
  ],
  [
    /inactive_org|org is locked|inactive organization/i,
    'The Salesforce org is locked or inactive: ask its administrator.',
  ],
]

/**
 * OAuth errors are an object `{error, error_description}`, not the array of the REST API.
 * [Salesforce Help: OAuth 2.0 Client Credentials Flow]
 */
export function signInError(answer: Exchange, loginUrl: string): Misconfigured | RetryLater {
  const vendor = oauthWords(answer)
  if (answer.status >= 500 || answer.status === 429) {
    return new RetryLater(`Salesforce cannot sign the bridge in just now (HTTP ${answer.status}).`, {
      vendor,
      ...retryAfterOf(answer),
    })
  }
  if (/unknown_error|server_error|temporarily_unavailable|login rate exceeded/i.test(vendor)) {
    return new RetryLater('Salesforce cannot sign the bridge in just now.', { vendor })
  }
  const known = advice.find(([pattern]) => pattern.test(vendor))
  return new Misconfigured(`Salesforce refuses to sign the bridge in: ${vendor}`, {
    vendor,
    advice: known?.[1] ?? `Check SF_LOGIN_URL (${loginUrl}), SF_CLIENT_ID and SF_CLIENT_SECRET, and ${app}.`,
  })
}

/** `Retry-After` in seconds or as a date is given seconds only: Salesforce documents no date form. */
export function retryAfterOf(answer: Pick<Exchange, 'headers'>): { retryAfter?: number } {
  const seconds = Number(answer.headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {}
}

function oauthWords(answer: Exchange): string {
  // Nothing of a successful answer may be repeated: it holds a token.
  if (answer.status === 200) return 'HTTP 200 without access_token, instance_url and id'
  try {
    const { error, error_description: description } = JSON.parse(answer.body) as {
      error?: unknown
      error_description?: unknown
    }
    const words = [error, description].filter((part) => typeof part === 'string').join(': ')
    if (words !== '') return words
  } catch {
    // Not JSON: the status and the beginning of the page must do.
  }
  return `HTTP ${answer.status} ${answer.body.slice(0, 200).trim()}`.trim()
}
