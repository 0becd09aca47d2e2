import type { ClientDuplexStream } from '@grpc/grpc-js'

/**
 * Reads a stream answer by answer.
 * @returns the next answer; undefined at a plain end; rejects with the error that ended the stream
 */
export function readAnswers<Asked, Answer>(call: ClientDuplexStream<Asked, Answer>): () => Promise<Answer | undefined> {
  const queue: (Answer | Error | undefined)[] = []
  let wake = (): void => undefined
  const put = (item: Answer | Error | undefined): void => {
    queue.push(item)
    wake()
  }
  call.on('data', put)
  call.on('error', put)
  call.on('end', () => put(undefined))
  return async () => {
    while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const item = queue.shift()
    if (item instanceof Error) throw item
    // grpc-js says that the stream has ended, then why.
    if (item === undefined && queue[0] instanceof Error) throw queue[0]
    return item
  }
}
