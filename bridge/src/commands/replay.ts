import { parse } from 'yaml'
import { z } from 'zod'
import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { replay } from '../engine/replay.ts'
import type { JobKey } from '../engine/store.ts'
import { flowNamed } from './flow-named.ts'
import type { Office } from './office.ts'
import { partnersOf } from './partners.ts'

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()])
const parameters = z.strictObject({ from: instant.optional(), to: instant.optional() })

function readParameters(text: string | undefined): z.infer<typeof parameters> {
  try {
    return parameters.parse(parse(text ?? '', { schema: 'failsafe' }) ?? {})
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new Rejected(`The parameters cannot be read: ${reason}`, {
      advice: 'Give from and to as days or instants, e.g. "from: 2026-11-01".',
      cause,
    })
  }
}

/** A record of the desk's system, in the flows from it and to it; of one flow, when the command names it. */
async function ofRecord(office: Office, record: string, flow: string | undefined): Promise<readonly JobKey[]> {
  const { flows, companies, connectors } = office
  const system = connectors.find(({ desk }) => desk)?.system
  const running = flows().filter((each) => each.state !== 'off' && (flow === undefined || each.name === flow))
  const partners = await partnersOf(office, record)
  return running.flatMap((each) =>
    companies.flatMap((company): JobKey[] => {
      const own = partners.filter((partner) => partner.company.id === company.id)
      if (each.source.system === system)
        return own.some(({ own: entity }) => entity.name === each.source.name)
          ? [{ flow: each.name, company: company.id, record }]
          : []
      return own
        .filter(({ entity, own: mine }) => entity.name === each.source.name && mine.name === each.target.name)
        .map(({ id }) => ({ flow: each.name, company: company.id, record: id }))
    }),
  )
}

/** Runs again what has run: a record's flows, or everything a flow did in a time. */
export async function replayFor(office: Office, command: Command): Promise<string> {
  const { flow, record, parameters: text } = command
  if (flow !== undefined) flowNamed(office, flow)
  const { from, to } = readParameters(text)
  let keys: readonly JobKey[]
  if (record !== undefined) keys = await ofRecord(office, record, flow)
  else if (flow !== undefined && from !== undefined) {
    keys = await office.store.audit.recordsOf(flow, from, to ?? new Date(office.clock.now() + 1).toISOString())
  } else {
    throw new Rejected('The command does not say what to run again.', {
      advice: 'Give a record, or a flow and, in the parameters, from (and to).',
    })
  }
  const count = await replay(office.store, keys)
  if (count === 0)
    throw new Rejected('There is nothing to run again.', { advice: 'Look at the record, the flow and the time.' })
  return count === 1 ? '1 record runs again.' : `${count} records run again.`
}
