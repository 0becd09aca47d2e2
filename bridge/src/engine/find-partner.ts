import { askedAbout, isCandidate, waitForAnswer } from './asked-about.ts'
import { ambiguous, findCandidates, isFilled, taken } from './candidates.ts'
import { lookAgain, lookAlike } from './look-again.ts'
import type { Run } from './run.ts'
import type { Flow, Match } from './define-flow.ts'
import { place } from './place.ts'
import { placeKnown } from './place-known.ts'
import { afterItsOwner } from './retired.ts'
import type { FilledSubject, PlacedSubject, Step } from './subject.ts'
import type { Settled } from './verdict.ts'

const looks = (flow: Flow) => flow.matches === 'always' || flow.mayCreate

/** Whether a record without a partner may get one. */
export const maySeek = (flow: Flow): boolean => flow.mayCreate || (looks(flow) && flow.match.length > 0)

/**
 * What of a way to match counts for a record: an installation that lacks a field (`ifPresent`) tells records apart without it,
 * as far as the rules leave it out there.
 */
const fieldsOf = ({ target }: Flow, way: readonly string[], { filled }: FilledSubject): readonly string[] =>
  way.filter((field) => filled[field] !== undefined || target.fields[field]?.ifPresent !== true)

/** By what partners are looked for, in this order: our reference first. */
function waysToMatch({ flow }: Pick<Run, 'flow'>): readonly Match<Record<string, unknown>>[] {
  if (!looks(flow)) return []
  return flow.reference ? [[flow.reference.field], ...flow.match] : flow.match
}

const valuesOf = (subject: FilledSubject, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, subject.filled[field]]))

/** Whether a record that is to be made would be this company's. */
function wouldBelong({ flow, company }: Run, { filled }: FilledSubject): boolean {
  const { belongs } = flow
  return !belongs || belongs.to(Object.fromEntries(belongs.reads.map((name) => [name, filled[name] ?? null])), company)
}

/**
 * Step 5: the partner of each record that has none. First what an earlier try may have created; then each way to match, for
 * the whole batch at once: a way with an empty field says nothing (one with a field that the installation does not have is
 * as good without it); one free record is the partner, unless a person is asked already which of ours it matches; several, or
 * one that belongs to another record, need a person. What
 * is found is linked before anything is written to it.
 */
export async function findPartners(run: Run, subjects: readonly FilledSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, store } = run
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  const accept = (placed: PlacedSubject | Settled) => {
    if ('verdict' in placed) settled.push(placed)
    else going.push(placed)
  }

  const linked = subjects.filter((subject) => subject.partner !== undefined)
  for (const subject of linked) going.push({ ...subject, coupled: false, known: [], intent: undefined })
  const known = await placeKnown(
    run,
    subjects.filter((subject) => subject.partner === undefined),
  )
  going.push(...known.placed)
  settled.push(...known.settled)
  let open = known.open

  const intents = await store.intents.find(open.map((subject) => subject.job))
  const intentOf = ({ job }: FilledSubject) => intents.find((intent) => intent.record === job.record)
  for (const subject of open) {
    const intent = intentOf(subject)
    if (!intent) continue
    const again = await lookAgain(run, subject, intent, lookAlike(run, subject))
    if (again.found === 'none') going.push({ ...subject, coupled: false, known: intent.known, intent })
    else accept(again.found === 'one' ? await place(run, subject, again.id, 'ours') : again.settled)
  }
  open = open.filter((subject) => !intentOf(subject))

  for (const way of waysToMatch(run)) {
    const asking = open.filter((subject) => {
      const fields = fieldsOf(flow, way, subject)
      return fields.length > 0 && fields.every((field) => isFilled(subject.filled[field]))
    })
    const answers = await findCandidates(
      run,
      asking.map((subject) => valuesOf(subject, fieldsOf(flow, way, subject))),
    )
    const asked = await askedAbout(
      run,
      answers.flatMap(({ free }) => free.map(({ id }) => id)),
    )
    for (const [index, subject] of asking.entries()) {
      const { free, taken: owned } = answers[index] ?? { free: [], taken: [] }
      const [only, ...others] = free
      const [first] = owned
      if (!only && !first) continue
      open = open.filter((each) => each !== subject)
      // A flow the other way has linked the two in this very moment.
      const mine = owned.find(({ by: owner }) => owner === subject.job.record)
      if (mine) {
        accept(await place(run, subject, mine.record.id, 'found'))
        continue
      }
      if (only && others.length === 0 && isCandidate(asked.get(only.id), subject)) accept(waitForAnswer(run, subject))
      else if (only && others.length === 0) accept(await place(run, subject, only.id, 'found'))
      else if (only) accept(ambiguous(run, subject, way, free))
      else if (first && flow.whenTaken === 'skip') {
        const reason = `the ${flow.target.label} that it matches belongs to another ${flow.source.label}`
        settled.push({ job: subject.job, title: subject.title, verdict: { outcome: 'skipped', reason } })
      } else if (first) accept((await afterItsOwner(run, subject, first.by)) ?? taken(run, subject, way, first))
    }
  }

  for (const subject of open) {
    const { job, title } = subject
    const wanted = flow.mayCreate && wouldBelong(run, subject)
    if (wanted) going.push({ ...subject, coupled: false, known: [], intent: undefined })
    else {
      const reason = flow.mayCreate
        ? (flow.belongs?.otherwise ?? `the ${flow.target.label} would belong to another company`)
        : `no ${flow.target.label} of ${company.name} matches it`
      settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
    }
  }
  return { going, settled }
}
