import { identityOf } from '../mapping/index.ts'
import { dealIsElsewhere, keepToOneCompany } from './another-company.ts'
import { couple } from './couple.ts'
import { dealOf, nothingResolved } from './deal-of.ts'
import type { Flow, SourceFields } from './define-flow.ts'
import { sameEntity } from './missing-links.ts'
import { keyOf } from './job-key.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { later, type Run } from './run.ts'
import { partnerOf, partnersOf } from './partner-of.ts'
import { leaderOf } from './shared-document.ts'
import type { JobKey, Tables } from './store.ts'
import type { FilledSubject, PlacedSubject, Step } from './subject.ts'
import type { Missing, Settled } from './verdict.ts'
import { withdrawnHash } from './what-became.ts'

const isMine = (subject: PlacedSubject, maker: JobKey) =>
  maker.flow === subject.job.flow && maker.record === subject.job.record

async function waitFor(
  run: Run,
  { job, title }: PlacedSubject,
  other: Flow,
  maker: JobKey,
  ask: Missing,
): Promise<Settled> {
  const { flow, company, store } = run
  const [standing] = await store.standings.find([maker])
  const named = standing?.title === undefined ? {} : { title: standing.title }
  if (sameEntity(identityOf(flow.target), identityOf(other.target))) {
    return { job, title, verdict: { outcome: 'waiting', missing: [{ ...ask, ...named }] } }
  }
  const [is, shall] = [other.target.label, flow.target.label]
  const hint = `which has become a ${is} in ${company.name}: make that one a ${shall} there, or delete it`
  const missing = [{ ...ask, ...named, hint }]
  return { job, title, verdict: { outcome: 'waiting', missing, after: later(run, lookAgainAfter.inTheWay * 1000) } }
}

const gone = Symbol('gone')

/**
 * What has become of a document of another kind, a quote: the id of the order that was made of it, which carries its
 * reference; gone when it is not there any more and nothing was made of it; undefined as long as it stands.
 */
async function becameOf(run: Run, other: Flow, maker: JobKey): Promise<string | typeof gone | undefined> {
  const { flow, company, store, source, target } = run
  if (sameEntity(identityOf(flow.target), identityOf(other.target)) || !other.reference) return undefined
  const id = await partnerOf(store, other, company.id, maker.record)
  if (id === undefined) return undefined
  if ((await target.reader.read(other.target, company, [id], [other.target.key])).has(id)) return undefined
  const record = (await source.reader.read(other.source, company, [maker.record], other.reads)).get(maker.record)
  if (!record) return gone
  const reference = await other.reference.rule.fill(record.fields, nothingResolved(run))
  const [found = []] = await target.reader.find(
    flow.target,
    company,
    [{ [other.reference.field]: reference }],
    [flow.target.key],
  )
  return found[0]?.id ?? gone
}

/** The document of the deal was made, or is being made, by a record of another kind. */
async function meet(run: Run, subject: PlacedSubject, deal: string, maker: JobKey): Promise<PlacedSubject | Settled> {
  const other = run.flows.find((each) => each.name === maker.flow)
  if (!other) return subject
  if (maker.company !== run.company.id) return dealIsElsewhere(run, subject, other, maker)
  return join(run, subject, deal, maker, other)
}

async function join(
  run: Run,
  subject: PlacedSubject,
  deal: string,
  maker: JobKey,
  other: Flow,
): Promise<PlacedSubject | Settled> {
  const { flow, company, store } = run
  const { job, title } = subject
  const ours = identityOf(flow.target)
  const theirs = identityOf(other.source)
  if (!flow.deal?.leads && !sameEntity(ours, identityOf(other.target))) {
    const reason = `its ${other.source.label} became a ${other.target.label}`
    return { job, title, verdict: { outcome: 'skipped', reason } }
  }
  const linked = await partnerOf(store, { source: other.source, target: flow.target }, company.id, maker.record)
  const targetId = linked ?? (await becameOf(run, other, maker))
  if (targetId === gone) {
    await store.makers.give(keyOf(job), deal)
    return subject
  }
  if (targetId === undefined) {
    return waitFor(run, subject, other, maker, { entity: theirs, id: maker.record, partner: ours })
  }
  const owner = await partnerOf(store, { source: flow.target, target: flow.source }, company.id, targetId)
  // The second order of an opportunity: the first one has joined, this one is a document of its own. When it is our own, the
  // flow back has linked the two since we were read.
  if (owner !== undefined && owner !== job.record) return subject
  const leads = flow.deal?.leads === true
  const lines = leads
    ? (await store.written.find(other.name, company.id, [maker.record])).get(maker.record)?.lines
    : undefined
  // With the link, so that whoever is cut off now still knows which lines of the document are the deal's own.
  const taken = { ...keyOf(job), hash: '', targetId, at: later(run, 0), lines }
  const refused = await couple(run, subject, targetId, async (tables) => {
    if (leads) await tables.written.save([taken])
  })
  if (refused) return refused
  if (!leads) {
    return {
      job,
      title,
      verdict: { outcome: 'coupled', targetId, fields: undefined, hash: undefined },
      endsIntent: true,
    }
  }
  await store.makers.give(keyOf(job), deal)
  return { ...subject, partner: targetId, coupled: true, joins: true, linesBefore: lines }
}

