import { randomUUID } from 'node:crypto'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { authenticate } from './authenticate.ts'
import { RpcError, toServiceError } from './errors.ts'
import type { Grounds } from './grounds.ts'
import { recordRpc } from './journal.ts'
import type { PublishRequest } from './messages.ts'
import { rpcFault } from './rpc-faults.ts'
import { findTopic } from './topics.ts'

export type PublishStreamCall = ServerDuplexStream<PublishRequest, object>

/**
 * `rpc Publish`: change events come from the org alone, so a right request for a topic that exists is refused all the same; platform events
 * (`/event/…`) are not done by this sandbox. [Pub/Sub API guide: Publish RPC Method]
 * @throws RpcError always
 */
export function publish({ topicName, events }: PublishRequest, grounds: Grounds): never {
  if (topicName === '') throw new RpcError('publish.topic.validation.empty', 'Topic name must not be empty.')
  const topic = findTopic(topicName, grounds)
  if (events.length === 0) throw new RpcError('publish.event.count.invalid', 'The request holds no events.')
  throw new RpcError('topic.meta.permission', `Events cannot be published to ${topic.name}: it carries change events.`)
}

/** `rpc PublishStream`: every request is refused as Publish refuses it, which ends the stream; so does asking for nothing. */
export function publishStream(call: PublishStreamCall, grounds: Grounds): void {
  const rpc = { id: randomUUID(), method: 'PublishStream' }
  const stopTimer = grounds.clock.after(grounds.switches.publishStreamIdleSeconds * 1000, () => {
    const error = new RpcError('publish.stream.sweeper.timeout', 'The stream was closed because it was idle.')
    recordRpc(grounds, 'PublishStream ', error)
    call.emit('error', toServiceError(error, rpc))
  })
  call.once('data', (request: PublishRequest) => {
    stopTimer()
    try {
      const down = grounds.down()
      if (down) throw down
      authenticate(call.metadata, grounds)
      const fault = rpcFault(grounds.faults, `PublishStream ${request.topicName}`)
      if (fault) throw fault.error
      publish(request, grounds)
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      recordRpc(grounds, `PublishStream ${request.topicName}`, error)
      call.emit('error', toServiceError(error, rpc))
    }
  })
  call.on('cancelled', stopTimer)
  call.on('end', () => {
    stopTimer()
    call.end()
  })
}
