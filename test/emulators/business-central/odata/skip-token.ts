import { badRequest, ServiceError } from '../errors.ts'
import type { Place } from './row-order.ts'

/** Where the next page goes on: behind this place, whether the row that stood there is still there or not. */
export interface SkipToken {
  /** Sort values and key of the last row of the page. */
  readonly after: Place
  /** Milliseconds on the sandbox's clock. */
  readonly madeAt: number
}

/** Clients must not look inside, so it does not invite them to. */
export const writeSkipToken = (token: SkipToken): string =>
  Buffer.from(JSON.stringify([token.madeAt, ...token.after])).toString('base64url')

/**
 * @param parts how many values say a place under the order of the query
 * @throws ServiceError 400 when the token is not one of ours; `SkipTokenIsNoLongerValid` when it is too old (a code that
 * one public client knows; the lifetime is a switch)
 */
export function readSkipToken(
  text: string,
  {
    now,
    lifetimeSeconds,
    parts,
  }: { readonly now: number; readonly lifetimeSeconds: number | undefined; readonly parts: number },
): SkipToken {
  const token = decode(text)
  if (token?.after.length !== parts) throw badRequest('The $skiptoken is not valid.')
  if (lifetimeSeconds !== undefined && now - token.madeAt > lifetimeSeconds * 1000)
    throw new ServiceError(400, 'SkipTokenIsNoLongerValid', 'The $skiptoken is no longer valid. Start again.')
  return token
}

function decode(text: string): SkipToken | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(parsed)) return undefined
    const [madeAt, ...after] = parsed as unknown[]
    if (typeof madeAt !== 'number' || !after.every(isPart)) return undefined
    return { after, madeAt }
  } catch {
    return undefined
  }
}

const isPart = (value: unknown): value is Place[number] =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
