import { afterTrouble } from './after-trouble.ts'
import { couple } from './couple.ts'
import type { SourceFields } from './define-flow.ts'
import { lookAgain } from './look-again.ts'
import type { Run } from './run.ts'
import { whatIsLeft } from './shared-document.ts'
import type { Job } from './store.ts'
import type { Settled } from './verdict.ts'
import { wentOn } from './went-on.ts'

/** A record that is to have nothing in the target system any more: it was withdrawn, or is gone. */
export interface Withdrawn {
  readonly job: Job
  readonly title: string | undefined
  /** The document that it has, or had: only leading records make another one while they have it. */
  readonly partner: string | undefined
  /** Of one that is gone its key only. */
  readonly fields: SourceFields
}

interface MadeInDoubt {
  /** What was made, by record; linked from now on. */
  readonly partners: ReadonlyMap<string, string>
  readonly settled: readonly Settled[]
  /** The records of which nothing was made, and nothing will be. */
  readonly over: ReadonlySet<string>
}

async function look(
  run: Run,
  withdrawn: Withdrawn,
  intent: Parameters<typeof lookAgain>[2],
): Promise<Settled | string | undefined> {
  const { job, title, fields } = withdrawn
  const again = await lookAgain(run, withdrawn, intent)
  if (again.found === 'settled') return again.settled
  if (again.found === 'one') {
    const left = await whatIsLeft(run, job, fields)
    return (await couple(run, { job, title, left }, again.id)) ?? again.id
  }
  const late = (await wentOn(run, new Map([[job.record, fields]]))).get(job.record)
  return late && { job, title, verdict: { outcome: 'failed', error: late } }
}

/**
 * Records that were withdrawn, or are gone, before an answer came to the try to make their document: what it made is found
 * by its marks, linked, and goes the way of the record (a sales order is taken back). As long as that try may still take effect,
 * the record is looked at again.
 */
export async function findMadeInDoubt(run: Run, withdrawn: readonly Withdrawn[]): Promise<MadeInDoubt> {
  const partners = new Map<string, string>()
  const settled: Settled[] = []
  const over = new Set<string>()
  const open = withdrawn.filter(({ partner }) => partner === undefined || run.flow.deal?.leads === true)
  const intents = open.length === 0 ? [] : await run.store.intents.find(open.map(({ job }) => job))
  for (const each of open) {
    const intent = intents.find(({ record, marks }) => record === each.job.record && marks !== undefined)
    if (!intent) continue
    try {
      const found = await look(run, each, intent)
      if (found === undefined) over.add(each.job.record)
      else if (typeof found === 'string') partners.set(each.job.record, found)
      else settled.push(found)
    } catch (error) {
      settled.push(afterTrouble(run, each, error))
    }
  }
  return { partners, settled, over }
}
