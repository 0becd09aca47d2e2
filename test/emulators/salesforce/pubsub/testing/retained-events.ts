import type { BusClient, Decoded } from './bus-client.ts'

/** So many events of a topic, from the earliest that is retained on. */
export async function retainedEvents(client: BusClient, topicName: string, count: number): Promise<Decoded[]> {
  const stream = client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 100 })
  const found: Decoded[] = []
  while (found.length < count) {
    const response = await stream.next()
    for (const event of response?.events ?? []) found.push(await client.decode(event))
  }
  stream.cancel()
  return found
}
