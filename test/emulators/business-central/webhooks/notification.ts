import { trimmedStamp } from '../wire/output.ts'
import { compress, type Signal } from './compress.ts'
import type { Subscription } from './subscription.ts'

/** One entry of a notification. Only keys travel, never data. */
export interface Notification {
  readonly subscriptionId: string
  readonly clientState: string
  readonly expirationDateTime: string
  readonly resource: string
  readonly changeType: 'created' | 'updated' | 'deleted' | 'collection'
  readonly lastModifiedDateTime: string
}

/** More records than this in one window become one `collection`. */
const most = 1000

/** Entries for one subscription from what happened in its window, less the updates that `changedNothing`. */
export function notifications(
  subscription: Subscription,
  signals: readonly Signal[],
  changedNothing: (signal: Signal) => boolean,
): Notification[] {
  const { subscriptionId, clientState, resource } = subscription
  const expirationDateTime = trimmedStamp(subscription.expirationDateTime)
  const base = { subscriptionId, clientState, expirationDateTime }
  const left = compress(signals, changedNothing)
  const stamp = (at: number) => trimmedStamp(new Date(at).toISOString())
  if (new Set(left.map(({ recordId }) => recordId)).size <= most)
    return left.map(({ recordId, kind, at }) => ({
      ...base,
      resource: `${resource}(${recordId})`,
      changeType: kind,
      lastModifiedDateTime: stamp(at),
    }))
  const last = Math.max(...left.map(({ at }) => at))
  return [
    {
      ...base,
      resource: `${resource}${since(subscription, left)}`,
      changeType: 'collection',
      lastModifiedDateTime: stamp(last),
    },
  ]
}

/**
 * The filter of a `collection`: from 50 milliseconds before the first change, because the database rounds. Without
 * filter when records were deleted or the set has no stamp. [base application, API Webhook Notification Send]
 */
function since({ _set }: Subscription, signals: readonly Signal[]): string {
  if (signals.some(({ kind }) => kind === 'deleted') || !_set.properties['lastModifiedDateTime']) return ''
  const first = Math.min(...signals.map(({ at }) => at)) - 50
  return `?$filter=lastModifiedDateTime%20gt%20${new Date(first).toISOString()}`
}
