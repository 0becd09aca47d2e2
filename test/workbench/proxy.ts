/** Whose eyes the panel sees with: a session of a sales rep. */
export interface SalesforceSession {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly instanceUrl: string
  readonly accessToken: () => string | Promise<string>
}

/** Headers that belong to one connection and must not be passed on, and those that would give the browser away. */
const dropped = [
  'host',
  'connection',
  'content-length',
  'cookie',
  'origin',
  'referer',
  'authorization',
  'accept-encoding',
]

/**
 * Sends a request of the page to the org with the rep's session, which the browser never sees.
 * Answers 502 in Salesforce's own shape when the org cannot be reached.
 */
export async function proxy(request: Request, { instanceUrl, accessToken }: SalesforceSession): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  for (const name of dropped) headers.delete(name)
  headers.set('authorization', `Bearer ${await accessToken()}`)
  const body = ['GET', 'HEAD'].includes(request.method) ? null : await request.arrayBuffer()
  try {
    const answer = await fetch(`${instanceUrl}${pathname}${search}`, { method: request.method, headers, body })
    const passed = new Headers({ 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: passed })
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    const message = `The org at ${instanceUrl} cannot be reached: ${reason}`
    return Response.json([{ errorCode: 'SERVER_UNAVAILABLE', message }], { status: 502 })
  }
}
