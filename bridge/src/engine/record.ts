import { identityOf } from '../mapping/index.ts'
import { auditEntry } from './audit-entry.ts'
import { conflict, followUps, linkOf, wakeWaiting } from './couple.ts'
import { Gone, Rejected } from './errors.ts'
import { flowsBack } from './flows-back.ts'
import { keyOf, keyText } from './job-key.ts'
import { linkLines, lineTarget } from './line-links.ts'
import { blockersOf, blockersToRun, canAppear, pullsOf } from './missing-links.ts'
import { whoGivesUpDeal } from './one-document.ts'
import { othersOf } from './others-of.ts'
import { later, type Run } from './run.ts'
import { leaveOldDocument, sharersOf } from './shared-document.ts'
import { reach } from './stage-of.ts'
import { standingOf } from './standing-of.ts'
import { AlreadyLinked, ClaimLost, type IntendedLine, type Link, type Standing, type Tables } from './store.ts'
import { uncouple } from './uncoupled.ts'
import { wakeDependents } from './wake-dependents.ts'
import type { Settled, Verdict } from './verdict.ts'
import { wait } from './wait.ts'
import { rememberWithdrawn } from './withdraw.ts'

type Of<Outcome extends Verdict['outcome']> = Settled & { readonly verdict: Extract<Verdict, { outcome: Outcome }> }

const of = <Outcome extends Verdict['outcome']>(settled: readonly Settled[], ...outcomes: Outcome[]) =>
  settled.filter((each): each is Of<Outcome> => (outcomes as string[]).includes(each.verdict.outcome))

/** Nobody ever makes the link that this record waits for: waiting would be for ever, a person has to know. */
function parkTheHopeless(run: Run, settled: readonly Settled[]): Settled[] {
  return settled.map((each) => {
    if (each.verdict.outcome !== 'waiting') return each
    const hopeless = each.verdict.missing.find((missing) => !canAppear(run, missing))
    if (!hopeless) return each
    const error = new Rejected(
      `${hopeless.entity.name} ${hopeless.id} is not linked to any ${hopeless.partner.name}, and no flow links the two.`,
      { advice: `Add a flow between ${hopeless.entity.name} and ${hopeless.partner.name}, or take the field out.` },
    )
    return { ...each, verdict: { outcome: 'failed', error } }
  })
}

/** Links what was written. One whose end is linked otherwise is parked, the others go on. */
async function link(run: Run, tables: Tables, settled: readonly Settled[]) {
  const result = [...settled]
  const gone = result.flatMap(({ verdict }) =>
    'instead' in verdict && verdict.instead !== undefined ? [verdict.instead] : [],
  )
  await tables.links.removeOf(run.company.id, identityOf(run.flow.target), gone)
  for (const { job, left, verdict } of of(result, 'inserted', 'modified', 'coupled')) {
    await leaveOldDocument(run, tables, { job, left }, verdict.targetId)
  }
  for (;;) {
    const links = result.flatMap(({ job, verdict }) =>
      'targetId' in verdict &&
      verdict.targetId !== undefined &&
      !['failed', 'deleted', 'uncoupled'].includes(verdict.outcome)
        ? [linkOf(run, job, verdict.targetId)]
        : [],
    )
    try {
      await tables.links.save(links)
      return { settled: result, links }
    } catch (error) {
      if (!(error instanceof AlreadyLinked)) throw error
      const index = result.findIndex(({ job }) => job.record === error.link.sourceId)
      const refused = result[index]
      if (!refused) throw error
      result[index] = conflict(run, refused, error)
    }
  }
}

/** Links that records went on without: when they appear, the records run again. */
async function hope(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const hoping = settled.map(({ job, hopes = [] }) => ({ job: keyOf(job), missing: hopes }))
  await tables.jobs.put(await tables.waiting.hope(hoping, later(run, 0)))
}

/** Records that are done, by whether they would use a link that is not there yet. */
function whoHopes(settled: readonly Settled[]) {
  const done = of(settled, 'inserted', 'modified', 'unchanged', 'coupled')
  return {
    hoping: done.filter(({ hopes = [] }) => hopes.length > 0),
    content: done.filter(({ hopes = [] }) => hopes.length === 0),
  }
}

/** What was parked after long waiting goes on all the same when its link appears. */
const stillWaits = ({ verdict }: Settled): boolean => verdict.outcome === 'waiting' || 'awaits' in verdict

const baseOf = (verdict: Verdict) => ('base' in verdict && verdict.base !== undefined ? verdict.base : {})

const linesOf = (verdict: Verdict) =>
  'lines' in verdict && verdict.lines !== undefined ? Object.fromEntries(verdict.lines) : undefined

