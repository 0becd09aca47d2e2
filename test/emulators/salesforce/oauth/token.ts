import { createHmac } from 'node:crypto'
import { jwtBearerGrant, type JwtWorld, userOfAssertion } from './jwt-bearer.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Sessions } from './sessions.ts'

export interface TokenWorld extends JwtWorld {
  readonly sessions: Sessions
  readonly organizationId: string
  /** Asked at `login.salesforce.com` or `test.salesforce.com` rather than at My Domain. */
  readonly atLoginHost: boolean
}

/** Flows of Salesforce that this sandbox does not do. */
const otherGrants = [
  'authorization_code',
  'refresh_token',
  'hybrid_refresh',
  'device',
  'hybrid_token',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
]

/** Client id and secret from the Basic header or, without one, from the body. */
function credentials(form: URLSearchParams, authorization: string | undefined): readonly [string, string] {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  try {
    return [decodeURIComponent(text.slice(0, colon)), decodeURIComponent(text.slice(colon + 1))]
  } catch {
    return ['', '']
  }
}

/** [Salesforce Help: OAuth 2.0 Client Credentials Flow for Server-to-Server Integration] */
function clientCredentials(
  form: URLSearchParams,
  authorization: string | undefined,
  { app, atLoginHost, userNamed }: TokenWorld,
): string | Refusal {
  if (atLoginHost) return refuse('invalid_grant', 'request not supported on this domain')
  const [clientId, secret] = credentials(form, authorization)
  if (clientId !== app.clientId) return refuse('invalid_client_id', 'client identifier invalid')
  if (secret !== app.clientSecret) return refuse('invalid_client', 'invalid client credentials')
  if (!app.clientCredentialsEnabled) return refuse('invalid_grant', 'Client credentials flow not enabled')
  const userId = app.runAs === null ? undefined : userNamed(app.runAs)
  if (app.runAs === null || userId === undefined) return refuse('invalid_grant', 'no client credentials user enabled')
  // Who may authorize himself has done so by being the run-as user.
  if (app.permittedUsers === 'AdminApprovedPreAuthorized' && !app.approvedUsers.includes(app.runAs))
    return refuse('invalid_app_access', 'user is not admin approved to access this app')
  return userId
}

async function userOf(
  form: URLSearchParams,
  authorization: string | undefined,
  world: TokenWorld,
): Promise<string | Refusal> {
  const grant = form.get('grant_type') ?? ''
  if (grant === 'client_credentials') return clientCredentials(form, authorization, world)
  if (grant === jwtBearerGrant) return userOfAssertion(form.get('assertion') ?? '', world)
  // Orgs of today block the username-password flow, whatever the password.
  if (grant === 'password') return refuse('invalid_grant', 'authentication failure')
  return refuse(
    'unsupported_grant_type',
    otherGrants.includes(grant) ? `grant type not supported by this sandbox: ${grant}` : 'grant type not supported',
  )
}

/** `POST /services/oauth2/token`: a session for the user that the grant stands for. */
export async function issueToken(
  form: URLSearchParams,
  authorization: string | undefined,
  world: TokenWorld,
): Promise<{ status: 200 | 400; body: Refusal | Record<string, string> }> {
  const user = await userOf(form, authorization, world)
  if (typeof user !== 'string') return { status: 400, body: user }
  const session = world.sessions.open(user)
  const id = `${world.instanceUrl}/id/${world.organizationId}/${user}`
  const issued = String(session.issuedAt)
  const signature = createHmac('sha256', world.app.clientSecret)
    .update(id + issued)
    .digest('base64')
  return {
    status: 200,
    body: {
      access_token: session.token,
      signature,
      scope: 'api',
      instance_url: world.instanceUrl,
      id,
      token_type: 'Bearer',
      issued_at: issued,
      api_instance_url: 'https://api.salesforce.com',
    },
  }
}
