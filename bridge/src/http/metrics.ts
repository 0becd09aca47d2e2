import { OpenAPIHono } from '@hono/zod-openapi'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Watched } from './watched.ts'

/**
 * `GET /metrics` in Prometheus' text format. Figures of the work come from the database, so that two bridges on one
 * database tell the same story and a restart does not set them back.
 */
export function metricsRoute({ store, connectors, pausedFlows, webhooks }: Watched): OpenAPIHono {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'bridge_' })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `bridge_${name}`, help, labelNames, registers: [registry] })
  const records = gauge('records_total', 'Records by flow and outcome', ['flow', 'outcome'])
  const jobs = gauge('jobs', 'Jobs by flow and state', ['flow', 'state'])
  const issues = gauge('issues_open', 'Parked records')
  const waiting = gauge('records_waiting', 'Records that wait for a link')
  const paused = gauge('flows_paused', 'Flows that stopped because something is misconfigured')
  const used = gauge('api_calls_used', 'API calls used in the vendor’s window', ['system', 'window'])
  const limit = gauge('api_calls_limit', 'API calls allowed in the vendor’s window', ['system', 'window'])
  const connected = gauge('source_connected', '1 when the source of changes is connected', ['source'])
  const notifications = gauge('webhook_notifications_total', 'Webhook notifications by what became of them', [
    'system',
    'fate',
  ])

  const collect = async () => {
    records.reset()
    for (const { flow, outcome, count } of await store.audit.counts()) records.set({ flow, outcome }, count)
    jobs.reset()
    for (const [flow, counts] of await store.jobs.counts()) {
      for (const [state, count] of Object.entries(counts)) jobs.set({ flow, state }, count)
    }
    issues.set(await store.issues.count())
    waiting.set(await store.waiting.count())
    paused.set(pausedFlows().size)
    for (const { system, usage, changes } of connectors) {
      for (const budget of usage()) {
        used.set({ system, window: budget.name }, budget.used)
        if (budget.limit !== undefined) limit.set({ system, window: budget.name }, budget.limit)
      }
      for (const source of changes) connected.set({ source: source.name }, source.state().connected ? 1 : 0)
    }
    for (const { system, fate, count } of webhooks()) notifications.set({ system, fate }, count)
  }

  const routes = new OpenAPIHono()
  routes.get('/metrics', async (context) => {
    await collect()
    return context.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
  return routes
}
