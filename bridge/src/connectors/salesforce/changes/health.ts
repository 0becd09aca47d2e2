import { isoNow, type Clock } from '../../../engine/clock.ts'
import type { ChangeSource } from '../../../engine/ports.ts'

/** How the streams fare, for `/readyz` and `status`. */
export interface Health {
  connected(topic: string): void
  heard(topic: string): void
  lost(topic: string, problem: string): void
  closed(topic: string): void
  /** Something that concerns no single topic, such as a sign-in that fails; undefined = solved. */
  trouble(problem: string | undefined): void
  /** What is heard late, as long as nothing worse is to be told. */
  lacking(shortcoming: string | undefined): void
  state(): ReturnType<ChangeSource['state']>
}

export function createHealth(clock: Pick<Clock, 'now'>): Health {
  const topics = new Map<string, { connected: boolean; problem?: string }>()
  let lastEventAt: string | undefined
  let trouble: string | undefined
  let shortcoming: string | undefined
  return {
    connected: (topic) => topics.set(topic, { connected: true }),
    heard(topic) {
      topics.set(topic, { connected: true })
      lastEventAt = isoNow(clock)
    },
    lost: (topic, problem) => topics.set(topic, { connected: false, problem: `${topic}: ${problem}` }),
    closed: (topic) => topics.delete(topic),
    trouble: (problem) => (trouble = problem),
    lacking: (what) => (shortcoming = what),
    state() {
      const states = [...topics.values()]
      const problem = trouble ?? states.find((each) => each.problem !== undefined)?.problem ?? shortcoming
      return {
        connected: states.length > 0 && states.every((each) => each.connected),
        ...(lastEventAt === undefined ? {} : { lastEventAt }),
        ...(problem === undefined ? {} : { problem }),
      }
    },
  }
}
