import { identityOf, type CompanyRef } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { Rejected } from './errors.ts'
import { later, type Run } from './run.ts'
import { linkKey, type JobKey } from './store.ts'
import type { PlacedSubject, Step } from './subject.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'
import { withdrawnHash } from './withdrawn-hash.ts'

/** Seconds after which it is looked whether the document in the other company is still there: it may go without a signal. */
const lookAgainAfter = 15 * 60

const nameOf = (run: Run, id: string) => run.companies.find((each) => each.id === id)?.name ?? id

/** The document that a record has in another company; undefined when it has none, or it was taken back. */
async function documentIn(run: Run, flow: Flow, company: string, record: string): Promise<string | undefined> {
  const ask = { entity: identityOf(flow.source), id: record, partner: identityOf(flow.target) }
  const id = (await run.store.links.find(company, [ask])).get(linkKey(ask))
  if (id === undefined) return undefined
  const written = await run.store.written.find(flow.name, company, [record])
  return written.get(record)?.hash === withdrawnHash ? undefined : id
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
  const error = new Rejected(`${whose} is ${document} in ${other} already; its company was changed to ${here}.`, {
    advice: `Change the company back to ${other}. Or take it back there first, and then make it final again for ${here}.`,
    again: lookAgainAfter,
  })
  return { job, title, verdict: { outcome: 'failed', error } } satisfies Settled
}

/** A create in another company of which nobody knows yet whether it took effect: found by our reference, or waited for. */
async function inDoubt(run: Run, subject: PlacedSubject, others: readonly CompanyRef[]): Promise<Settled | undefined> {
  const { flow, store, target, clock, settleSeconds } = run
  const { job, title, reference } = subject
  const keys = others.map(({ id }) => ({ flow: flow.name, company: id, record: job.record }))
  for (const intent of await store.intents.find(keys)) {
    const company = others.find(({ id }) => id === intent.company)
    if (!company) continue
    const wanted = flow.reference && { [flow.reference.field]: reference }
    const [found = []] = wanted ? await target.reader.find(flow.target, company, [wanted], [flow.target.key]) : []
    if (found[0]) return parked(run, subject, flow, company.id, found[0].id)
    if (clock.now() - new Date(intent.at).getTime() > settleSeconds * 1000) continue
    const why = `It may have become a ${flow.target.label} in ${company.name} just now: that is looked at first.`
    const after = later(run, settleSeconds * 1000)
    return { job, title, verdict: { outcome: 'waiting', missing: [], why, after } }
  }
  return undefined
}

/**
 * Before a document is made. A record that was moved to another company, or that a changed order of the companies
 * has moved, has its document there already: it is parked, never made a second time.
 */
export async function keepToOneCompany(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, companies } = run
  const others = companies.filter(({ id }) => id !== company.id)
  if ((!flow.deal && !flow.reference) || others.length === 0) return { going: subjects, settled: [] }
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const found = subject.partner === undefined ? await elsewhere(run, subject, others) : undefined
    if (found) settled.push(found)
    else going.push(subject)
  }
  return { going, settled }
}

async function elsewhere(run: Run, subject: PlacedSubject, others: readonly CompanyRef[]) {
  for (const { id } of others) {
    const document = await documentIn(run, run.flow, id, subject.job.record)
    if (document !== undefined) return parked(run, subject, run.flow, id, document)
  }
  return inDoubt(run, subject, others)
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
    const reason = `its ${other.source.label} makes the ${other.target.label}, in ${there}`
    return { job, title, verdict: { outcome: 'skipped', reason } }
  }
  const document = await documentIn(run, other, maker.company, maker.record)
  if (document !== undefined) return parked(run, subject, other, maker.company, document)
  const error = new Rejected(
    `Its ${other.source.label} is to become a ${other.target.label} in ${there}, and this ${flow.source.label} belongs to ${run.company.name}.`,
    { advice: 'Give both the same company.', again: lookAgainAfter },
  )
  return { job, title, verdict: { outcome: 'failed', error } }
}
