import type { Clock } from '../../../engine/clock.ts'
import type { FetchResponse } from '../pubsub/messages.ts'
import type { PubSub } from '../pubsub/client.ts'
import { pubSubError, PubSubError } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'

/** Events asked for at a time; the most that one request may ask for. [Pub/Sub API: Subscribe] */
const batch = 100

/** A keep-alive comes at least every 270 seconds; after this long the connection is dead, whatever TCP thinks. */
const patience = 330_000

export interface Start {
  readonly topic: string
  /** undefined: from the earliest event that Salesforce still has (72 hours). */
  readonly replay: string | undefined
}

/**
 * One stream, from `start` until the server or the signal ends it. Responses are handled one after the other, and more
 * events are asked for only when those at hand are done.
 *
 * @throws PubSubError, and whatever `handle` throws
 */
export async function subscribe(
  services: { readonly pubsub: PubSub; readonly clock: Pick<Clock, 'wait'> },
  session: Session,
  start: Start,
  handle: (response: FetchResponse) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  const call = services.pubsub.subscribe(session)
  // A server that goes away after we are done must not end the process.
  call.on('error', () => undefined)
  const cancel = (): void => call.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const watch = watchdog(services.clock, cancel)
  let outstanding = batch
  const failure: { thrown?: Error } = {}
  call.write({
    topicName: start.topic,
    numRequested: batch,
    ...(start.replay === undefined
      ? { replayPreset: 'EARLIEST' }
      : { replayPreset: 'CUSTOM', replayId: Buffer.from(start.replay, 'base64') }),
  })
  try {
    for await (const response of call as AsyncIterable<FetchResponse>) {
      // Handling may take its time; only the server's silence counts.
      watch.stop()
      try {
        await handle(response)
      } catch (error) {
        failure.thrown = error instanceof Error ? error : new Error(String(error))
        throw error
      }
      watch.start()
      outstanding -= response.events.length
      if (outstanding > batch / 2) continue
      call.write({ topicName: start.topic, numRequested: batch - outstanding })
      outstanding = batch
    }
  } catch (error) {
    if (failure.thrown) throw failure.thrown
    if (isAborted(signal)) return
    if (watch.hasBitten()) {
      throw new PubSubError('silence', 'resume', `No sign of life for ${patience / 1000} seconds.`, error)
    }
    throw pubSubError(error)
  } finally {
    watch.stop()
    signal.removeEventListener('abort', cancel)
    call.cancel()
  }
}

/** Asked again after an await: the compiler would take the first answer for the last. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

function watchdog(clock: Pick<Clock, 'wait'>, bite: () => void) {
  let guard = new AbortController()
  let bitten = false
  const start = (): void => {
    guard = new AbortController()
    const { signal } = guard
    void clock.wait(patience, signal).then(() => {
      if (signal.aborted) return
      bitten = true
      bite()
    })
  }
  start()
  return {
    start,
    stop: () => guard.abort(),
    hasBitten: () => bitten,
  }
}
