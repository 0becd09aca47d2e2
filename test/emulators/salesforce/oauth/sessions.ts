import { randomBytes } from 'node:crypto'
import type { Clock } from '../../kit/clock.ts'
import type { Switches } from '../switches.ts'

export interface Session {
  readonly token: string
  readonly userId: string
  /** Milliseconds on the sandbox's clock. */
  readonly issuedAt: number
}

interface Kept extends Session {
  expiresAt: number
}

export interface Sessions {
  /** A session of the user: a new one, or (switch `repeatedToken`) the one that still lives. */
  open(userId: string): Session
  /** The live session behind a token. Use in the second half of its life renews it. */
  find(token: string): Session | undefined
  /** When a living session runs out, in milliseconds on the clock; looking does not renew it. Undefined = there is none. */
  peek(token: string): number | undefined
  /** Calls `over` once, when the session has run out (renewals put that off) or was ended. @returns stops watching */
  watch(token: string, over: () => void): () => void
  end(token: string): void
  /** A token that never runs out, for whoever drives the sandbox. */
  permanent(userId: string): string
  clear(): void
}

/** Access tokens begin with the 15-character organization id and `!`, as those of an opaque-token app do. */
export function createSessions(options: {
  clock: Clock
  switches: Pick<Switches, 'sessionTimeoutSeconds' | 'repeatedToken'>
  organizationId: () => string
}): Sessions {
  const { clock, switches } = options
  const sessions = new Map<string, Kept>()
  const permanent = new Map<string, string>()
  /** What looks after a session again, by its token. */
  const watchers = new Map<string, Set<() => void>>()
  const life = (): number => switches.sessionTimeoutSeconds * 1000
  const newToken = (): string => `${options.organizationId().slice(0, 15)}!AQ${randomBytes(48).toString('base64url')}`

  function keep(userId: string, expiresAt: number): Kept {
    const session = { token: newToken(), userId, issuedAt: clock.now(), expiresAt }
    sessions.set(session.token, session)
    return session
  }

  function peek(token: string): number | undefined {
    const session = sessions.get(token)
    return session && session.expiresAt > clock.now() ? session.expiresAt : undefined
  }

  function end(token: string): void {
    sessions.delete(token)
    for (const look of watchers.get(token) ?? []) look()
  }

  function watch(token: string, over: () => void): () => void {
    let stopTimer = (): void => undefined
    function stop(): void {
      stopTimer()
      watchers.get(token)?.delete(look)
      if (watchers.get(token)?.size === 0) watchers.delete(token)
    }
    function look(): void {
      stopTimer()
      const expiresAt = peek(token)
      if (expiresAt === undefined) {
        stop()
        over()
      } else if (Number.isFinite(expiresAt)) stopTimer = clock.after(expiresAt - clock.now(), look)
    }
    watchers.set(token, (watchers.get(token) ?? new Set()).add(look))
    look()
    return stop
  }

  return {
    peek,
    watch,
    end,
    open(userId) {
      const now = clock.now()
      const living = [...sessions.values()].find(
        (session) => session.userId === userId && session.expiresAt > now && Number.isFinite(session.expiresAt),
      )
      return living && switches.repeatedToken === 'same' ? living : keep(userId, now + life())
    },
    find(token) {
      const session = sessions.get(token)
      const now = clock.now()
      if (!session || session.expiresAt <= now) return undefined
      // Activity in the second half of the timeout starts it anew; earlier activity does not.
      if (session.expiresAt - now < life() / 2) session.expiresAt = now + life()
      return session
    },
    permanent(userId) {
      const known = permanent.get(userId)
      if (known !== undefined && sessions.has(known)) return known
      const { token } = keep(userId, Number.POSITIVE_INFINITY)
      permanent.set(userId, token)
      return token
    },
    clear() {
      for (const [token, session] of [...sessions]) if (Number.isFinite(session.expiresAt)) end(token)
    },
  }
}
