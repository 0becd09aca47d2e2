import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import type { Log } from '../log.ts'

/** What a connector does with calls from its vendor. */
export interface WebhookReceiver {
  /** The body to answer the vendor's handshake with. */
  handshake(token: string): string
  /** Queues what the notifications tell. Throws when nothing could be stored: the vendor is asked to come again. */
  receive(body: unknown): Promise<{ accepted: number; ignored: number }>
  /** Notifications by what became of them, since the start. */
  readonly counters: () => Readonly<Record<string, number>>
}

/**
 * `POST /webhooks/{system}` (and GET, for the handshake). A receiver that answers anything odd loses its subscription, so
 * whatever is not ours is ignored and counted, never refused; only a database that is gone asks for another try (503).
 */
export function webhookRoutes(system: string, receiver: WebhookReceiver, log: Log): OpenAPIHono {
  const routes = new OpenAPIHono()
  routes.use(`/${system}`, bodyLimit({ maxSize: 50 * 1024 * 1024 }))
  routes.on(['GET', 'POST'], `/${system}`, async (context) => {
    const token = context.req.query('validationToken')
    if (token !== undefined) return context.text(receiver.handshake(token))
    if (context.req.method === 'GET') return context.text('Notifications are posted here.')
    const body: unknown = await context.req.json().catch(() => undefined)
    try {
      return context.json(await receiver.receive(body))
    } catch (error) {
      log.error({ err: error, system }, 'a notification could not be stored; the sender is asked to repeat it')
      return context.json({ error: 'Not stored; please repeat.' }, 503)
    }
  })
  return routes
}
