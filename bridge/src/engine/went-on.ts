import { identityOf, type EntityRef } from '../mapping/index.ts'
import { wakeWaiting } from './couple.ts'
import { nothingResolved } from './deal-of.ts'
import type { Entity } from './entity.ts'
import type { Flow, SourceFields } from './define-flow.ts'
import { Rejected, RetryLater } from './errors.ts'
import { sameEntity } from './missing-links.ts'
import type { FieldValues, Reader } from './ports.ts'
import type { SourceRecord } from './records.ts'
import type { Run } from './run.ts'
import { retried } from './settle-write.ts'
import { AlreadyLinked, type JobKey } from './store.ts'
import type { PlacedSubject, Step, Subject } from './subject.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'

/** What else a deal's document may be in its system: a quote becomes an order, and that an invoice. */
function otherKinds(flows: readonly Flow[], { target: own }: Flow, field: string): Entity[] {
  const kinds = flows
    .filter(({ deal, target }) => deal !== undefined && field in target.fields && target.system === own.system)
    .filter(({ target }) => !sameEntity(identityOf(target), identityOf(own)))
  return [...new Map(kinds.map(({ target }) => [target.name, target])).values()]
}

/** Whether it stands for nothing any more: an invoice that was canceled. */
const isAnnulled = ({ annulled }: Entity, { fields }: SourceRecord): boolean =>
  annulled !== undefined && annulled.values.includes(String(fields[annulled.field]))

interface Successor {
  readonly kind: Entity
  readonly record: SourceRecord
  readonly title: string
}

/** A record by its id, with what was read of it. */
type Known = ReadonlyMap<string, SourceFields>

/**
 * What the documents of records were made into: others carry their references. Absent: there is none, or the record is gone and
 * its reference cannot be told. One search for each kind.
 *
 * @param maker the flow that makes the documents
 * @param records that they are made from
 * @param reader of the system in which the documents are
 */
async function successorsOf(
  { flows, company }: Pick<Run, 'flows' | 'company'>,
  maker: Flow,
  records: Known,
  reader: Reader,
): Promise<ReadonlyMap<string, Successor>> {
  const found = new Map<string, Successor>()
  if (!maker.reference || !maker.deal) return found
  const { field, rule } = maker.reference
  const wanted = new Map<string, FieldValues>()
  for (const [id, fields] of records) {
    if (rule.reads.some((name) => fields[name] === undefined)) continue
    wanted.set(id, { [field]: await rule.fill(fields, nothingResolved({ company })) })
  }
  for (const kind of otherKinds(flows, maker, field)) {
    if (wanted.size === 0) break
    const name = titleField(kind)
    const reads = [kind.key, name, kind.annulled?.field].filter((each) => each !== undefined)
    const answers = await reader.find(kind, company, [...wanted.values()], reads)
    for (const [index, id] of [...wanted.keys()].entries()) {
      const all = answers[index] ?? []
      const record = all.find((each) => !isAnnulled(kind, each)) ?? all[0]
      if (!record) continue
      found.set(id, { kind, record, title: `${kind.label} ${titleOf(kind, record) ?? ''}`.trim() })
      wanted.delete(id)
    }
  }
  return found
}

/**
 * Why documents that are gone were not simply deleted, by the records that they were made from. What they were made into may be
 * annulled since: then they are taken back.
 */
export async function wentOn(run: Run, records: Known): Promise<ReadonlyMap<string, Rejected>> {
  const { flow, target } = run
  const successors = await successorsOf(run, flow, records, target.reader)
  return new Map(
    [...successors].flatMap(([id, { kind, record, title }]) => {
      if (isAnnulled(kind, record)) return []
      const advice = `Settle that one in ${kind.systemName} (delete it, or write a credit memo), or bring the record back here.`
      const message = `Too late to take back the ${flow.target.label}: it was made into the ${title}.`
      return [[id, new Rejected(message, { advice })]]
    }),
  )
}

