import type { FilledLine } from '../mapping/index.ts'
import { plain } from './hash-of.ts'
import { linesIn, lineTarget } from './line-links.ts'
import { mayStillTakeEffect } from './may-still-take-effect.ts'
import { later, type Run } from './run.ts'
import type { IntendedLine, Intent } from './store.ts'
import type { PlacedSubject } from './subject.ts'

const said = (line: FilledLine): string => JSON.stringify([line.key, plain(line.fields)])

/** What earlier tries of these records may have added below documents, by record. */
export async function linesIntended(
  { flow, company, store }: Run,
  subjects: readonly PlacedSubject[],
): Promise<ReadonlyMap<string, readonly IntendedLine[]>> {
  if (lineTarget({ flow }) === undefined) return new Map()
  return store.lineIntents.find(
    flow.name,
    company.id,
    subjects.map(({ job }) => job.record),
  )
}

/** Milliseconds in which some of these lines may still appear. */
export const mayStillCome = (run: Pick<Run, 'clock' | 'settleSeconds'>, lines: readonly IntendedLine[]): number =>
  Math.max(0, ...lines.map(({ id, at }) => (id !== undefined || at === undefined ? 0 : mayStillTakeEffect(run, at))))

/**
 * Says what is about to be written, before the call: whatever happens from here on, the next try neither believes that all is as
 * it was written last, nor adds a line twice, also when the source record has changed back meanwhile. Lines that have an id are
 * not added.
 */
export async function intend(
  run: Run,
  subjects: readonly PlacedSubject[],
  before: ReadonlyMap<string, readonly IntendedLine[]>,
  {
    creates = [],
    lineIds = () => new Map(),
  }: {
    readonly creates?: readonly Intent[]
    readonly lineIds?: (subject: PlacedSubject) => ReadonlyMap<string, string>
  },
): Promise<void> {
  const { flow, company, store } = run
  const keyed = (record: string) => ({ flow: flow.name, company: company.id, record })
  const at = later(run, 0)
  const trusted = subjects.filter((subject) => (subject.before?.hash ?? '') !== '')
  const lines = subjects.flatMap((subject) => {
    const { record } = subject.job
    const earlier = before.get(record) ?? []
    // As long as an earlier call may still take effect none is made: what was said of it stands.
    const known = new Set(mayStillCome(run, earlier) > 0 ? earlier.map(said) : [])
    const there = lineIds(subject)
    const news = linesIn({ flow }, subject).filter((line) => !there.has(line.key) && !known.has(said(line)))
    return news.length === 0 ? [] : [{ ...keyed(record), lines: news.map((line) => ({ ...line, at })) }]
  })
  if (trusted.length + lines.length + creates.length === 0) return
  await store.transaction(async (tables) => {
    await tables.intents.save(creates)
    await tables.written.distrust(trusted.map(({ job }) => keyed(job.record)))
    await tables.lineIntents.add(lines)
  })
}
