import { Hono } from 'hono'
import { pageFiles } from './page-files.ts'
import { proxy, type SalesforceSession } from './proxy.ts'
import type { WorkbenchAction, WorkbenchState } from './state.ts'

export { buildWorkbench } from './build/index.ts'
export type { SalesforceSession } from './proxy.ts'
export type { WorkbenchAction, WorkbenchState } from './state.ts'

export interface WorkbenchOptions {
  /** Folder that `buildWorkbench` gave. */
  readonly dir: string
  readonly salesforce: SalesforceSession
  readonly actions: readonly WorkbenchAction[]
  readonly state: () => Promise<WorkbenchState>
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * The page at `/?recordId=<account id>`: the real billing panel over an org, and beside it the buttons and books of finance.
 *
 * `GET /api/actions`, `POST /api/actions/:name` → `{outcome}` or `{error}`, `GET /api/state`; `/services/*` goes to the org.
 */
export async function workbenchRoutes({ dir, salesforce, actions, state }: WorkbenchOptions): Promise<Hono> {
  const file = await pageFiles(dir)
  const app = new Hono()
  app.all('/services/*', ({ req }) => proxy(req.raw, salesforce))
  app.get('/api/actions', (context) => context.json({ actions: actions.map(({ name, label }) => ({ name, label })) }))
  app.post('/api/actions/:name', async (context) => {
    const name = context.req.param('name')
    const action = actions.find((each) => each.name === name)
    if (!action) return context.json({ error: `There is no action ${name}` }, 404)
    try {
      return context.json({ outcome: await action.run() })
    } catch (error) {
      return context.json({ error: message(error) }, 409)
    }
  })
  app.get('/api/state', async (context) => {
    try {
      return context.json(await state())
    } catch (error) {
      return context.json({ error: message(error) }, 502)
    }
  })
  app.get(
    '*',
    async (context) => (await file(context.req.path)) ?? context.json({ error: 'There is nothing here' }, 404),
  )
  return app
}
