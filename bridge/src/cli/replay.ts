import { keyOf } from '../engine/job-key.ts'
import { replay as runAgain } from '../engine/replay.ts'
import type { JobKey } from '../engine/store.ts'
import { flows } from '../flows/index.ts'
import { open } from './open.ts'
import { BadUsage, flowNames, instantOf } from './usage.ts'

export interface ReplayOptions {
  readonly json: boolean
  readonly flow?: string
  readonly from?: string
  readonly to?: string
}

/**
 * `bridge replay`: runs records once more from their present state: the record of an audit entry, or everything that a flow ran
 * in a time. Works on the database only: a running bridge does it.
 *
 * @throws BadUsage
 */
export async function replay(entry: string | undefined, { json, flow, from, to }: ReplayOptions): Promise<number> {
  if ((entry === undefined) === (flow === undefined))
    throw new BadUsage('Give either the number of an audit entry, or --flow with --from (and --to).')
  if (entry !== undefined && !/^\d{1,18}$/.test(entry))
    throw new BadUsage(`${entry} is not the number of an audit entry; bridge audit prints them first.`)
  if (entry !== undefined && (from ?? to) !== undefined) throw new BadUsage('--from and --to go with --flow.')
  if (flow !== undefined && !flows.some(({ name }) => name === flow)) throw new BadUsage(flowNames(flow))
  if (flow !== undefined && from === undefined) throw new BadUsage('--flow needs --from, e.g. --from 2026-11-01.')
  const since = from === undefined ? '' : instantOf('--from', from)
  const until = to === undefined ? undefined : instantOf('--to', to)
  const { store, clock } = await open({ migrate: true })
  try {
    let keys: readonly JobKey[]
    if (entry !== undefined) {
      const found = await store.audit.get(entry)
      if (!found) throw new Error(`There is no audit entry ${entry}.`)
      keys = [keyOf(found)]
    } else {
      keys = await store.audit.recordsOf(flow ?? '', since, until ?? new Date(clock.now() + 1).toISOString())
    }
    const count = await runAgain(store, keys)
    console.log(json ? JSON.stringify({ replayed: keys }) : `${count} records run again in the running bridge.`)
    return 0
  } finally {
    await store.close()
  }
}
