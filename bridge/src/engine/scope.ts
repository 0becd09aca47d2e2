import { DoesNotFit, NotToBeMade } from '../mapping/index.ts'
import { Rejected } from './errors.ts'
import { whoIsNeeded } from './on-demand.ts'
import { maySeek } from './find-partner.ts'
import { findMadeInDoubt } from './made-in-doubt.ts'
import { isAnothersDocument } from './one-document.ts'
import type { Run } from './run.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { whoIsBack, withdraw, type Leaving } from './withdraw.ts'

/** How it is said that a filter fails on a record. */
export const scopeUntold = 'Whether it is in scope cannot be told'

/** Parked: it is never made there; the filter that an admin has given the flow fails on it, or the flow itself does. */
function untold({ flow }: Pick<Run, 'flow'>, cause: unknown): Rejected {
  if (cause instanceof NotToBeMade) return new Rejected(cause.message, { advice: cause.advice, cause })
  if (cause instanceof DoesNotFit) {
    const advice = `Correct the filter of the flow ${flow.name} on its BC Flow record or in the file of BRIDGE_MAPPINGS; the record is looked at again then, or when it changes.`
    return new Rejected(`${scopeUntold}: ${cause.message}.`, { advice, cause })
  }
  const advice = `Report this: the flow ${flow.name} does not cope with the record.`
  return new Rejected(`${scopeUntold}: ${String(cause)}`, { advice, cause })
}

/** Step 2: only what the flow is about goes on. */
export async function keepInScope(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const { flow, company } = run
  const leaving: Leaving[] = []
  const settled: Settled[] = []
  const going: Subject[] = []
  const isNeeded = await whoIsNeeded(run, subjects)
  const withdrawn: { readonly subject: Subject; readonly reason: string }[] = []
  for (const subject of subjects) {
    const { job, title, record, partner } = subject
    try {
      const verdict = await flow.when(record.fields, company, isNeeded(subject))
      if (verdict === true) {
        if (partner !== undefined || maySeek(flow)) {
          going.push(subject)
          continue
        }
        const reason = `it is not linked to any ${flow.target.label}`
        settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
        continue
      }
      const reason = typeof verdict === 'string' ? verdict : 'it is out of scope'
      withdrawn.push({ subject, reason })
    } catch (cause) {
      settled.push({ job, title, verdict: { outcome: 'failed', error: untold(run, cause) } })
    }
  }
  const inDoubt = await findMadeInDoubt(
    run,
    withdrawn.map(({ subject: { record, ...subject } }) => ({ ...subject, fields: record.fields })),
  )
  settled.push(...inDoubt.settled)
  for (const { subject, reason } of withdrawn) {
    const { job, title, record } = subject
    if (inDoubt.settled.some((each) => each.job === job)) continue
    const partner = inDoubt.partners.get(job.record) ?? subject.partner
    try {
      const when = partner === undefined ? undefined : flow.withdrawn?.(record.fields)
      if (partner === undefined || when === undefined || (await isAnothersDocument(run, record.fields, partner))) {
        settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
      } else leaving.push({ job, title, partner, reason, fields: record.fields, when })
    } catch (cause) {
      settled.push({ job, title, verdict: { outcome: 'failed', error: untold(run, cause) } })
    }
  }
  settled.push(...(await withdraw(run, leaving)))
  const back = await whoIsBack(
    run,
    going.flatMap(({ job, partner }) => (partner === undefined ? [] : [job.record])),
  )
  const anew = going.map((subject) =>
    back.has(subject.job.record) ? { ...subject, partner: undefined, back: true } : subject,
  )
  return { going: anew, settled }
}
