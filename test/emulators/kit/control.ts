import { Hono } from 'hono'
import { z } from 'zod'
import type { VirtualClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'

/** What every sandbox offers to whoever drives it. */
export interface Controls {
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  /** Back to the freshly seeded state; armed faults and the journal go too. */
  readonly reset: () => void | Promise<void>
}

const clockBody = z.object({ advanceSeconds: z.number().nonnegative() })
const faultBody = z.looseObject({
  kind: z.string().min(1),
  match: z.string().optional(),
  times: z.number().int().nonnegative().optional(),
  skip: z.number().int().nonnegative().optional(),
})

/** The routes below `/__emulator/`: `POST clock`, `POST faults`, `GET journal`, `POST reset`. */
export function controlRoutes({ clock, faults, journal, reset }: Controls): Hono {
  const refuse = (error: z.ZodError) => ({ error: z.prettifyError(error) })
  const routes = new Hono()
  routes
    .post('/clock', async (context) => {
      const body = clockBody.safeParse(await context.req.json().catch(() => undefined))
      if (!body.success) return context.json(refuse(body.error), 400)
      await clock.advance(body.data.advanceSeconds * 1000)
      return context.json({ now: new Date(clock.now()).toISOString() })
    })
    .get('/clock', (context) => context.json({ now: new Date(clock.now()).toISOString() }))
    .post('/faults', async (context) => {
      const body = faultBody.safeParse(await context.req.json().catch(() => undefined))
      if (!body.success) return context.json(refuse(body.error), 400)
      faults.arm(body.data as Parameters<Faults['arm']>[0])
      return context.json({ armed: faults.list() })
    })
    .get('/faults', (context) => context.json({ armed: faults.list() }))
    .delete('/faults', (context) => {
      faults.clear()
      return context.json({ armed: [] })
    })
    .get('/journal', (context) => {
      const since = Number(context.req.query('since') ?? 0)
      return context.json({ mark: journal.mark(), calls: journal.calls(Number.isFinite(since) ? since : 0) })
    })
    .post('/reset', async (context) => {
      await reset()
      return context.json({ reset: true })
    })
  return routes
}
