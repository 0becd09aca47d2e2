import { identityOf } from '../mapping/index.ts'
import { afterTrouble } from './after-trouble.ts'
import { jobsBelowTarget } from './below.ts'
import { dealOf } from './deal-of.ts'
import { keyOf } from './job-key.ts'
import { sameEntity } from './missing-links.ts'
import type { Flow, SourceFields } from './define-flow.ts'
import type { Run } from './run.ts'
import { linkKey, type Job, type JobKey, type Tables } from './store.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { withdrawnHash } from './what-became.ts'

/**
 * The other records of these documents, with the flows that would have made them: what becomes of a document that an order has
 * taken over is news to its opportunity. None when the flow does not lead its deals.
 */
export async function sharersOf(
  { flow, flows, company }: Pick<Run, 'flow' | 'flows' | 'company'>,
  { links }: Pick<Tables, 'links'>,
  documents: readonly string[],
): Promise<JobKey[]> {
  if (flow.deal?.leads !== true || documents.length === 0) return []
  const target = identityOf(flow.target)
  const others = flows.filter(
    (each) => each.state !== 'off' && each.deal?.leads === false && sameEntity(identityOf(each.target), target),
  )
  const wanted = others.flatMap(({ name, source }) =>
    documents.map((id) => ({ name, ask: { entity: target, id, partner: identityOf(source) } })),
  )
  const found = await links.find(
    company.id,
    wanted.map(({ ask }) => ask),
  )
  return wanted.flatMap(({ name, ask }) => {
    const record = found.get(linkKey(ask))
    return record === undefined ? [] : [{ flow: name, company: company.id, record }]
  })
}

/** The document that this record has made or taken over and taken back since; undefined when it has not. */
async function takenBackBy(
  { store }: { readonly store: Pick<Tables, 'written'> },
  maker: JobKey,
): Promise<string | undefined> {
  const written = (await store.written.find(maker.flow, maker.company, [maker.record])).get(maker.record)
  return written?.hash === withdrawnHash ? written.targetId : undefined
}

/** The leading record (the order) that has the deal of a record which does not lead; undefined when none has. */
export async function leaderOf(
  run: Run,
  fields: SourceFields,
): Promise<{ readonly deal: string; readonly maker: JobKey; readonly flow: Flow } | undefined> {
  if (run.flow.deal?.leads !== false) return undefined
  const deal = await dealOf(run, fields)
  const maker = deal === undefined ? undefined : (await run.store.makers.find([deal])).get(deal)
  const flow = run.flows.find((each) => each.name === maker?.flow && each.deal?.leads === true)
  return deal === undefined || !maker || !flow ? undefined : { deal, maker, flow }
}

/**
 * Step 2 for records that do not lead their deal: a document that the leading one had taken over, and has taken back, is not
 * made again behind its back. The record says so, and goes on with the next one that a leading record makes.
 */
export async function leaveTakenBack(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const { flow, store } = run
  const settled: Settled[] = []
  for (const { job, title, record, partner } of subjects) {
    const led = partner === undefined ? undefined : await leaderOf(run, record.fields)
    if (!led || (await takenBackBy(run, led.maker)) !== partner) continue
    const [standing] = await store.standings.find([led.maker])
    const [shall, its] = [flow.target.label, led.flow.source.label]
    const name = [its, standing?.title].filter((each) => each !== undefined).join(' ')
    const tell = `Its ${shall} was taken back with its ${name}. It gets the next one that an ${its} of it makes.`
    settled.push({ job, title, verdict: { outcome: 'skipped', reason: tell, tell } })
  }
  return { going: subjects.filter(({ job }) => !settled.some((each) => each.job === job)), settled }
}

/** A document that was taken back: the next one of its record, or of its deal, leaves it behind. */
export interface Left {
  /** Who has made or taken over the old document: the record itself, or the one that had the deal before it. */
  readonly maker: JobKey
  readonly document: string
  readonly deal: string | undefined
  /** What was filled from the links of the old document. */
  readonly below: readonly JobKey[]
}

/** What a leading record leaves behind as soon as it has a new document; undefined when nothing of its deal was taken back. */
export async function whatIsLeft(run: Run, job: Job, fields: SourceFields): Promise<Left | undefined> {
  const { flow, company, store } = run
  if (flow.deal?.leads !== true) return undefined
  const deal = await dealOf(run, fields)
  const had = deal === undefined ? undefined : (await store.makers.find([deal])).get(deal)
  for (const maker of [keyOf(job), had]) {
    if (maker?.flow !== flow.name || maker.company !== company.id) continue
    const document = await takenBackBy(run, maker)
    if (document !== undefined) return { maker, document, deal, below: await jobsBelowTarget(run, document) }
  }
  return undefined
}

/**
 * Before step 4, for records that lead their deal and have no document, or none any more: what they leave behind. Until they have a new
 * one all stays as it is: should it be refused and the record be taken back again, the deal still knows who leads it.
 */
export async function findWhatIsLeft<Each extends Subject>(run: Run, subjects: readonly Each[]): Promise<Step<Each>> {
  if (run.flow.deal?.leads !== true) return { going: subjects, settled: [] }
  const going: Each[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const { job, record, partner } = subject
    try {
      const left = partner === undefined ? await whatIsLeft(run, job, record.fields) : undefined
      going.push({ ...subject, left })
    } catch (error) {
      settled.push(afterTrouble(run, subject, error))
    }
  }
  return { going, settled }
}

/**
 * In the transaction that links a leading record with its new document: all links of the old one are let go, the deal is the
 * record's, whoever shared the old document looks for the new one, and what was filled from it is looked at again. A record that
 * finds its old document (it was invoiced, and that was canceled) has it as before.
 */
export async function leaveOldDocument(
  run: Pick<Run, 'flow' | 'flows' | 'company'>,
  tables: Tables,
  { job, left }: Pick<Subject, 'job' | 'left'>,
  targetId: string,
): Promise<void> {
  if (!left) return
  const { flow, company } = run
  const { maker, document, deal, below } = left
  if ((await takenBackBy({ store: tables }, maker)) !== document) return
  await tables.written.forget([maker])
  await tables.jobs.put(await sharersOf(run, tables, [document]))
  if (document === targetId) return
  await tables.links.removeOf(company.id, identityOf(flow.target), [document])
  if (deal !== undefined) await tables.makers.give(keyOf(job), deal)
  await tables.jobs.put(below)
}
