import { identityOf, type Resolved } from '../mapping/index.ts'
import { couple } from './couple.ts'
import type { Flow } from './define-flow.ts'
import { sameEntity } from './missing-links.ts'
import { keyOf } from './job-key.ts'
import type { Run } from './run.ts'
import { linkKey, type JobKey } from './store.ts'
import type { PlacedSubject, Step } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The deal that a record belongs to; undefined when its flow, or the record, knows of none. */
async function dealOf({ flow, company }: Run, { record }: PlacedSubject): Promise<string | undefined> {
  if (!flow.deal) return undefined
  // Deals are read off the record itself: nothing is resolved for them.
  const nothing: Resolved = { company, link: () => undefined, field: () => undefined, known: () => '' }
  const deal = await flow.deal.rule.fill(record.fields, nothing)
  return typeof deal === 'string' && deal !== '' ? deal : undefined
}

const isMine = (subject: PlacedSubject, maker: JobKey) =>
  maker.flow === subject.job.flow && maker.record === subject.job.record

/** The document of the deal was made, or is being made, by a record of another kind. */
async function join(run: Run, subject: PlacedSubject, deal: string, maker: JobKey): Promise<PlacedSubject | Settled> {
  const { flow, flows, company, store } = run
  const { job, title } = subject
  const other = flows.find((each) => each.name === maker.flow)
  if (!other) return subject
  const ours = identityOf(flow.target)
  const theirs = identityOf(other.source)
  if (!flow.deal?.leads && !sameEntity(ours, identityOf(other.target))) {
    const reason = `its ${other.source.label} became a ${other.target.label}`
    return { job, title, verdict: { outcome: 'skipped', reason } }
  }
  const ask = { entity: theirs, id: maker.record, partner: ours }
  const targetId = (await store.links.find(company.id, [ask])).get(linkKey(ask))
  if (targetId === undefined) return { job, title, verdict: { outcome: 'waiting', missing: [ask] } }
  const back = { entity: ours, id: targetId, partner: identityOf(flow.source) }
  const owner = (await store.links.find(company.id, [back])).get(linkKey(back))
  // The second order of an opportunity: the first one has joined, this one is a document of its own. When it is our own, the
  // flow back has linked the two since we were read.
  if (owner !== undefined && owner !== job.record) return subject
  const refused = await couple(run, subject, targetId)
  if (refused) return refused
  if (!flow.deal?.leads) {
    return {
      job,
      title,
      verdict: { outcome: 'coupled', targetId, fields: undefined, hash: undefined },
      endsIntent: true,
    }
  }
  const written = await store.written.find(other.name, company.id, [maker.record])
  await store.makers.give(keyOf(job), deal)
  return { ...subject, partner: targetId, coupled: true, linesBefore: written.get(maker.record)?.lines }
}

/**
 * Step 7: a deal has one document, whichever of its records comes first, whatever crashes. The deal is taken, for good, before
 * the document is created; who finds it taken by a record of another kind joins that one's document instead. Records of one
 * kind (two orders of one opportunity) make a document each. From the moment that a leading record (the order) has joined, the
 * other one (the opportunity) writes no more.
 */
export async function keepToOneDocument(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, store } = run
  if (!flow.deal) return { going: subjects, settled: [] }
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const deal = await dealOf(run, subject)
    if (deal === undefined) {
      going.push(subject)
      continue
    }
    const known = subject.partner !== undefined
    const maker = known
      ? (await store.makers.find(company.id, [deal])).get(deal)
      : await store.makers.take(keyOf(subject.job), deal)
    const foreign = maker !== undefined && !isMine(subject, maker) && maker.flow !== flow.name
    if (!foreign || (known && flow.deal.leads)) going.push(subject)
    else if (known) {
      const { job, title, partner } = subject
      settled.push({ job, title, verdict: { outcome: 'unchanged', targetId: partner ?? '' }, endsIntent: true })
    } else {
      const joined = await join(run, subject, deal, maker)
      if ('verdict' in joined) settled.push(joined)
      else going.push(joined)
    }
  }
  return { going, settled }
}

/** Records that are nothing (any more), and have no document, leave their deal to others. */
export const givesUpDeal = (flow: Flow, { verdict }: Settled): boolean =>
  flow.deal !== undefined && verdict.outcome === 'skipped' && verdict.tell === undefined
