import Table from 'cli-table3'
import { jobsFor } from '../commands/posting.ts'
import { BadChoice, choose } from '../engine/choose.ts'
import { keyOf } from '../engine/job-key.ts'
import { flows } from '../flows/index.ts'
import { open } from './open.ts'
import { BadUsage, flowNames } from './usage.ts'

export interface IssuesOptions {
  readonly json: boolean
  readonly retry?: string
  readonly retryAll?: boolean
  readonly flow?: string
  /** `ID=CANDIDATE`. */
  readonly link?: string
}

/**
 * `bridge issues`: what is parked, and ways out of it. Works on the database only: a running bridge does what is asked.
 *
 * @throws BadUsage
 */
export async function issues({ json, retry, retryAll = false, flow, link }: IssuesOptions): Promise<number> {
  if ([retry, retryAll || undefined, link].filter((each) => each !== undefined).length > 1)
    throw new BadUsage('Give only one of --retry, --retry-all and --link.')
  if (flow !== undefined && !flows.some(({ name }) => name === flow)) throw new BadUsage(flowNames(flow))
  const [issue, choice] =
    link === undefined ? [] : [link.slice(0, link.indexOf('=')), link.slice(link.indexOf('=') + 1)]
  if (link !== undefined && (!link.includes('=') || issue === '' || choice === ''))
    throw new BadUsage(`--link ${link}: write ISSUE=CANDIDATE, e.g. --link 12=0031a2b3-… (bridge issues lists both).`)
  const { store, clock } = await open({ migrate: true })
  const say = (result: Record<string, unknown>, text: string) => console.log(json ? JSON.stringify(result) : text)
  try {
    if (retry !== undefined) {
      const found = await store.issues.get(retry)
      if (!found) throw new Error(`There is no open issue ${retry}; bridge issues lists them.`)
      await store.transaction(async (tables) => {
        await tables.issues.ask([keyOf(found)])
        await tables.jobs.put(jobsFor([found]))
      })
      say({ retried: [keyOf(found)] }, `${found.flow} ${found.record} is tried again by the running bridge.`)
    } else if (retryAll) {
      const parked = await store.issues.parked(flow)
      await store.transaction(async (tables) => {
        await tables.issues.ask(parked)
        await tables.jobs.put(jobsFor(parked))
      })
      say({ retried: parked }, `${parked.length} records are tried again by the running bridge.`)
    } else if (issue !== undefined && choice !== undefined) {
      const chosen = await choose({ store, clock }, issue, choice)
      say({ chosen: choice, ...keyOf(chosen) }, `${chosen.flow} ${chosen.record} goes on with ${choice}.`)
    } else {
      const all = await store.issues.list(1000)
      const listed = all.filter((each) => flow === undefined || each.flow === flow)
      if (json) console.log(JSON.stringify(listed, undefined, 2))
      else if (listed.length === 0) console.log('Nothing is parked.')
      else {
        const table = new Table({
          head: ['id', 'flow', 'record', 'what happened, and what to do'],
          wordWrap: true,
          colWidths: [8, 28, 22, 70],
        })
        for (const { id, flow: name, record, message, advice, vendor, choices = [] } of listed) {
          const ways = choices.map((each) => `  ${id}=${each.id}  ${each.label}`)
          const said = vendor === undefined ? [] : [`It said: ${vendor}`]
          table.push([id, name, record, [message, ...said, `→ ${advice}`, ...ways].join('\n')])
        }
        console.log(table.toString())
      }
    }
    return 0
  } catch (error) {
    if (error instanceof BadChoice) throw new Error(error.message, { cause: error })
    throw error
  } finally {
    await store.close()
  }
}
