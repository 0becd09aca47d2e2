import type { CompanyRef } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { Rejected } from './errors.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { mayStillTakeEffect } from './may-still-take-effect.ts'
import { later, type Run } from './run.ts'
import { partnersOf } from './partner-of.ts'
import type { Intent, JobKey } from './store.ts'
import type { PlacedSubject, Step } from './subject.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'
import { withdrawnHash } from './what-became.ts'

const nameOf = (run: Run, id: string) => run.companies.find((each) => each.id === id)?.name ?? id

/** The documents that records have in another company, by record; none of one whose document was taken back. */
async function documentsIn(
  { store }: Run,
  flow: Flow,
  company: string,
  records: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const partners = await partnersOf(store, flow, company, records)
  const written = await store.written.find(flow.name, company, [...partners.keys()])
  return new Map([...partners].filter(([record]) => written.get(record)?.hash !== withdrawnHash))
}

/** "the sales order S-1001", as far as the other company tells. */
async function called(run: Run, flow: Flow, company: CompanyRef | undefined, id: string): Promise<string> {
  const field = titleField(flow.target)
  if (company === undefined || field === undefined) return `a ${flow.target.label}`
  const found = (await run.target.reader.read(flow.target, company, [id], [flow.target.key, field])).get(id)
  const title = found && titleOf(flow.target, found)
  return title === undefined ? `a ${flow.target.label}, which is gone there,` : `the ${flow.target.label} ${title}`
}

async function parked(run: Run, { job, title }: PlacedSubject, flow: Flow, company: string, id: string) {
  const there = run.companies.find((each) => each.id === company)
  const [here, other] = [run.company.name, nameOf(run, company)]
  const whose = flow.name === run.flow.name ? 'It' : `Its ${flow.source.label}`
  const document = await called(run, flow, there, id)
  const error = new Rejected(`${whose} is ${document} in ${other} already; its company was changed to ${here} since.`, {
    advice: `Either have an admin change the company back to ${other}, or take it back there first and then make it final for ${here} again.`,
    again: lookAgainAfter.inTheWay,
  })
  return { job, title, verdict: { outcome: 'failed', error } } satisfies Settled
}

/** A create in another company of which nobody knows yet whether it took effect: found by our reference, or waited for. */
async function inDoubt(run: Run, subject: PlacedSubject, intent: Intent): Promise<Settled | undefined> {
  const { flow, companies, target } = run
  const { job, title, reference } = subject
  const company = companies.find(({ id }) => id === intent.company)
  if (!company) return undefined
  const wanted = flow.reference && { [flow.reference.field]: reference }
  const [found = []] = wanted ? await target.reader.find(flow.target, company, [wanted], [flow.target.key]) : []
  if (found[0]) return parked(run, subject, flow, company.id, found[0].id)
  const left = mayStillTakeEffect(run, intent.at)
  if (left === 0) return undefined
  const why = `It may have become a ${flow.target.label} in ${company.name} just now: that is looked at first.`
  const after = later(run, left)
  return { job, title, verdict: { outcome: 'waiting', missing: [], why, after } }
}

/**
 * Before a document is made. A record that was moved to another company, or that a changed order of the companies
 * has moved, has its document there already: it is parked, never made a second time.
 */
export async function keepToOneCompany(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, companies, store } = run
  const others = companies.filter(({ id }) => id !== company.id)
  const records = subjects.flatMap(({ partner, job }) => (partner === undefined ? [job.record] : []))
  if ((!flow.deal && !flow.reference) || others.length === 0 || records.length === 0) {
    return { going: subjects, settled: [] }
  }
  const documents: { readonly company: string; readonly known: ReadonlyMap<string, string> }[] = []
  for (const { id } of others) documents.push({ company: id, known: await documentsIn(run, flow, id, records) })
  const intents = await store.intents.find(
    others.flatMap(({ id }) => records.map((record) => ({ flow: flow.name, company: id, record }))),
  )
  const elsewhere = async (subject: PlacedSubject): Promise<Settled | undefined> => {
    const { record } = subject.job
    for (const { company: there, known } of documents) {
      const document = known.get(record)
      if (document !== undefined) return parked(run, subject, flow, there, document)
    }
    for (const intent of intents.filter((each) => each.record === record)) {
      const found = await inDoubt(run, subject, intent)
      if (found) return found
    }
    return undefined
  }
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const found = subject.partner === undefined ? await elsewhere(subject) : undefined
    if (found) settled.push(found)
    else going.push(subject)
  }
  return { going, settled }
}

/**
 * The deal's document is made, or being made, in another company, by a record of another kind: the order that leads the deal
 * is parked, what does not lead has nothing to make.
 */
export async function dealIsElsewhere(run: Run, subject: PlacedSubject, other: Flow, maker: JobKey): Promise<Settled> {
  const { flow } = run
  const { job, title } = subject
  const there = nameOf(run, maker.company)
  if (!flow.deal?.leads) {
    const reason = `in ${there} its ${other.source.label} makes the ${other.target.label}`
    return { job, title, verdict: { outcome: 'skipped', reason } }
  }
  const document = (await documentsIn(run, other, maker.company, [maker.record])).get(maker.record)
  if (document !== undefined) return parked(run, subject, other, maker.company, document)
  const error = new Rejected(
    `Its ${other.source.label} is to become a ${other.target.label} in ${there}, and ${run.company.name} is the company of this ${flow.source.label}.`,
    { advice: 'Have an admin give both the same company.', again: lookAgainAfter.inTheWay },
  )
  return { job, title, verdict: { outcome: 'failed', error } }
}
