import { withWhatHangsOn } from './below.ts'
import { keepToOneCompany } from './another-company.ts'
import { compareTargets } from './compare-target.ts'
import { holdForApproval } from './approval.ts'
import { createOneByOne } from './create-one-by-one.ts'
import { Misconfigured, type SyncError } from './errors.ts'
import { fillFields } from './fill.ts'
import { findPartners } from './find-partner.ts'
import type { Outcome } from './outcome.ts'
import { restoreWhatIsBelow } from './merged-away.ts'
import { joinLeader, keepToOneDocument } from './one-document.ts'
import { readRecords } from './read.ts'
import { recordWhatIsOurs } from './record.ts'
import { resolveNeeds } from './resolve-needs.ts'
import type { Run, RunSummary } from './run.ts'
import { keepInScope } from './scope.ts'
import { findWhatIsLeft, leaveTakenBack, type Left } from './shared-document.ts'
import { skipUnchanged } from './skip-unchanged.ts'
import type { Job } from './store.ts'
import { tellSource } from './tell-source.ts'
import type { Missing, Settled } from './verdict.ts'
import { comeBack } from './withdraw.ts'
import { leaveToSuccessor, leaveWhatWentOn } from './went-on.ts'
import { writeBatch } from './write.ts'

/**
 * One run: a flow over a batch of jobs of one company. Each step settles some records and hands on the others; each record's
 * fate is its own. Throws what concerns the whole batch (`RetryLater`, `Misconfigured`) and `StoreUnavailable`; `recorded`
 * then has the ids of the jobs that are finished nevertheless.
 */
export async function runFlow(run: Run, jobs: readonly Job[], recorded = new Set<string>()): Promise<RunSummary> {
  const { flow, company, target } = run
  const counts: Partial<Record<Outcome, number>> = {}
  let hold: SyncError | undefined
  const reaching = new Map<string, string>()
  const hoping = new Map<string, readonly Missing[]>()
  const leaning = new Map<string, Settled['leansOn']>()
  const leaving = new Map<string, Left | undefined>()
  const record = async (verdicts: readonly Settled[]) => {
    const whole = await withWhatHangsOn(run, verdicts)
    const { settled, standings } = await recordWhatIsOurs(
      run,
      whole.map((each) => ({
        ...each,
        reaches: reaching.get(each.job.record),
        hopes: hoping.get(each.job.record),
        leansOn: leaning.get(each.job.record),
        left: leaving.get(each.job.record),
      })),
    )
    for (const { job } of verdicts) recorded.add(job.id)
    for (const { verdict } of settled) {
      counts[verdict.outcome] = (counts[verdict.outcome] ?? 0) + 1
      if (verdict.outcome === 'retried' && verdict.error instanceof Misconfigured) hold = verdict.error
    }
    await tellSource(run, standings)
  }

  const read = await readRecords(run, jobs)
  for (const {
    job,
    record: { fields },
  } of read.going) {
    const id = flow.reaches && fields[flow.reaches.by]
    if (typeof id === 'string') reaching.set(job.record, id)
  }
  const restored = await restoreWhatIsBelow(run, read.going)
  const scoped = await keepInScope(run, restored.going)
  const standing = await leaveTakenBack(run, scoped.going)
  const telling = await leaveToSuccessor(run, standing.going)
  const answered = await resolveNeeds(run, telling.going)
  for (const { job, hopes, leansOn } of answered.going) {
    hoping.set(job.record, hopes)
    leaning.set(job.record, leansOn)
  }
  const returned = await comeBack(run, answered.going)
  const leading = await findWhatIsLeft(run, returned.going)
  for (const { job, left } of leading.going) leaving.set(job.record, left)
  const filled = await fillFields(run, leading.going)
  const following = await joinLeader(run, filled.going)
  const placed = await findPartners(run, following.going)
  const differing = await skipUnchanged(run, placed.going)
  const compared = await compareTargets(run, differing.going)
  const here = await keepToOneCompany(run, compared.going)
  const single = await keepToOneDocument(run, here.going)
  const unmade = await leaveWhatWentOn(run, single.going)
  const changed = await holdForApproval(run, unmade.going)

  const delicate = (partner: string | undefined) => partner === undefined && target.writer.repeatable === 'by-look-up'
  const written = await writeBatch(
    run,
    changed.going.filter(({ partner }) => !delicate(partner)),
  )
  hold = written.whole
  const steps = [
    read,
    restored,
    scoped,
    standing,
    telling,
    answered,
    returned,
    leading,
    filled,
    following,
    placed,
    differing,
    compared,
    here,
    single,
    unmade,
    changed,
    written,
  ]
  await record(steps.flatMap((step) => step.settled))
  await createOneByOne(
    run,
    changed.going.filter(({ partner }) => delicate(partner)),
    record,
  )
  return { flow: flow.name, company: company.id, counts, hold }
}
