import type { Journal } from '../../../kit/journal.ts'

/** Lets the network do its work, turn by turn of the event loop, until something has happened. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

/** Until the server has taken so many Subscribe calls. */
export function subscribed(journal: Journal, streams = 1): Promise<void> {
  return until(() => journal.calls().filter(({ url }) => url.includes('/Subscribe ')).length >= streams)
}
