import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Watched } from './watched.ts'

const alive = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process lives',
  responses: {
    200: { description: 'It does.', content: { 'application/json': { schema: z.object({ alive: z.literal(true) }) } } },
  },
})

const part = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })
const readiness = z.object({ ready: z.boolean(), parts: z.array(part) })

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether the bridge can do its work: database, both systems, backlog',
  responses: {
    200: { description: 'Everything answers.', content: { 'application/json': { schema: readiness } } },
    503: {
      description: 'Something does not; the parts say what.',
      content: { 'application/json': { schema: readiness } },
    },
  },
})

type Part = z.infer<typeof part>

async function database({ store }: Watched): Promise<Part> {
  try {
    await store.ping()
    return { name: 'database', ok: true, detail: 'answers' }
  } catch (error) {
    return { name: 'database', ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

function sources({ connectors }: Watched): Part[] {
  return connectors.flatMap((connector) =>
    connector.changes.map((source) => {
      const { connected, lastEventAt, problem } = source.state()
      const heard = lastEventAt === undefined ? 'nothing heard yet' : `last heard ${lastEventAt}`
      return { name: source.name, ok: connected, detail: problem ?? heard }
    }),
  )
}

async function backlog({ store, pausedFlows }: Watched): Promise<Part[]> {
  const counts = [...(await store.jobs.counts()).values()]
  const sum = (name: 'ready' | 'running' | 'postponed') => counts.reduce((total, count) => total + count[name], 0)
  const [issues, waiting] = [await store.issues.count(), await store.waiting.count()]
  return [
    {
      name: 'backlog',
      ok: true,
      detail: `${sum('ready')} ready, ${sum('running')} running, ${sum('postponed')} postponed, ${waiting} waiting, ${issues} parked`,
    },
    ...[...pausedFlows()].map(([flow, reason]) => ({ name: `flow ${flow}`, ok: false, detail: reason })),
  ]
}

/** `GET /healthz` and `GET /readyz`. */
export function healthRoutes(watched: Watched): OpenAPIHono {
  return new OpenAPIHono()
    .openapi(alive, (context) => context.json({ alive: true as const }, 200))
    .openapi(ready, async (context) => {
      const first = await database(watched)
      const parts = first.ok ? [first, ...sources(watched), ...(await backlog(watched))] : [first, ...sources(watched)]
      const everything = parts.every((each) => each.ok)
      return context.json({ ready: everything, parts }, everything ? 200 : 503)
    })
}
