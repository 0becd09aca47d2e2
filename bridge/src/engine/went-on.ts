import { identityOf, type EntityRef } from '../mapping/index.ts'
import { wakeWaiting } from './couple.ts'
import type { Entity } from './entity.ts'
import type { Flow, SourceFields } from './define-flow.ts'
import { Rejected } from './errors.ts'
import { sameEntity } from './missing-links.ts'
import { nothingResolved } from './one-document.ts'
import type { Reader } from './ports.ts'
import type { SourceRecord } from './records.ts'
import type { Run } from './run.ts'
import type { JobKey } from './store.ts'
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

interface Successor {
  readonly kind: Entity
  readonly record: SourceRecord
  readonly title: string
}

/**
 * What the document of a record was made into: another one carries its reference. Undefined when there is none, or the record
 * is gone and its reference cannot be told.
 *
 * @param maker the flow that makes the document
 * @param fields of the record that it is made from
 * @param reader of the system in which the document is
 */
async function successorOf(
  { flows, company }: Pick<Run, 'flows' | 'company'>,
  maker: Flow,
  fields: SourceFields,
  reader: Reader,
): Promise<Successor | undefined> {
  if (!maker.reference || !maker.deal || maker.reference.rule.reads.some((name) => fields[name] === undefined)) return
  const { field, rule } = maker.reference
  const wanted = { [field]: await rule.fill(fields, nothingResolved({ company })) }
  for (const kind of otherKinds(flows, maker, field)) {
    const title = titleField(kind)
    const reads = [kind.key, ...(title === undefined ? [] : [title])]
    const [[record] = []] = await reader.find(kind, company, [wanted], reads)
    if (record) return { kind, record, title: `${kind.label} ${titleOf(kind, record) ?? ''}`.trim() }
  }
}

/** Why a document that is gone was not simply deleted. */
export async function wentOn(run: Run, fields: SourceFields): Promise<Rejected | undefined> {
  const { flow, target } = run
  const successor = await successorOf(run, flow, fields, target.reader)
  if (!successor) return
  return new Rejected(`Too late to take back the ${flow.target.label}: it was made into the ${successor.title}.`, {
    advice: `Settle that one in ${successor.kind.system} (delete it, or write a credit memo), or bring the record back here.`,
  })
}

/**
 * Step 7 for documents that an earlier try may have made: one that was made into another one before anybody heard of it (a
 * quote into an order) is not made again. Its intent stays, so that every later look knows.
 */
export async function leaveWhatWentOn(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, target } = run
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const { job, title, record, partner, intent } = subject
    const isOpen = partner === undefined && intent !== undefined
    const successor = isOpen ? await successorOf(run, flow, record.fields, target.reader) : undefined
    if (successor) {
      const tell = `Its ${flow.target.label} was made into the ${successor.title}.`
      settled.push({ job, title, verdict: { outcome: 'skipped', reason: tell, tell } })
    } else going.push(subject)
  }
  return { going, settled }
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
  const going: Subject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const { job, title, record, partner } = subject
    if (!maker || partner === undefined || flow.isGone?.(record.fields) !== true) {
      going.push(subject)
      continue
    }
    const reads = maker.reference?.rule.reads ?? []
    const made = (await target.reader.read(maker.source, company, [partner], reads)).get(partner)
    const successor = made && (await successorOf(run, maker, made.fields, source.reader))
    if (!successor) {
      going.push(subject)
      continue
    }
    await tellAnew(run, successor, partner)
    const reason = `it was made into the ${successor.title}, which tells from now on`
    settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
  }
  return { going, settled }
}