/**
 * Step 7 for documents that an earlier try may have made: one that was made into another one before anybody heard of it (a
 * quote into an order) is not made again. Its intent stays, so that every later look knows.
 */
export async function leaveWhatWentOn(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, target } = run
  const open = subjects.filter(({ partner, intent }) => partner === undefined && intent !== undefined)
  const records = new Map(open.map(({ job, record }) => [job.record, record.fields]))
  const successors = await successorsOf(run, flow, records, target.reader)
  const settled = open.flatMap(({ job, title }): Settled[] => {
    const successor = successors.get(job.record)
    if (!successor) return []
    const tell = `Its ${flow.target.label} was made into the ${successor.title}.`
    return [{ job, title, verdict: { outcome: 'skipped', reason: tell, tell } }]
  })
  return { going: subjects.filter(({ job }) => !successors.has(job.record)), settled }
}

/** The jobs of the flows that tell the same record of what the document was made into. */
const tellers = ({ flow, flows, company }: Run, { kind, record }: Successor): JobKey[] =>
  flows
    .filter(({ source, state }) => state !== 'off' && sameEntity(identityOf(source), identityOf(kind)))
    .filter(({ target }) => sameEntity(identityOf(target), identityOf(flow.target)))
    .map(({ name }) => ({ flow: name, company: company.id, record: record.id }))

/** The successor tells the record from now on, once more whatever it has told. */
async function tellAnew(run: Run, successor: Successor, partner: string): Promise<void> {
  const { flow, company, store } = run
  const [source, target] = [identityOf(successor.kind), identityOf(flow.target)]
  const ends = [
    { entity: source, id: successor.record.id, partner: target },
    { entity: target, id: partner, partner: source },
  ]
  await store.transaction(async (tables) => {
    const isFree = (await tables.links.find(company.id, ends)).size === 0
    const link = { company: company.id, source, sourceId: successor.record.id, target, targetId: partner }
    if (isFree) {
      await tables.links.save([link])
      await wakeWaiting(tables, company.id, [link])
    }
    const keys = tellers(run, successor)
    await tables.written.distrust(keys)
    await tables.jobs.put(keys)
  })
}

/**
 * Step 2 for flows that tell the record behind a document how it stands: of one that is gone because it was made into another
 * one, that one tells. It tells once more whatever it has told: what was read of this one before may have been written after.
 */
export async function leaveToSuccessor(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const { flow, flows, company, source, target } = run
  const back: EntityRef = identityOf(flow.target)
  const maker = flows.find(
    (each) =>
      flow.follows.includes(each.name) && each.reference !== undefined && sameEntity(identityOf(each.source), back),
  )
  const gone = subjects.filter(({ record, partner }) => partner !== undefined && flow.isGone?.(record.fields) === true)
  if (!maker || gone.length === 0) return { going: subjects, settled: [] }
  const partners = gone.flatMap(({ partner }) => (partner === undefined ? [] : [partner]))
  const made = await target.reader.read(maker.source, company, partners, maker.reference?.rule.reads ?? [])
  const records = new Map([...made].map(([id, { fields }]) => [id, fields]))
  const successors = await successorsOf(run, maker, records, source.reader)
  const settled: Settled[] = []
  for (const { job, title, partner = '' } of gone) {
    const successor = successors.get(partner)
    if (!successor) continue
    try {
      await tellAnew(run, successor, partner)
      const reason = `it was made into the ${successor.title}, which tells from now on`
      settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
    } catch (cause) {
      if (!(cause instanceof AlreadyLinked)) throw cause
      // Somebody has linked one of the two in this moment: seen anew, it is not free.
      settled.push(retried(run, { job, title }, new RetryLater(cause.message, { cause })))
    }
  }
  return { going: subjects.filter(({ job }) => !settled.some((each) => each.job === job)), settled }
}
