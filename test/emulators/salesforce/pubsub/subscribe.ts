import { randomUUID } from 'node:crypto'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { authenticate } from './authenticate.ts'
import { RpcError, toServiceError } from './errors.ts'
import type { EventLog } from './event-log.ts'
import type { Grounds } from './grounds.ts'
import { recordRpc } from './journal.ts'
import type { FetchRequest, FetchResponse } from './messages.ts'
import { rpcFault } from './rpc-faults.ts'
import { startPlace } from './start-place.ts'
import { openSubscription, type Subscription } from './subscription.ts'

export type SubscribeCall = ServerDuplexStream<FetchRequest, FetchResponse>

/** Streams that are open now: what a reset or a dropped network ends. */
export type OpenStreams = Set<(error: RpcError) => void>

/** `rpc Subscribe (stream FetchRequest) returns (stream FetchResponse)`. */
export function subscribe(call: SubscribeCall, grounds: Grounds, open: OpenStreams): void {
  const rpc = { id: randomUUID(), method: 'Subscribe' }
  let subscription: Subscription | undefined
  let topicName = ''
  let over = false

  function finish(): void {
    over = true
    subscription?.close()
    open.delete(fail)
  }

  function fail(error: RpcError): void {
    if (over) return
    finish()
    recordRpc(grounds, `Subscribe ${topicName}`, error)
    call.emit('error', toServiceError(error, rpc))
  }

  function start(first: FetchRequest): Subscription {
    topicName = first.topicName
    const down = grounds.down()
    if (down) throw down
    const caller = authenticate(call.metadata, grounds)
    const fault = rpcFault(grounds.faults, `Subscribe ${topicName}`)
    if (fault) throw fault.error
    const { numRequested } = first
    const start = { topicName, numRequested, place: (log: EventLog) => startPlace(first, log) }
    const started = openSubscription(grounds, caller, start, {
      send: (response) => void call.write(response),
      end() {
        finish()
        call.end()
      },
      fail,
    })
    recordRpc(grounds, `Subscribe ${topicName}`, undefined, {
      replayPreset: first.replayPreset,
      numRequested: first.numRequested,
    })
    return started
  }

  open.add(fail)
  call.on('data', (request: FetchRequest) => {
    if (over) return
    try {
      if (subscription) subscription.request(request)
      else subscription = start(request)
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      fail(error)
    }
  })
  call.on('cancelled', finish)
  call.on('end', () => {
    // The client has half-closed: it will ask for nothing more.
    if (over) return
    finish()
    call.end()
  })
}
