import { randomUUID } from 'node:crypto'
import type { ChangeEvent } from './change-event.ts'
import type { Caller } from './authenticate.ts'
import { encodeEvent } from './encode-event.ts'
import { RpcError } from './errors.ts'
import { type EventLog, type LogEntry, replayIdBytes } from './event-log.ts'
import { type Grounds, mayOpen, mayReceive } from './grounds.ts'
import type { ConsumerEvent, FetchResponse } from './messages.ts'
import { rpcFault } from './rpc-faults.ts'
import { findTopic, type Topic } from './topics.ts'

/** Where a subscription's answers go. */
export interface Outlet {
  send(response: FetchResponse): void
  /** The server has nothing more to do with this stream. */
  end(): void
  fail(error: RpcError): void
}

/** What both Subscribe and ManagedSubscribe come to. */
export interface Start {
  readonly topicName: string
  readonly numRequested: number
  /** Behind which replay id it begins; throws RpcError when there is no such place. */
  place(log: EventLog): bigint
  /** Why the stream has to end although nothing is wrong with it; asked before every answer. */
  ended?(): RpcError | undefined
}

export interface More {
  readonly topicName: string
  readonly numRequested: number
  readonly authRefresh: string
}

export interface Subscription {
  /** More events are wanted. Throws RpcError for a request that breaks the rules. */
  request(next: More): void
  /** How many events are owed. */
  pending(): number
  /** No more answers; timers stop. */
  close(): void
}

/** More than this in one FetchRequest counts as this much. */
export const mostPerRequest = 100

function wanted({ numRequested }: Pick<More, 'numRequested'>): number {
  if (numRequested <= 0)
    throw new RpcError(
      'subscription.fetch.requested.events.invalid',
      'The number of requested events must be greater than zero.',
    )
  return Math.min(numRequested, mostPerRequest)
}

/**
 * One Subscribe or ManagedSubscribe stream: hands out as many events as were asked for, in order, and keeps quiet streams alive.
 * [Pub/Sub API guide: Subscribe RPC Method, Pull Subscription and Flow Control]
 * @throws RpcError when the first request names no topic, no valid place, or asks for nothing
 */
export function openSubscription(grounds: Grounds, caller: Caller, first: Start, outlet: Outlet): Subscription {
  const { clock, faults, log, switches, deliveries } = grounds
  const topic: Topic = findTopic(first.topicName, grounds)
  if (!mayOpen(topic, grounds.access(caller.userId), switches)) {
    const missing = topic.entity === undefined ? 'View All Data' : 'View All Records'
    throw new RpcError(
      'subscription.topic.cannot.subscribe',
      `The user may not subscribe to ${topic.name}: ${missing} is missing.`,
    )
  }
  let pending = wanted(first)
  let place = first.place(log)
  let sessionOver = false
  let closed = false
  let scheduled = false
  let stopTimer = (): void => undefined
  const stopListening = log.onAppend(schedule)
  let stopWatching = watchSession(caller.accessToken)

  function close(): void {
    closed = true
    stopTimer()
    stopWatching()
    stopListening()
  }

  function fail(error: RpcError): void {
    close()
    outlet.fail(error)
  }

  /** The events of one transaction reach the log one by one; they go out together. */
  function schedule(): void {
    if (scheduled || closed) return
    scheduled = true
    queueMicrotask(() => {
      scheduled = false
      if (!closed) deliver()
    })
  }

  const expired = (): RpcError | undefined =>
    switches.expiredSession === 'at-once' && sessionOver
      ? new RpcError('service.auth.error', 'An authentication exception occurred: the session has expired.')
      : undefined

  function watchSession(accessToken: string): () => void {
    sessionOver = false
    return grounds.watchSession(accessToken, () => {
      sessionOver = true
      const error = expired()
      if (error) fail(error)
    })
  }

  function encoded({ replayId }: LogEntry, event: ChangeEvent): ConsumerEvent {
    const access = grounds.access(caller.userId)
    const visible = (field: string): boolean => access.readableField(event.entity, field)
    const payload = encodeEvent(event, { visible, enriched: topic.enriched(event) })
    return { event: { id: event.id, schemaId: event.schema.id, payload }, replayId: replayIdBytes(replayId) }
  }

  /** The next events for this subscriber; the place moves behind everything looked at. */
  function take(most: number): ConsumerEvent[] {
    const events: ConsumerEvent[] = []
    for (const entry of log.after(place)) {
      if (events.length >= most) break
      place = entry.replayId
      const { event } = entry
      // On channels a missing permission hides the entity's events without a word.
      if (event && topic.carries(event) && mayReceive(event.entity, grounds.access(caller.userId)))
        events.push(encoded(entry, event))
    }
    return events
  }

  function send(events: readonly ConsumerEvent[], latest: bigint): boolean {
    const ended = first.ended?.() ?? expired()
    if (ended) {
      fail(ended)
      return false
    }
    const fault = rpcFault(faults, `Deliver ${topic.name}`)
    if (fault && !fault.after) {
      fail(fault.error)
      return false
    }
    pending -= events.length
    deliveries.add(events.length)
    const latestReplayId = replayIdBytes(latest)
    outlet.send({ events, latestReplayId, rpcId: randomUUID(), pendingNumRequested: pending })
    if (fault) fail(fault.error)
    return !fault
  }

  function keepAlive(): void {
    // With nothing owed everything before the tip has been handed out; a fresh place keeps a quiet topic replayable.
    const latest = pending > 0 ? log.tip(switches.keepAliveSeconds * 1000).replayId : place
    if (send([], latest)) arm()
  }

  function arm(): void {
    stopTimer()
    stopTimer =
      pending > 0
        ? clock.after(switches.keepAliveSeconds * 1000, keepAlive)
        : clock.after(switches.idleCloseSeconds * 1000, () => {
            close()
            outlet.end()
          })
  }

  function deliver(): void {
    let sent = false
    while (pending > 0) {
      const events = take(Math.min(pending, switches.batchSize))
      if (events.length === 0) break
      if (deliveries.within24Hours() + events.length > switches.dailyDeliveries) {
        fail(new RpcError('subscription.limit.exceeded', 'The daily limit of delivered events has been reached.'))
        return
      }
      if (!send(events, place)) return
      sent = true
    }
    // Only an answer starts the silence anew: events of other topics do not put a keep-alive off.
    if (sent) arm()
  }

  schedule()
  arm()
  return {
    request(next) {
      if (next.topicName !== '' && next.topicName !== topic.name)
        throw new RpcError(
          'subscription.fetch.topic.mismatch',
          `The stream is subscribed to ${topic.name}, not to ${next.topicName}.`,
        )
      if (next.authRefresh !== '') {
        if (!grounds.session(next.authRefresh))
          throw new RpcError('service.auth.refresh.invalid', 'The token in auth_refresh is invalid.')
        stopWatching()
        stopWatching = watchSession(next.authRefresh)
      }
      const idle = pending === 0
      pending += wanted(next)
      if (idle) arm()
      schedule()
    },
    pending: () => pending,
    close,
  }
}
