import { type Client, type Reply, startClient } from '../../testing/client.ts'
import { type Receiver, startReceiver } from '../../testing/receiver.ts'

/** An application that subscribes, and the address at which it is notified. */
export interface Subscriber extends AsyncDisposable {
  readonly client: Client
  readonly receiver: Receiver
  /** Asks to be told of a set of CRONUS USA, Inc.; `more` goes into the body. */
  subscribe(set?: string, more?: Record<string, unknown>): Promise<Reply>
  /** Moves the clock. */
  pass(seconds: number): Promise<void>
}

export async function startSubscriber(): Promise<Subscriber> {
  const client = await startClient()
  const receiver = await startReceiver()
  return {
    client,
    receiver,
    subscribe: (set = 'customers', more = {}) =>
      client.call('POST', 'subscriptions', {
        body: {
          notificationUrl: receiver.url,
          resource: `/api/v2.0/companies(${client.usa})/${set}`,
          clientState: 's3cret',
          ...more,
        },
      }),
    pass: (seconds) => client.bc.clock.advance(seconds * 1000),
    async [Symbol.asyncDispose]() {
      await client.bc.close()
      await receiver.close()
    },
  }
}
