import { listen } from '../../kit/listen.ts'
import type { Notification } from '../webhooks/notification.ts'

export interface Receiver {
  readonly url: string
  /** Notifications, one list per call. */
  readonly calls: (readonly Notification[])[]
  /** Tokens it was asked to return. */
  readonly handshakes: string[]
  /** Status of the answers to notifications; 200 at first. */
  answerWith(status: number): void
  /** Returns something else than the validation token from now on. */
  refuseHandshake(): void
  close(): Promise<void>
}

/** A webhook receiver on the loopback interface. */
export async function startReceiver(): Promise<Receiver> {
  const calls: (readonly Notification[])[] = []
  const handshakes: string[] = []
  let status = 200
  let polite = true
  const server = await listen(async (request) => {
    const token = new URL(request.url).searchParams.get('validationToken')
    if (token !== null) {
      handshakes.push(token)
      return new Response(polite ? token : 'no')
    }
    const { value } = (await request.json()) as { value: readonly Notification[] }
    calls.push(value)
    return new Response(null, { status })
  })
  return {
    url: `${server.url}/hook`,
    calls,
    handshakes,
    answerWith: (next) => {
      status = next
    },
    refuseHandshake: () => {
      polite = false
    },
    close: () => server.close(),
  }
}
