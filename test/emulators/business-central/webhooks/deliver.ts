import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { Notification } from './notification.ts'

/** One call to a receiver, for whoever looks on. */
export interface Delivery {
  /** ISO instant on the sandbox's clock. */
  readonly at: string
  readonly url: string
  readonly value: readonly Notification[]
  /** Status of the answer; 0 when there was none, undefined when a fault swallowed the call. */
  readonly status: number | undefined
}

export interface DeliveryContext {
  readonly clock: Clock
  readonly faults: Faults
  readonly timeoutSeconds: number
  readonly record: (delivery: Delivery) => void
  /** Are these subscriptions still there? A removed or expired one gets nothing more. */
  readonly alive: (subscriptionId: string) => boolean
  /** The receiver has lost its subscriptions. */
  readonly drop: (subscriptionIds: readonly string[]) => void
  /** Keeps the canceller of a timer, for a reset. */
  readonly timer: (seconds: number, work: () => Promise<void>) => void
}

/** Seconds before each repetition, by the vendor's source; the documentation says "up to 36 hours". */
const retries = [60, 60, 600, 6000, 60_000]

/**
 * Sends notifications to one address. Success ends it; 408, 429, 5xx or no connection is tried again; any other answer,
 * and the end of the tries, deletes the subscriptions. [Microsoft Learn: Working with webhooks]
 */
export async function deliver(context: DeliveryContext, url: string, value: readonly Notification[]): Promise<void> {
  const { faults } = context
  const what = `POST ${url}`
  const late = faults.strike(['webhook-late'], what)
  if (late) {
    context.timer(Number(late['milliseconds'] ?? 60_000) / 1000, () => attempt(context, url, value, 0))
    return
  }
  if (faults.strike(['webhook-lost'], what)) {
    context.record({ at: new Date(context.clock.now()).toISOString(), url, value, status: undefined })
    return
  }
  const wrong = faults.strike(['webhook-wrong-client-state'], what)
  const sent = wrong ? value.map((each) => ({ ...each, clientState: 'not-the-client-state' })) : value
  if (faults.strike(['webhook-duplicate'], what)) await attempt(context, url, sent, 0)
  await attempt(context, url, sent, 0)
}

async function attempt(
  context: DeliveryContext,
  url: string,
  value: readonly Notification[],
  tried: number,
): Promise<void> {
  const alive = value.filter(({ subscriptionId }) => context.alive(subscriptionId))
  if (alive.length === 0) return
  const status = await post(context, url, alive)
  context.record({ at: new Date(context.clock.now()).toISOString(), url, value: alive, status })
  if (status >= 200 && status < 300) return
  const wait = retries[tried]
  const again = status === 0 || status === 408 || status === 429 || status >= 500
  if (again && wait !== undefined) context.timer(wait, () => attempt(context, url, alive, tried + 1))
  else context.drop(alive.map(({ subscriptionId }) => subscriptionId))
}

async function post({ timeoutSeconds }: DeliveryContext, url: string, value: readonly Notification[]): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        clientRequestId: randomUUID(),
        'x-ms-correlation-id': randomUUID(),
      },
      body: JSON.stringify({ value }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
