import type { Clock } from '../kit/clock.ts'
import type { Fault, Faults } from '../kit/faults.ts'
import { errorBody, refusal } from './aadsts.ts'

const answering = ['status', 'empty-answer'] as const

/** Waits on the sandbox's clock when a `delay` fault strikes (`milliseconds`, default 1000). */
export async function strikeDelay(
  faults: Faults,
  clock: Pick<Clock, 'after'>,
  what: string,
): Promise<Fault | undefined> {
  const fault = faults.strike(['delay'], what)
  const milliseconds = typeof fault?.milliseconds === 'number' ? fault.milliseconds : 1000
  if (fault) await new Promise<void>((resolve) => clock.after(milliseconds, resolve))
  return fault
}

/**
 * The answer of a fault that takes the place of the work: `status` (`status` default 503, `body` default what Entra says
 * when it is throttling or unwell, `headers`) or `empty-answer` (200 with `{}`: no token, no error).
 */
export function strikeAnswer(
  faults: Faults,
  world: Parameters<typeof errorBody>[1],
  what: string,
): { fault: Fault; response: Response } | undefined {
  const fault = faults.strike(answering, what)
  if (!fault) return undefined
  const status = fault.kind === 'status' && typeof fault.status === 'number' ? fault.status : 503
  const usual = () => errorBody(status === 429 ? refusal.throttled() : refusal.transient(), world)
  const body = fault.kind === 'status' ? (fault.body ?? usual()) : {}
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  if (fault.headers !== null && typeof fault.headers === 'object')
    for (const [name, value] of Object.entries(fault.headers)) headers.set(name, String(value))
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { fault, response: new Response(text, { status: fault.kind === 'status' ? status : 200, headers }) }
}

/** The life in seconds that a `short-lived-token` fault gives the next token (`seconds`, default 60). */
export function strikeShortLife(faults: Faults, what: string): number | undefined {
  const fault = faults.strike(['short-lived-token'], what)
  return fault && (typeof fault.seconds === 'number' ? fault.seconds : 60)
}
