import type { Metadata } from '@grpc/grpc-js'
import { RpcError } from './errors.ts'

/** Who is behind a call. */
export interface Caller {
  readonly userId: string
  readonly accessToken: string
}

/** Who is signed in. */
export interface AuthGrounds {
  readonly organizationId: string
  session(accessToken: string): { readonly userId: string } | undefined
  /** Calls `over` when the session behind a token has run out or was ended. @returns stops watching */
  watchSession(accessToken: string, over: () => void): () => void
  /** When known, calls for another instance are refused. */
  instanceUrl?(): string
}

function header(metadata: Metadata, name: string): string {
  const value = String(metadata.get(name)[0] ?? '').trim()
  if (value === '') throw new RpcError('service.auth.headers.invalid', `The ${name} header is missing or blank.`)
  return value
}

const refused = (what: string): RpcError =>
  new RpcError('service.auth.error', `An authentication exception occurred: ${what}.`)

/** The three headers every call must carry. [Pub/Sub API guide: Headers for RPC Method Calls] */
export function authenticate(metadata: Metadata, grounds: AuthGrounds): Caller {
  const accessToken = header(metadata, 'accesstoken')
  const instanceUrl = header(metadata, 'instanceurl')
  const tenantId = header(metadata, 'tenantid')
  if (!URL.canParse(instanceUrl) || !/^https?:$/.test(new URL(instanceUrl).protocol))
    throw new RpcError('service.auth.headers.invalid', `The instanceurl header is not a URL: ${instanceUrl}`)
  if (!/^00D[0-9A-Za-z]{15}$/.test(tenantId))
    throw new RpcError('service.auth.headers.invalid', `The tenantid header is not an 18-character org id: ${tenantId}`)
  if (tenantId !== grounds.organizationId) throw refused(`the session is not one of org ${tenantId}`)
  const own = grounds.instanceUrl?.()
  if (own !== undefined && new URL(own).origin !== new URL(instanceUrl).origin)
    throw refused(`the session is not one of instance ${instanceUrl}`)
  const session = grounds.session(accessToken)
  if (!session) throw refused('the session is invalid or has expired')
  return { userId: session.userId, accessToken }
}
