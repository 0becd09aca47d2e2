import { identityOf } from '../mapping/index.ts'
import { jobsBelowPair, jobsBelowTarget } from './below.ts'
import { followUps, linkOf, wakeWaiting } from './couple.ts'
import { keyOf } from './job-key.ts'
import type { Run } from './run.ts'
import type { Job } from './store.ts'
import { rememberParted } from './uncoupled.ts'

/**
 * Links the partner of a record that is gone with the winner, the one that it was merged into. What hangs on either runs again;
 * so does what hangs on the partner that the winner had (`instead`), which is parted from it for good. Throws a `SyncError` when
 * a system does not tell what that is, `AlreadyLinked` when somebody else was faster.
 */
export async function takePartner(
  run: Run,
  { job, partner }: { readonly job: Job; readonly partner: string },
  winner: string,
  instead: string | undefined,
): Promise<void> {
  const { company, flow, store } = run
  const link = linkOf(run, { record: winner }, partner)
  const parted = instead === undefined ? undefined : linkOf(run, { record: winner }, instead)
  const below = await jobsBelowPair(run, winner, partner)
  if (parted) below.push(...(await jobsBelowTarget(run, parted.targetId)))
  await store.transaction(async (tables) => {
    await tables.links.remove(linkOf(run, job, partner))
    if (parted) {
      await tables.links.remove(parted)
      await rememberParted(run, tables, { record: winner, targetId: parted.targetId }, 'none')
      const free = { entity: identityOf(flow.target), id: parted.targetId, company: company.id }
      const hopeful = await tables.issues.concerning([free])
      await tables.jobs.put(hopeful.filter((each) => each.flow !== job.flow || each.record !== job.record))
    }
    await tables.links.save([link])
    await tables.written.forget([keyOf(job), { ...keyOf(job), record: winner }])
    await wakeWaiting(tables, company.id, [link])
    await tables.jobs.put([
      ...[{ ...keyOf(job), record: winner }, ...below],
      ...followUps(run, parted ? [link, parted] : [link]),
    ])
  })
}
