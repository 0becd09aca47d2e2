import type { Command } from '../engine/desk-ports.ts'
import { deskOf } from './desk-of.ts'
import type { Office } from './office.ts'

/** When a command was made, by the bridge's own clock, in milliseconds: between these instants. */
export interface Moment {
  readonly from: number
  readonly to: number
}

/**
 * Commands carry the time of the desk's clock, which knows seconds only and may differ from the bridge's by more; what the bridge
 * writes down for itself carries the bridge's. Between two of one clock nothing has to be found out.
 *
 * @throws SyncError
 */
export async function momentOf(
  office: Pick<Office, 'connectors'>,
  command: Pick<Command, 'id' | 'at'>,
): Promise<Moment> {
  const { least, most } = await deskOf(office).lead(command)
  const at = Date.parse(command.at)
  return { from: at - most, to: at + 1000 - least }
}
