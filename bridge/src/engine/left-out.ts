import { blockersOf, hasMaker, waitsFor } from './missing-links.ts'
import type { Run } from './run.ts'
import type { Standing, Tables } from './store.ts'
import type { Missing, Settled, Verdict } from './verdict.ts'

/** Whether nothing is to be expected: every flow that could make the link leaves the record out, or none looks at it. */
function isLeftOut(run: Run, missing: Missing, standings: readonly Standing[]): boolean {
  if (!hasMaker(run.flows, missing)) return missing.pull === undefined
  return blockersOf(run, [missing]).every((key) =>
    standings.some(({ flow, record, status }) => flow === key.flow && record === key.record && status === 'skipped'),
  )
}

/**
 * What hangs on a record that is not synced at all (the invoice of a customer that is no account) is left out as that is: no
 * issue for each of a hundred thousand invoices. It wakes when the link appears after all. Undefined while the link may be
 * on its way, and for documents that somebody waits for (`tellsSource`): those are parked in the end.
 */
export async function leftOut(
  run: Run,
  tables: Tables,
  { job, title }: Settled,
  missing: readonly Missing[],
): Promise<Verdict | undefined> {
  if (run.flow.tellsSource) return undefined
  const standings = await tables.standings.find(blockersOf(run, missing))
  const root = missing.filter((each) => isLeftOut(run, each, standings))
  if (root.length === 0) return undefined
  const needs = waitsFor(run, root, standings, { id: job.record, title }).replace(/^Waits for (.*)\.$/, '$1')
  return { outcome: 'skipped', reason: `it needs ${needs}`, awaits: missing }
}
