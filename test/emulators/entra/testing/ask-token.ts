import type { EntraEmulator } from '../index.ts'

export interface TokenReply {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

/** Posts a form to the token endpoint; fields given as `undefined` are left out of a request that would succeed. */
export async function askToken(
  entra: EntraEmulator,
  fields: Record<string, string | undefined> = {},
  options: { tenant?: string; headers?: Record<string, string> } = {},
): Promise<TokenReply> {
  const whole: Record<string, string | undefined> = {
    grant_type: 'client_credentials',
    client_id: entra.clientId,
    client_secret: entra.clientSecret,
    scope: 'https://api.businesscentral.dynamics.com/.default',
    ...fields,
  }
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(whole)) if (value !== undefined) form.set(name, value)
  const response = await fetch(`${entra.url}/${options.tenant ?? entra.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
    headers: options.headers ?? {},
  })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}
