import { Rejected } from './errors.ts'
import type { Run } from './run.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** Step 2: only what the flow is about goes on. */
export async function keepInScope(
  { flow, company }: Pick<Run, 'flow' | 'company'>,
  subjects: readonly Subject[],
): Promise<Step<Subject>> {
  const settled: Settled[] = []
  const going: Subject[] = []
  for (const subject of subjects) {
    const { job, title, record, partner } = subject
    try {
      const verdict = await flow.when(record.fields, company)
      if (verdict === true) {
        if (partner !== undefined || flow.mayCreate || flow.match.length > 0) {
          going.push(subject)
          continue
        }
        const reason = `it is not linked to any ${flow.target.label}`
        settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
        continue
      }
      const reason = typeof verdict === 'string' ? verdict : 'it is out of scope'
      settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
    } catch (cause) {
      const error = new Rejected(`Whether it is in scope cannot be told: ${String(cause)}`, {
        advice: `Report this: the flow ${flow.name} does not cope with the record.`,
        cause,
      })
      settled.push({ job, title, verdict: { outcome: 'failed', error } })
    }
  }
  return { going, settled }
}
