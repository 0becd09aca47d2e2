/** A token of Microsoft Entra ID for the Business Central API, kept until shortly before it ends. */
export function tokenFor(authority: string, app: { clientId: string; clientSecret: string }): () => Promise<string> {
  let token = ''
  let until = 0
  return async () => {
    if (Date.now() < until) return token
    const response = await fetch(`${authority}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        scope: 'https://api.businesscentral.dynamics.com/.default',
      }),
    })
    const answer = (await response.json()) as { access_token?: string; expires_in?: number; error_description?: string }
    if (answer.access_token === undefined) throw new Error(`No token: ${answer.error_description ?? response.status}`)
    token = answer.access_token
    until = Date.now() + ((answer.expires_in ?? 3600) - 300) * 1000
    return token
  }
}