/** Whether nothing is in doubt any more, or there is nothing any more. */
const isSettled = ({ verdict: { outcome }, endsIntent }: Settled): boolean =>
  ['deleted', 'uncoupled'].includes(outcome) || (endsIntent === true && ['unchanged', 'coupled'].includes(outcome))

/** Of the lines that were about to be added: those that may stand there without our knowing which, or may still come. */
async function settleLines(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  if (lineTarget(run) === undefined) return
  const now = later(run, 0)
  const begun = (line: IntendedLine) => (line.id === undefined ? { at: now, ...line } : line)
  await tables.lineIntents.replace(
    settled.flatMap((each) => {
      const lines = each.intended?.map(begun) ?? (isSettled(each) ? [] : undefined)
      return lines === undefined ? [] : [{ ...keyOf(each.job), lines }]
    }),
  )
}

/** When a record is looked at again without any signal. */
function lookAgainAt(run: Run, verdict: Verdict): string | undefined {
  if (verdict.outcome === 'skipped' || verdict.outcome === 'waiting') return verdict.after
  if (verdict.outcome !== 'failed' || verdict.error.again === undefined) return undefined
  return later(run, verdict.error.again * 1000)
}

/** Both ends of the pairs that are no more: what was parked for one of them may have nothing left to do. */
const partedEnds = ({ flow, company }: Run, settled: readonly Settled[]) =>
  of(settled, 'deleted', 'uncoupled').flatMap(({ job, verdict }) => [
    { entity: identityOf(flow.source), id: job.record, company: company.id },
    { entity: identityOf(flow.target), id: verdict.targetId, company: company.id },
  ])

async function remember(run: Run, tables: Tables, settled: readonly Settled[], links: readonly Link[]): Promise<void> {
  const at = later(run, 0)
  await wakeWaiting(tables, run.company.id, links)
  await tables.written.save(
    settled.flatMap(({ job, verdict }) =>
      'hash' in verdict && verdict.hash !== undefined
        ? [
            {
              ...keyOf(job),
              hash: verdict.hash,
              targetId: verdict.targetId,
              at,
              lines: linesOf(verdict),
              ...baseOf(verdict),
            },
          ]
        : [],
    ),
  )
  await linkLines(run, tables, settled)
  await settleLines(run, tables, settled)
  await rememberWithdrawn(run, tables, settled)
  const gone = of(settled, 'deleted').map(({ verdict: { targetId } }) => targetId)
  await tables.jobs.put(await sharersOf(run, tables, gone))
  await tables.jobs.put(await othersOf(run, tables, settled))
  await uncouple(run, tables, settled)
  await reachStages(run, tables, settled)
  await decideBack(run, tables, settled)
  await tables.makers.release(await whoGivesUpDeal(run, tables, settled))
  await tables.intents.remove(settled.filter((each) => each.endsIntent === true).map((each) => each.job))
  await tables.waiting.leave(settled.filter((each) => !stillWaits(each)).map((each) => each.job))
  await tables.decisions.remove(
    settled.filter(({ verdict }) => !['waiting', 'retried'].includes(verdict.outcome)).map((each) => keyOf(each.job)),
  )
  await tables.issues.close(
    settled.filter(({ verdict }) => !['failed', 'retried'].includes(verdict.outcome)).map((each) => each.job),
  )
  await tables.issues.open(
    of(settled, 'failed').map(({ job, verdict: { error, concerns = [], choices = [] } }) => ({
      ...{ ...keyOf(job), at, message: error.message, advice: error.advice, vendor: error.vendor, concerns, choices },
    })),
  )
  await tables.jobs.put(await tables.issues.concerning(partedEnds(run, settled)))
  for (const { job, verdict } of settled) {
    const after = lookAgainAt(run, verdict)
    if (after !== undefined) await tables.jobs.put([keyOf(job)], { after })
  }
  const below = of(settled, 'inserted', 'modified', 'coupled', 'uncoupled').flatMap(
    ({ verdict }) => verdict.below ?? [],
  )
  await tables.jobs.put(below)
  const written = of(settled, 'inserted', 'modified', 'coupled', 'deleted', 'uncoupled').map(
    ({ job, verdict: { targetId } }) => ({
      sourceId: job.record,
      targetId,
    }),
  )
  // What hangs on a partner that is gone has to go as well, whatever a person chooses.
  const lost = of(settled, 'failed').flatMap(({ job, verdict: { error, targetId } }) =>
    error instanceof Gone && targetId !== undefined ? [{ sourceId: job.record, targetId }] : [],
  )
  await tables.jobs.put(followUps(run, [...written, ...lost]))
}

