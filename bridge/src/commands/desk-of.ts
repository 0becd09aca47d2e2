import type { Desk } from '../engine/desk-ports.ts'
import { Misconfigured } from '../engine/errors.ts'
import type { Office } from './office.ts'

/** Where the commands come from. */
export function deskOf({ connectors }: Pick<Office, 'connectors'>): Desk {
  const desk = connectors.find((each) => each.desk)?.desk
  if (desk) return desk
  throw new Misconfigured('No system has a desk.', { advice: 'Report this with the log of the bridge.' })
}
