import { identityOf } from '../mapping/index.ts'
import { Gone, Rejected, RetryLater } from './errors.ts'
import type { GoneSource } from './gone-source.ts'
import { hashOf } from './hash-of.ts'
import type { Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { Settled } from './verdict.ts'
import { callWriter } from './write.ts'

/** Of these the ones whose target serves several companies and belongs to another one: that one's record speaks for it. */
async function ofOthers({ flow, company, target }: Run, gone: readonly GoneSource[]): Promise<ReadonlySet<GoneSource>> {
  const { belongs } = flow
  if (!belongs || gone.length === 0) return new Set()
  const ids = gone.map(({ partner }) => partner)
  const records = await target.reader.read(flow.target, company, ids, [flow.target.key, ...belongs.reads])
  return new Set(
    gone.filter(({ partner }) => {
      const record = records.get(partner)
      return record !== undefined && !belongs.to(record.fields, company)
    }),
  )
}

/**
 * Targets that stay when their source record is deleted say so (`retired`), once; the pair stays linked. A record that is there
 * again after all is written as ever.
 */
export async function retireTargets(run: Run, gone: readonly GoneSource[]): Promise<readonly Settled[]> {
  const { flow, company, store } = run
  const { retired } = flow
  if (!retired || gone.length === 0) return []
  const records = gone.map(({ job }) => job.record)
  const before = await store.written.find(flow.name, company.id, records)
  const hash = (partner: string) => hashOf(partner, retired)
  const others = await ofOthers(run, gone)
  const due = gone.filter((each) => !others.has(each) && before.get(each.job.record)?.hash !== hash(each.partner))
  const settled = gone
    .filter((each) => !due.includes(each))
    .map(({ job }): Settled => ({
      job,
      title: undefined,
      verdict: { outcome: 'skipped', reason: 'it no longer exists' },
    }))
  if (due.length === 0) return settled
  const writes = due.map(({ job, partner }) => ({
    ...{ key: `${company.id}:${job.record}`.toLowerCase(), id: partner, fields: retired },
  }))
  const { answers } = await callWriter(run, writes)
  const silence = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') } as const
  return [
    ...settled,
    ...due.map(({ job, partner }, index): Settled => {
      const title = undefined
      const written = answers[index] ?? silence
      if (written.outcome !== 'failed') {
        const note = `The ${flow.source.label} was deleted.`
        const verdict = { outcome: 'modified', targetId: partner, fields: retired, hash: hash(partner), note } as const
        return { job, title, verdict }
      }
      const { error } = written
      if (error instanceof Gone) return { job, title, verdict: { outcome: 'skipped', reason: 'both no longer exist' } }
      if (!(error instanceof Rejected)) return retried(run, { job, title }, error)
      const concerns = [{ entity: identityOf(flow.target), id: partner }]
      return { job, title, verdict: { outcome: 'failed', error, targetId: partner, concerns } }
    }),
  ]
}
