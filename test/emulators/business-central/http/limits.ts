import type { Clock } from '../../kit/clock.ts'
import { ServiceError } from '../errors.ts'
import type { Switches } from '../switches.ts'

/** Holds one user's requests to the limits; ask before work, call the result after it. */
export interface Limits {
  /** @throws ServiceError 429 beyond the rate or the queue, 503 after eight minutes in the queue */
  enter(user: string): Promise<() => void>
  clear(): void
}

interface User {
  /** Instants of the requests of the last five minutes, oldest first. */
  readonly seen: number[]
  running: number
  readonly waiting: (() => void)[]
}

const window = 5 * 60 * 1000
const longestWait = 8 * 60 * 1000

/** The per-user limits of the cloud service. [Microsoft Learn: Operational limits, OData request limits] */
export function createLimits(
  clock: Clock,
  { limits, retryAfterOn429 }: Pick<Switches, 'limits' | 'retryAfterOn429'>,
): Limits {
  let users = new Map<string, User>()

  const tooMany = (why: string) =>
    new ServiceError(
      429,
      'Application_TooManyRequests',
      `Too many requests reached. Actual (${why}).`,
      retryAfterOn429 === undefined ? {} : { 'Retry-After': String(retryAfterOn429) },
    )
  const userOf = (name: string): User => {
    const known = users.get(name)
    if (known) return known
    const made: User = { seen: [], running: 0, waiting: [] }
    users.set(name, made)
    return made
  }
  const leave = (user: User) => {
    const next = user.waiting.shift()
    if (next) next()
    else user.running--
  }

  return {
    enter: (name) => {
      const user = userOf(name)
      const now = clock.now()
      let old = 0
      while ((user.seen[old] ?? now) <= now - window) old++
      user.seen.splice(0, old)
      if (user.seen.length >= limits.requestsPerFiveMinutes)
        throw tooMany(`${limits.requestsPerFiveMinutes} in 5 minutes`)
      if (user.running >= limits.running && user.waiting.length >= limits.waiting)
        throw tooMany(`${limits.waiting} waiting`)
      user.seen.push(now)
      if (user.running < limits.running) {
        user.running++
        return Promise.resolve(once(() => leave(user)))
      }
      return new Promise((resolve, reject) => {
        const go = () => {
          cancel()
          resolve(once(() => leave(user)))
        }
        const cancel = clock.after(longestWait, () => {
          user.waiting.splice(user.waiting.indexOf(go), 1)
          reject(new ServiceError(503, 'Internal_ServerError', 'The request waited too long in the queue.'))
        })
        user.waiting.push(go)
      })
    },
    clear: () => {
      users = new Map()
    },
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}