/** The records whose first document stands in the target system now. */
async function reachStages(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const { reaches, stageOf } = run.flow
  if (stageOf === 'target') {
    const written = of(settled, 'inserted', 'modified', 'coupled')
    const made = written.flatMap(({ verdict }) => (verdict.outcome === 'inserted' ? [verdict.targetId] : []))
    await reach(run, tables, identityOf(run.flow.target), made)
  }
  if (!reaches) return
  const ids = of(settled, 'inserted', 'coupled').flatMap(({ reaches: id }) => (id === undefined ? [] : [id]))
  await reach(run, tables, reaches.entity, ids)
}

/** Who was chosen to be right is right for the flow back as well. */
async function decideBack(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const { flow, flows, company } = run
  const at = later(run, 0)
  const opposite = new Map([
    ['source', 'target too'],
    ['target', 'source too'],
  ])
  for (const { verdict, decided } of settled) {
    const choice = opposite.get(decided ?? '')
    if (choice === undefined || !('targetId' in verdict) || verdict.targetId === undefined) continue
    const record = verdict.targetId
    const keys = flowsBack(flow, flows)
      .filter((each) => each.state === 'on' && each.onTargetChanged === 'compare')
      .map((each) => ({ flow: each.name, company: company.id, record }))
    await tables.decisions.save(keys.map((key) => ({ ...key, choice, at })))
    await tables.jobs.put(keys)
  }
}

async function stand(run: Run, tables: Tables, settled: readonly Settled[]): Promise<ReadonlyMap<string, Standing>> {
  const missing = [
    ...of(settled, 'waiting').flatMap(({ verdict }) => verdict.missing),
    ...of(settled, 'skipped').flatMap(({ verdict }) => verdict.awaits ?? []),
  ]
  const blockers = await tables.standings.find(blockersOf(run, missing))
  await tables.jobs.put([...blockersToRun(run, missing, blockers), ...pullsOf(run, missing)])
  const before = await tables.standings.find(settled.map((each) => each.job))
  const now = settled.flatMap((each) => standingOf(run, each, blockers) ?? [])
  await tables.standings.save(now)
  await wakeDependents(run, tables, before, now)
  return new Map(now.map((standing) => [keyText(standing), standing]))
}

/**
 * Step 8: everything that was found out about these records, in one transaction: links, what was written, intents, issues,
 * follow-up jobs, jobs that waited, how each stands, the audit trail, and the jobs themselves. It lands whole or not at all.
 * Returns the verdicts as they stand at last, with the standings to tell.
 */
export async function record(run: Run, verdicts: readonly Settled[]) {
  if (verdicts.length === 0) return { settled: [], standings: [] }
  const { hoping, content } = whoHopes(verdicts)
  // Before and by itself: who hopes keeps everybody else from making links for as long as the transaction lasts. A hope whose
  // record fails after all wakes it once more than needed.
  if (hoping.length > 0) await run.store.transaction((tables) => hope(run, tables, hoping))
  return run.store.transaction(async (tables) => {
    // Waiting comes before linking: both hold the door of the waiting room, and this order cannot deadlock.
    const waited = await wait(run, tables, parkTheHopeless(run, verdicts))
    await hope(run, tables, content)
    const { settled, links } = await link(run, tables, waited)
    await remember(run, tables, settled, links)
    const standings = await stand(run, tables, settled)
    await tables.audit.add(settled.map((each) => auditEntry(run, each, standings.get(keyText(each.job))?.message)))
    for (const { job, verdict } of of(settled, 'retried')) await tables.jobs.retry([job], verdict.after)
    await tables.jobs.done(settled.filter((each) => each.verdict.outcome !== 'retried').map((each) => each.job))
    return { settled, standings: [...standings.values()] }
  })
}

/**
 * As `record`; when the claims of some jobs were lost meanwhile, the others are recorded, and the lost ones are looked at
 * again: somebody else may have written after us or before us.
 */
export async function recordWhatIsOurs(run: Run, verdicts: readonly Settled[]): ReturnType<typeof record> {
  try {
    return await record(run, verdicts)
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error
    const lost = new Set(error.jobs.map((job) => job.id))
    run.log.warn({ flow: run.flow.name, jobs: lost.size }, 'claims were lost; the records are looked at again')
    await run.store.transaction(async (tables) => {
      // Not what has become of them: an order that comes back is still back.
      await tables.written.distrust(error.jobs)
      await tables.jobs.put(error.jobs.map(keyOf))
    })
    return recordWhatIsOurs(
      run,
      verdicts.filter(({ job }) => !lost.has(job.id)),
    )
  }
}
