import { identityOf } from '../mapping/index.ts'
import { labelOf } from './entity.ts'
import { Rejected } from './errors.ts'
import { partnersOf } from './partner-of.ts'
import type { FieldValues } from './ports.ts'
import type { SourceRecord } from './records.ts'
import { retiredTargets } from './retired.ts'
import type { Run } from './run.ts'
import type { FilledSubject } from './subject.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'

/** Records of the target system that may be the one we look for. */
export interface Candidates {
  /** Those that nobody has; when there is none, those whose record was deleted. */
  readonly free: readonly SourceRecord[]
  /** Those linked to another source record, with its id. */
  readonly taken: readonly { readonly record: SourceRecord; readonly by: string }[]
}

/** Whether a value can tell records apart. */
export const isFilled = (value: unknown) => value !== undefined && value !== null && value !== ''

/** What carries the values, each parted into free and taken; one search for the whole batch. */
export async function findCandidates(
  { flow, company, target, store }: Run,
  wanted: readonly FieldValues[],
): Promise<readonly Candidates[]> {
  if (wanted.length === 0) return []
  const title = titleField(flow.target)
  const { ourKey } = flow.target
  const fields = new Set([
    flow.target.key,
    ...(ourKey ? [ourKey] : []),
    ...wanted.flatMap((each) => Object.keys(each)),
    ...(title ? [title] : []),
  ])
  const everything = await target.reader.find(flow.target, company, wanted, [...fields])
  // A record that carries the key of another company is that company's mirror, whatever else it has in common.
  const foreign = (key: unknown) =>
    typeof key === 'string' && key !== '' && !key.toLowerCase().startsWith(`${company.id}:`)
  // A record that serves several companies may carry the key of the one it belongs to.
  const found = everything.map((records) =>
    records.filter((each) => !ourKey || flow.belongs !== undefined || !foreign(each.fields[ourKey])),
  )
  const ids = [...new Set(found.flat().map((record) => record.id))]
  const owners = await partnersOf(store, { source: flow.target, target: flow.source }, company.id, ids)
  const retired = await retiredTargets({ flow, company, store }, owners)
  return found.map((records) => {
    const free = records.filter(({ id }) => !owners.has(id))
    // One that speaks of a record that is gone comes after those that nobody has.
    const left = free.length > 0 ? [] : records.filter(({ id }) => retired.has(id))
    const taken = records.flatMap((record) => {
      const by = left.includes(record) ? undefined : owners.get(record.id)
      return by === undefined ? [] : [{ record, by }]
    })
    return { free: [...free, ...left], taken }
  })
}

const nameOf = ({ flow }: Pick<Run, 'flow'>, record: SourceRecord) =>
  [titleOf(flow.target, record), record.id].filter(isFilled).join(' / ')

const named = ({ target }: Run['flow'], fields: readonly string[]) =>
  fields.map((field) => labelOf(target, field)).join(', ')

/** Parked: several records could be meant, and guessing would join two customers' money. */
export function ambiguous(
  run: Run,
  subject: Pick<FilledSubject, 'job' | 'title'>,
  fields: readonly string[],
  records: readonly SourceRecord[],
): Settled {
  const { flow } = run
  const by = named(flow, fields)
  const names = records.map((record) => nameOf(run, record)).join('; ')
  const error = new Rejected(`${records.length} records match on ${by}: ${names}.`, {
    advice: `Choose the right ${flow.target.label}, make them differ in ${by}, or merge them.`,
  })
  const concerns = records.map((record) => ({ entity: identityOf(flow.target), id: record.id }))
  const choices = records.map((record) => ({ id: record.id, label: `Link ${nameOf(run, record)}` }))
  return { job: subject.job, title: subject.title, verdict: { outcome: 'failed', error, concerns, choices } }
}

/** Parked: the record that is meant belongs to another source record already. */
export function taken(
  run: Run,
  subject: FilledSubject,
  fields: readonly string[],
  owned: { readonly record: SourceRecord; readonly by: string },
): Settled {
  const { flow } = run
  const by = named(flow, fields)
  const error = new Rejected(
    `The ${flow.target.label} ${nameOf(run, owned.record)} matches on ${by}, but it is linked to the ${flow.source.label} ${owned.by} already.`,
    { advice: `Two ${flow.source.label} records seem to be the same: merge them, or make them differ in ${by}.` },
  )
  const concerns = [
    { entity: identityOf(flow.target), id: owned.record.id },
    { entity: identityOf(flow.source), id: owned.by },
  ]
  return { job: subject.job, title: subject.title, verdict: { outcome: 'failed', error, concerns } }
}
