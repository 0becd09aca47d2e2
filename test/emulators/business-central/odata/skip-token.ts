import { badRequest, ServiceError } from '../errors.ts'

/** Where the next page goes on: behind this row, or at this position should the row be gone by then. */
export interface SkipToken {
  readonly after: string
  readonly position: number
  /** Milliseconds on the sandbox's clock. */
  readonly madeAt: number
}

/** Clients must not look inside, so it does not invite them to. */
export const writeSkipToken = (token: SkipToken): string =>
  Buffer.from(JSON.stringify([token.after, token.position, token.madeAt])).toString('base64url')

/**
 * @throws ServiceError 400 when the token is not one of ours; `SkipTokenIsNoLongerValid` when it is too old (a code that
 * one public client knows; the lifetime is a switch)
 */
export function readSkipToken(text: string, now: number, lifetimeSeconds: number | undefined): SkipToken {
  const token = decode(text)
  if (!token) throw badRequest('The $skiptoken is not valid.')
  if (lifetimeSeconds !== undefined && now - token.madeAt > lifetimeSeconds * 1000)
    throw new ServiceError(400, 'SkipTokenIsNoLongerValid', 'The $skiptoken is no longer valid. Start again.')
  return token
}

function decode(text: string): SkipToken | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(parsed)) return undefined
    const [after, position, madeAt] = parsed as unknown[]
    if (typeof after !== 'string' || typeof position !== 'number' || typeof madeAt !== 'number') return undefined
    return { after, position, madeAt }
  } catch {
    return undefined
  }
}
