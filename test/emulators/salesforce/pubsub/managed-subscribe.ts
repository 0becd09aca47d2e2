import { randomUUID } from 'node:crypto'
import { type ServerDuplexStream, status } from '@grpc/grpc-js'
import { to18 } from '../ids.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { RpcError, toServiceError } from './errors.ts'
import { type EventLog, replayIdBytes, replayIdFrom } from './event-log.ts'
import type { Grounds } from './grounds.ts'
import { recordRpc } from './journal.ts'
import type { ManagedSubscription } from './managed-subscriptions.ts'
import type { ManagedFetchRequest, ManagedFetchResponse } from './messages.ts'
import { rpcFault } from './rpc-faults.ts'
import { presetPlace } from './start-place.ts'
import type { OpenStreams } from './subscribe.ts'
import { openSubscription, type Subscription } from './subscription.ts'

export type ManagedSubscribeCall = ServerDuplexStream<ManagedFetchRequest, ManagedFetchResponse>

type Needs = Pick<Grounds, 'managedSubscriptions'>

/** The subscription that a first request names, by id or developer name. */
function configOf({ subscriptionId, developerName }: ManagedFetchRequest, grounds: Needs): ManagedSubscription {
  const { managedSubscriptions: all } = grounds
  if (subscriptionId !== '') {
    const id = to18(subscriptionId)
    if (id?.startsWith('18x') !== true)
      throw new RpcError(
        'managed.subscription.subscription.id.invalid',
        `The subscription ID ${subscriptionId} is invalid.`,
      )
    const found = all.find((one) => one.id === id)
    if (found) return found
    throw new RpcError(
      'managed.subscription.subscription.id.not.found',
      `No managed subscription has the ID ${subscriptionId}.`,
    )
  }
  if (developerName === '')
    throw new RpcError(
      'managed.subscription.id.or.developer.name.empty',
      'Specify the subscription_id or the developer_name of a managed subscription.',
    )
  const found = all.find((one) => one.developerName === developerName)
  if (found) return found
  throw new RpcError(
    'managed.subscription.developer.name.not.found',
    `No managed subscription has the developer name ${developerName}.`,
  )
}

/** Behind the committed event; where that is not retained any more, or nothing was committed, as configured. */
function placeOf(config: ManagedSubscription, committed: bigint | undefined, log: EventLog): bigint {
  if (committed === undefined) return presetPlace(config.defaultReplay, log)
  return log.knows(committed) ? committed : presetPlace(config.errorRecoveryReplay, log)
}

function endOf(id: string, grounds: Needs): RpcError | undefined {
  const config = grounds.managedSubscriptions.find((one) => one.id === id)
  if (!config) return new RpcError('managed.subscription.config.deleted', 'The managed subscription has been deleted.')
  if (config.state === 'RUN') return undefined
  return new RpcError('managed.subscription.config.stopped', 'The managed subscription is stopped.')
}

/**
 * `rpc ManagedSubscribe (stream ManagedFetchRequest) returns (stream ManagedFetchResponse)` (beta): the server keeps the replay id
 * that the client has committed. A commit that fails is told in its response and does not end the stream.
 * [Pub/Sub API guide: Managed Event Subscriptions (Beta)]
 */
export function managedSubscribe(call: ManagedSubscribeCall, grounds: Grounds, open: OpenStreams): void {
  const { log, managed, clock } = grounds
  const rpc = { id: randomUUID(), method: 'ManagedSubscribe' }
  let config: ManagedSubscription | undefined
  let caller: Caller | undefined
  let subscription: Subscription | undefined
  let over = false

  function finish(): void {
    if (config && !over) managed.release(config.id)
    over = true
    subscription?.close()
    open.delete(fail)
  }

  function fail(error: RpcError): void {
    if (over) return
    finish()
    recordRpc(grounds, `ManagedSubscribe ${config?.developerName ?? ''}`, error)
    call.emit('error', toServiceError(error, rpc))
  }

  function begin(first: ManagedFetchRequest): ManagedSubscription {
    const down = grounds.down()
    if (down) throw down
    if (!grounds.switches.managedSubscribe)
      throw new RpcError(undefined, 'Method not found: eventbus.v1.PubSub/ManagedSubscribe', status.UNIMPLEMENTED)
    caller = authenticate(call.metadata, grounds)
    const found = configOf(first, grounds)
    const fault = rpcFault(grounds.faults, `ManagedSubscribe ${found.developerName}`)
    if (fault) throw fault.error
    const ended = endOf(found.id, grounds)
    if (ended) throw ended
    if (!managed.activate(found.id))
      throw new RpcError('managed.subscription.already.active', `The subscription ${found.developerName} is in use.`)
    recordRpc(grounds, `ManagedSubscribe ${found.developerName}`, undefined)
    return found
  }

  function ask(request: ManagedFetchRequest, of: ManagedSubscription, by: Caller): void {
    if (subscription) {
      subscription.request({ topicName: '', numRequested: request.numRequested, authRefresh: request.authRefresh })
      return
    }
    const start = {
      topicName: of.topicName,
      numRequested: request.numRequested,
      place: () => placeOf(of, managed.committed(of.id), log),
      ended: () => endOf(of.id, grounds),
    }
    subscription = openSubscription(grounds, by, start, {
      send: (response) => void call.write(response),
      end() {
        finish()
        call.end()
      },
      fail,
    })
  }

  function commit({ commitReplayIdRequest: request }: ManagedFetchRequest, { id }: ManagedSubscription): void {
    if (!request) return
    const place = replayIdFrom(request.replayId)
    const known = place !== undefined && log.knows(place)
    if (known) managed.commit(id, place)
    call.write({
      events: [],
      latestReplayId: replayIdBytes(log.tip(Number.POSITIVE_INFINITY).replayId),
      rpcId: randomUUID(),
      pendingNumRequested: subscription?.pending() ?? 0,
      commitResponse: {
        commitRequestId: request.commitRequestId,
        replayId: request.replayId,
        processTime: String(clock.now()),
        ...(known ? {} : { error: { code: 'COMMIT', msg: 'The Replay ID to commit is invalid.' } }),
      },
    })
  }

  open.add(fail)
  call.on('data', (request: ManagedFetchRequest) => {
    if (over) return
    try {
      config ??= begin(request)
      const ended = endOf(config.id, grounds)
      if (ended) throw ended
      commit(request, config)
      // A request that only commits asks for no events.
      const onlyCommit = request.commitReplayIdRequest !== null && request.numRequested === 0
      if (!onlyCommit && caller) ask(request, config, caller)
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      fail(error)
    }
  })
  call.on('cancelled', finish)
  call.on('end', () => {
    if (over) return
    finish()
    call.end()
  })
}
