import { identityOf, type EntityRef, type FilledLine } from '../mapping/index.ts'
import type { Run } from './run.ts'
import { linkKey, type Link, type Tables, type WrittenRecord } from './store.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The kinds of lines that a flow writes, with the target field that holds them. */
const kindsOf = ({ flow }: Pick<Run, 'flow'>) =>
  Object.entries(flow.map).flatMap(([field, { lines }]) =>
    lines ? [{ field, source: identityOf(lines.source), target: identityOf(lines.target) }] : [],
  )

/**
 * Which lines of each document are ours already: those written before, and those whose link says so, whichever flow made it.
 * One query for the whole batch.
 */
export async function lineIdsOf(
  run: Run,
  subjects: readonly PlacedSubject[],
  written: ReadonlyMap<string, WrittenRecord>,
): Promise<(subject: PlacedSubject) => ReadonlyMap<string, string>> {
  const kinds = kindsOf(run)
  if (kinds.length === 0) return () => new Map()
  const wanted = subjects.flatMap((subject) =>
    kinds.flatMap(({ field, source, target }) =>
      linesOf(subject, field).map(({ key }) => ({ subject, key, entity: source, id: key, partner: target })),
    ),
  )
  const links = wanted.length === 0 ? new Map<string, string>() : await run.store.links.find(run.company.id, wanted)
  const linked = Map.groupBy(wanted, (each) => each.subject)
  return (subject) => {
    const before = written.get(subject.job.record)
    const ids = new Map(before?.targetId === subject.partner ? Object.entries(before?.lines ?? {}) : [])
    for (const [key, id] of Object.entries(subject.linesBefore ?? {})) ids.set(key, id)
    for (const each of linked.get(subject) ?? []) {
      const id = links.get(linkKey(each))
      if (id !== undefined) ids.set(each.key, id)
    }
    return ids
  }
}

function linesOf({ filled }: PlacedSubject, field: string): readonly FilledLine[] {
  const value = filled[field]
  return Array.isArray(value) ? (value as readonly FilledLine[]) : []
}

/** All lines that a document is to have. */
export const linesIn = (run: Pick<Run, 'flow'>, subject: PlacedSubject): readonly FilledLine[] =>
  kindsOf(run).flatMap(({ field }) => linesOf(subject, field))

/** Links the lines that a writer has told of; what a line was linked to before is let go. */
export async function linkLines(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const [kind] = kindsOf(run)
  const told = settled.flatMap(({ job, verdict }) =>
    'lines' in verdict && verdict.lines !== undefined ? [{ job, lines: verdict.lines }] : [],
  )
  if (!kind || told.length === 0) return
  const company = run.company.id
  const link = ([sourceId, targetId]: readonly [string, string]): Link => ({
    company,
    source: kind.source,
    sourceId,
    target: kind.target,
    targetId,
  })
  const wanted = told.flatMap(({ lines }) => [...lines].map(link))
  const stand = await tables.links.find(company, [...wanted.map(fromSource), ...wanted.map(fromTarget)])
  const news = wanted.filter((each) => stand.get(linkKey(fromSource(each))) !== each.targetId)
  for (const each of news) {
    const target = stand.get(linkKey(fromSource(each)))
    const source = stand.get(linkKey(fromTarget(each)))
    if (target !== undefined) await tables.links.remove({ ...each, targetId: target })
    if (source !== undefined) await tables.links.remove({ ...each, sourceId: source })
  }
  await tables.links.save(news)
}

const fromSource = ({ source, sourceId, target }: Link) => ({ entity: source, id: sourceId, partner: target })
const fromTarget = ({ source, target, targetId }: Link) => ({ entity: target, id: targetId, partner: source })

/** The line entity below a flow's target; undefined when it writes no lines. */
export const lineTarget = (run: Pick<Run, 'flow'>): EntityRef | undefined => kindsOf(run)[0]?.target