/**
 * Before step 5, for records that do not lead their deal: from the moment that a leading one (the order) has made or joined the
 * document, they join that, before they look for one by their reference: an old one that was annulled (its invoice canceled)
 * holds it still. Unless they have, or may have, a document in another company.
 */
export async function joinLeader(run: Run, subjects: readonly FilledSubject[]): Promise<Step<FilledSubject>> {
  const { flow, company } = run
  const going: FilledSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const led = subject.partner === undefined ? await leaderOf(run, subject.record.fields) : undefined
    const isHere = led?.maker.company === company.id && sameEntity(identityOf(led.flow.target), identityOf(flow.target))
    if (!led || !isHere) {
      going.push(subject)
      continue
    }
    const placed = { ...subject, coupled: false, known: [], intent: undefined }
    const elsewhere = (await keepToOneCompany(run, [placed])).settled
    const joined = elsewhere[0] ?? (await join(run, placed, led.deal, led.maker, led.flow))
    if ('verdict' in joined) settled.push(joined)
    else going.push(subject)
  }
  return { going, settled }
}

/**
 * Step 7: a deal has one document, whichever of its records comes first, whatever crashes. The deal is taken, for good, before
 * the document is created; who finds it taken by a record of another kind joins that one's document instead. Records of one
 * kind (two orders of one opportunity) make a document each. From the moment that a leading record (the order) has joined, the
 * other one (the opportunity) writes no more. Who moves to another company before it has a document takes its deal along.
 */
export async function keepToOneDocument(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, store } = run
  if (!flow.deal) return { going: subjects, settled: [] }
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const deal = await dealOf(run, subject.record.fields)
    if (deal === undefined) {
      going.push(subject)
      continue
    }
    const known = subject.partner !== undefined
    const maker = known
      ? (await store.makers.find([deal])).get(deal)
      : await store.makers.take(keyOf(subject.job), deal)
    // It was moved here before it had a document: the row goes along, or the other company, which it left, would give it up.
    if (maker && isMine(subject, maker) && maker.company !== company.id)
      await store.makers.give(keyOf(subject.job), deal)
    const foreign = maker !== undefined && !isMine(subject, maker) && maker.flow !== flow.name
    if (!foreign || (known && flow.deal.leads)) going.push(subject)
    else if (known) {
      const { job, title, partner } = subject
      settled.push({ job, title, verdict: { outcome: 'unchanged', targetId: partner ?? '' }, endsIntent: true })
    } else {
      const joined = await meet(run, subject, deal, maker)
      if ('verdict' in joined) settled.push(joined)
      else going.push(joined)
    }
  }
  return { going, settled }
}

/** Records of the other kinds that may have made, or joined, the document `partner` of a deal. */
async function hasAnotherOwner({ flow, flows, company, store }: Run, partner: string): Promise<boolean> {
  const target = identityOf(flow.target)
  const wanted = flows
    .filter((each) => each.name !== flow.name && each.deal?.leads === true)
    .filter((each) => sameEntity(identityOf(each.target), target))
    .map((each) => ({ entity: target, id: partner, partner: identityOf(each.source) }))
  return (await store.links.find(company.id, wanted)).size > 0
}

/**
 * Whether the document that a record is linked with is another kind of record's to take back: an opportunity that is not won,
 * or is deleted, leaves the sales order of its order alone. Of a record that is gone `fields` has the key only.
 */
export async function isAnothersDocument(run: Run, fields: SourceFields, partner: string): Promise<boolean> {
  const { flow, store } = run
  if (!flow.deal || flow.deal.leads) return false
  const deal = await dealOf(run, fields)
  const maker = deal === undefined ? undefined : (await store.makers.find([deal])).get(deal)
  return (maker !== undefined && maker.flow !== flow.name) || hasAnotherOwner(run, partner)
}

/** A record that is nothing (any more), or whose document was taken back. */
const maybeGivesUpDeal = ({ deal }: Flow, { verdict }: Settled): boolean =>
  verdict.outcome === 'skipped' ? verdict.tell === undefined : deal?.leads === false && verdict.outcome === 'deleted'

/**
 * Of these records the ones that leave their deal to others: they have no document. One that is out of scope with a document
 * (an admin has added a filter, its company was changed) keeps the deal, or its order would make a second one.
 */
export async function whoGivesUpDeal(run: Run, tables: Tables, settled: readonly Settled[]): Promise<JobKey[]> {
  const { flow, company } = run
  if (!flow.deal) return []
  const maybe = settled.filter((each) => maybeGivesUpDeal(flow, each)).map(({ job }) => job)
  const records = maybe.map(({ record }) => record)
  const linked = await partnersOf(tables, flow, company.id, records)
  const written = flow.deal.leads ? undefined : await tables.written.find(flow.name, company.id, records)
  const has = (id: string) => linked.has(id) && written?.get(id)?.hash !== withdrawnHash
  return maybe.filter(({ record }) => !has(record)).map(keyOf)
}
