import { afterTrouble } from './after-trouble.ts'
import { couple } from './couple.ts'
import type { SourceFields } from './define-flow.ts'
import { Rejected } from './errors.ts'
import { lookAgain } from './look-again.ts'
import type { Run } from './run.ts'
import { whatIsLeft } from './shared-document.ts'
import type { Intent, Job } from './store.ts'
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
}

/** Several carry our reference: which one is meant is no question when none is wanted. */
function allOfThem({ flow }: Pick<Run, 'flow'>, settled: Settled): Settled {
  const { verdict } = settled
  if (verdict.outcome !== 'failed') return settled
  const advice = `What they were made of was taken back: delete them in ${flow.target.systemName}.`
  const error = new Rejected(verdict.error.message, { advice })
  return { ...settled, verdict: { ...verdict, error, choices: [] } }
}

async function look(run: Run, withdrawn: Withdrawn, intent: Intent): Promise<Settled | string | undefined> {
  const { job, title, fields } = withdrawn
  const again = await lookAgain(run, withdrawn, intent)
  if (again.found === 'settled') return allOfThem(run, again.settled)
  if (again.found === 'one') {
    const left = await whatIsLeft(run, job, fields)
    return (await couple(run, { job, title, left }, again.id)) ?? again.id
  }
  const late = (await wentOn(run, new Map([[job.record, fields]]))).get(job.record)
  return late && { job, title, verdict: { outcome: 'failed', error: late } }
}

/**
 * Documents of records that were withdrawn, or are gone, before an answer came to the try to make them: what that made is found by
 * our reference, linked, and goes the way of its record. As long as it may still take effect, the record is looked at again. Only
 * what carries our reference is ours for certain: a customer of the same name may be finance's.
 */
export async function findMadeInDoubt(run: Run, withdrawn: readonly Withdrawn[]): Promise<MadeInDoubt> {
  const { flow, store } = run
  const partners = new Map<string, string>()
  const settled: Settled[] = []
  const open = flow.reference
    ? withdrawn.filter(({ partner }) => partner === undefined || flow.deal?.leads === true)
    : []
  const intents = open.length === 0 ? [] : await store.intents.find(open.map(({ job }) => job))
  for (const intent of intents) {
    const subject = open.find(({ job }) => job.record === intent.record)
    if (!subject) continue
    try {
      const found = await look(run, subject, intent)
      if (found === undefined) await store.intents.remove([intent])
      else if (typeof found === 'string') partners.set(intent.record, found)
      else settled.push(found)
    } catch (error) {
      settled.push(afterTrouble(run, subject, error))
    }
  }
  return { partners, settled }
}
