import Table from 'cli-table3'
import { play } from './play.ts'
import { setStage } from './stage.ts'

/** `npm start -- --once`: the story without a browser; returns the exit code. */
export async function playOnce(say: (line: string) => void): Promise<number> {
  const stage = await setStage({ say })
  try {
    say('')
    const played = await play(stage, say)
    const table = new Table({
      head: ['step', 'from', 'to', 'outcome', 'API calls\nSalesforce', 'API calls\nBusiness Central'],
      style: { head: [], border: [] },
    })
    for (const { step, outcome, calls } of played) {
      table.push([step.title, step.from, step.to, outcome, calls.salesforce, calls.businessCentral])
    }
    say(`\n${table.toString()}`)
    const failed = played.find((each) => each.problem !== undefined)
    if (failed) say(`\nThe story broke off at "${failed.step.title}": ${failed.problem ?? ''}`)
    return failed ? 1 : 0
  } finally {
    await stage.strike()
  }
}
