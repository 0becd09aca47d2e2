import { identityOf } from '../mapping/index.ts'
import { jobsBelowTarget } from './below.ts'
import { dealOf } from './deal-of.ts'
import { keyOf } from './job-key.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { linkKey, type JobKey, type Tables } from './store.ts'
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
async function takenBackBy({ store }: Pick<Run, 'store'>, maker: JobKey): Promise<string | undefined> {
  const written = (await store.written.find(maker.flow, maker.company, [maker.record])).get(maker.record)
  return written?.hash === withdrawnHash ? written.targetId : undefined
}

/**
 * Step 2 for records that do not lead their deal: a document that the leading one had taken over, and has taken back, is not
 * made again behind its back. The record says so, and goes on with the next one that a leading record makes.
 */
export async function leaveTakenBack(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const { flow, flows, store } = run
  if (flow.deal?.leads !== false) return { going: subjects, settled: [] }
  const settled: Settled[] = []
  for (const { job, title, record, partner } of subjects) {
    const deal = partner === undefined ? undefined : await dealOf(run, record.fields)
    const maker = deal === undefined ? undefined : (await store.makers.find([deal])).get(deal)
    const leader = flows.find(({ name, deal: their }) => name === maker?.flow && their?.leads === true)
    if (!maker || !leader || (await takenBackBy(run, maker)) !== partner) continue
    const [standing] = await store.standings.find([maker])
    const [shall, its] = [flow.target.label, leader.source.label]
    const name = [its, standing?.title].filter((each) => each !== undefined).join(' ')
    const tell = `Its ${shall} was taken back with its ${name}. The next ${its} of this ${flow.source.label} makes a new one.`
    settled.push({ job, title, verdict: { outcome: 'skipped', reason: tell, tell } })
  }
  return { going: subjects.filter(({ job }) => !settled.some((each) => each.job === job)), settled }
}

/**
 * A leading record makes the document of a deal anew that another one has made and taken back: the deal is its from now on, and
 * whoever shared the old document looks for the new one; what was filled from the old one's links is looked at again. False when the other's document stands.
 */
export async function succeed(run: Run, { job }: Pick<Subject, 'job'>, deal: string, maker: JobKey): Promise<boolean> {
  const { flow, company, store } = run
  if (flow.deal?.leads !== true || maker.flow !== flow.name || maker.company !== company.id) return false
  const document = await takenBackBy(run, maker)
  if (document === undefined) return false
  const below = await jobsBelowTarget(run, document)
  await store.transaction(async (tables) => {
    const sharers = await sharersOf(run, tables, [document])
    await tables.links.removeOf(company.id, identityOf(flow.target), [document])
    await tables.written.forget([maker])
    await tables.makers.give(keyOf(job), deal)
    await tables.jobs.put([...sharers, ...below])
  })
  return true
}
