import { createHmac } from 'node:crypto'
import type { Sessions } from './sessions.ts'

export interface ConnectedApp {
  readonly clientId: string
  readonly clientSecret: string
  /** The run-as user; null = none is set, which the flow refuses. */
  readonly runAsUserId: string | null
}

interface Refusal {
  readonly error: string
  readonly error_description: string
}

const refuse = (error: string, description: string): Refusal => ({ error, error_description: description })

/** Client id and secret from the Basic header or, without one, from the body. */
function credentials(form: URLSearchParams, authorization: string | undefined): readonly [string, string] {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return [decodeURIComponent(text.slice(0, colon)), decodeURIComponent(text.slice(colon + 1))]
}

/**
 * `POST /services/oauth2/token` for the client-credentials flow. OAuth errors are an object, not the REST array.
 * [Salesforce Help: OAuth 2.0 Client Credentials Flow for Server-to-Server Integration]
 */
export function issueToken(
  form: URLSearchParams,
  authorization: string | undefined,
  world: { app: ConnectedApp; sessions: Sessions; organizationId: string; instanceUrl: string },
): { status: 200 | 400; body: Refusal | Record<string, string> } {
  const { app, sessions, organizationId, instanceUrl } = world
  const grant = form.get('grant_type')
  if (grant !== 'client_credentials')
    return {
      status: 400,
      body: refuse('unsupported_grant_type', `grant type not supported by this sandbox: ${grant ?? '(none)'}`),
    }
  const [clientId, secret] = credentials(form, authorization)
  if (clientId !== app.clientId) return { status: 400, body: refuse('invalid_client_id', 'client identifier invalid') }
  if (secret !== app.clientSecret) return { status: 400, body: refuse('invalid_client', 'invalid client credentials') }
  if (app.runAsUserId === null)
    return { status: 400, body: refuse('invalid_grant', 'no client credentials user enabled') }
  const session = sessions.open(app.runAsUserId)
  const id = `${instanceUrl}/id/${organizationId}/${app.runAsUserId}`
  const issued = String(session.issuedAt)
  return {
    status: 200,
    body: {
      access_token: session.token,
      signature: createHmac('sha256', app.clientSecret)
        .update(id + issued)
        .digest('base64'),
      scope: 'api',
      instance_url: instanceUrl,
      id,
      token_type: 'Bearer',
      issued_at: issued,
      api_instance_url: 'https://api.salesforce.com',
    },
  }
}
