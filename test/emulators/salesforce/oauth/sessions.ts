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
  const life = (): number => switches.sessionTimeoutSeconds * 1000
  const newToken = (): string => `${options.organizationId().slice(0, 15)}!AQ${randomBytes(48).toString('base64url')}`

  function keep(userId: string, expiresAt: number): Kept {
    const session = { token: newToken(), userId, issuedAt: clock.now(), expiresAt }
    sessions.set(session.token, session)
    return session
  }

  return {
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
    end: (token) => void sessions.delete(token),
    permanent(userId) {
      const known = permanent.get(userId)
      if (known !== undefined && sessions.has(known)) return known
      const { token } = keep(userId, Number.POSITIVE_INFINITY)
      permanent.set(userId, token)
      return token
    },
    clear() {
      for (const [token, session] of sessions) if (Number.isFinite(session.expiresAt)) sessions.delete(token)
    },
  }
}
