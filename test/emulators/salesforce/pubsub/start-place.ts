import { RpcError } from './errors.ts'
import { type EventLog, replayIdFrom } from './event-log.ts'
import type { FetchRequest } from './messages.ts'

/** EARLIEST = everything retained, LATEST = what comes from now on. */
export const presetPlace = (preset: 'LATEST' | 'EARLIEST', log: EventLog): bigint =>
  preset === 'EARLIEST' ? log.start() : log.tip(Number.POSITIVE_INFINITY).replayId

/**
 * Where a subscription begins: behind this replay id.
 * @throws RpcError replayid.validation.failed without an id, replayid.corrupted for one that is unknown or past retention
 */
export function startPlace({ replayPreset, replayId }: FetchRequest, log: EventLog): bigint {
  if (replayPreset !== 'CUSTOM') return presetPlace(replayPreset, log)
  if (replayId.length === 0)
    throw new RpcError(
      'subscription.fetch.replayid.validation.failed',
      'The Replay ID validation failed. A replay ID is required with the CUSTOM preset.',
    )
  const place = replayIdFrom(replayId)
  if (place === undefined || !log.knows(place))
    throw new RpcError(
      'subscription.fetch.replayid.corrupted',
      'The Replay ID validation failed. Ensure that the Replay ID is valid and within the retention window.',
    )
  return place
}
