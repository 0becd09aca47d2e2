import { choose } from '../../bridge/src/engine/choose.ts'
import type { Issue } from '../../bridge/src/engine/store.ts'
import type { TestSystem } from './start-system.ts'

/** The open issue of a record, if it is parked. */
export const issueOf = async ({ system }: Pick<TestSystem, 'system'>, record: string): Promise<Issue | undefined> =>
  (await system.store.issues.list(200)).find((issue) => issue.record === record)

/**
 * A person chooses one of the ways out that the issue of a record offers.
 *
 * @throws Error when the record is not parked, or its issue does not offer that
 */
export async function decide(
  test: Pick<TestSystem, 'system' | 'clock'>,
  record: string,
  choice: string,
): Promise<void> {
  const issue = await issueOf(test, record)
  if (!issue) throw new Error(`Nobody is asked about ${record}.`)
  await choose({ store: test.system.store, clock: test.clock }, issue.id, choice)
}
