import { BadChoice, choose } from '../engine/choose.ts'
import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { keyOf } from '../engine/job-key.ts'
import { flowNamed } from './flow-named.ts'
import type { Office } from './office.ts'
import { jobsFor } from './posting.ts'

function issueOf({ issue }: Command): string {
  if (issue !== undefined) return issue
  throw new Rejected('The command names no issue.', { advice: 'Give the issue it is about.' })
}

/** Runs a parked record again. */
export async function retry({ store }: Pick<Office, 'store'>, command: Command): Promise<string> {
  const issue = await store.issues.get(issueOf(command))
  if (!issue) return 'It is not parked any more.'
  await store.transaction(async (tables) => {
    await tables.issues.ask([keyOf(issue)])
    await tables.jobs.put(jobsFor([issue]))
  })
  return 'It is tried again now; what comes of it stands on the issue.'
}

/** Runs all parked records of a flow again; of all flows, when the command names none. */
export async function retryAll(office: Pick<Office, 'store' | 'flows'>, { flow }: Command): Promise<string> {
  if (flow !== undefined) flowNamed(office, flow)
  const parked = await office.store.issues.parked(flow)
  await office.store.transaction(async (tables) => {
    await tables.issues.ask(parked)
    await tables.jobs.put(jobsFor(parked))
  })
  const where = flow === undefined ? '' : ` of ${flow}`
  if (parked.length === 0) return `Nothing${where} is parked.`
  return parked.length === 1 ? `1 record${where} is tried again.` : `${parked.length} records${where} are tried again.`
}

/** Takes one of the ways out that an issue offers. */
export async function chooseFor(office: Pick<Office, 'store' | 'clock'>, command: Command): Promise<string> {
  const issue = issueOf(command)
  if (command.choice === undefined)
    throw new Rejected('The command names no choice.', {
      advice: 'Give one of the candidates of the issue, by its id.',
    })
  try {
    const { choices = [] } = await choose(office, issue, command.choice)
    return `Chosen: ${choices.find(({ id }) => id === command.choice)?.label ?? command.choice}. It is tried again now.`
  } catch (error) {
    if (!(error instanceof BadChoice)) throw error
    throw new Rejected(error.message, { advice: 'Choose one of the candidates that stand on the issue.', cause: error })
  }
}
