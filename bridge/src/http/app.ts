import { OpenAPIHono } from '@hono/zod-openapi'
import { secureHeaders } from 'hono/secure-headers'
import type { Log } from '../log.ts'
import { healthRoutes } from './health.ts'
import { metricsRoute } from './metrics.ts'
import type { Watched } from './watched.ts'
import { webhookRoutes, type WebhookReceiver } from './webhooks.ts'

/** The bridge's HTTP face: health, metrics and what the vendors call. */
export function createApp(
  watched: Watched,
  receivers: Readonly<Record<string, WebhookReceiver>>,
  log: Log,
): OpenAPIHono {
  const app = new OpenAPIHono()
  app.use(secureHeaders())
  app.route('/', healthRoutes(watched))
  app.route('/', metricsRoute(watched))
  for (const [system, receiver] of Object.entries(receivers))
    app.route('/webhooks', webhookRoutes(system, receiver, log))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Business Central for Salesforce: bridge', version: '0.1.0' },
  })
  app.all('/api/*', (context) =>
    context.json({ error: 'The operator API is off. Set BRIDGE_ADMIN_TOKEN to turn it on.' }, 404),
  )
  app.notFound((context) => context.json({ error: `There is no ${context.req.method} ${context.req.path}.` }, 404))
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, 'request failed')
    return context.json({ error: 'The bridge failed to answer; its log says why.' }, 500)
  })
  return app
}
