import { identityOf, type CompanyRef } from '../mapping/index.ts'
import type { Clock } from './clock.ts'
import { deskJob } from './desk-job.ts'
import type { Entity } from './entity.ts'
import type { Flows } from './define-flow.ts'
import type { Change, ChangeSink } from './ports.ts'
import { sameEntity } from './missing-links.ts'
import type { JobKey, Store, Tables } from './store.ts'

interface Listeners {
  readonly flows: Flows
  /** Records by which people ask something of the bridge: a change calls it to the desk. */
  readonly desks?: readonly Entity[]
  readonly companies: readonly CompanyRef[]
}

/** One job per flow that listens, per company the change may be about. A view of a record listens to the record. */
function jobsFor({ flows, companies }: Listeners, change: Change): JobKey[] {
  const changed = identityOf(change.entity)
  const listening = flows().filter((flow) => {
    if (flow.state === 'off') return false
    const source = identityOf(flow.source)
    return source.system === changed.system && source.name === changed.name
  })
  const concerned = companies.filter(({ id }) => change.company === '' || change.company === id)
  return listening.flatMap((flow) =>
    concerned.map((company) => ({ flow: flow.name, company: company.id, record: change.id })),
  )
}

/** What the flows that look at their targets have written to these records: it runs again, to see what has changed. */
async function touch({ flows }: Listeners, tables: Tables, changes: readonly Change[]): Promise<JobKey[]> {
  const looking = flows().filter(({ state, onTargetChanged }) => state !== 'off' && onTargetChanged !== 'leave')
  const touched: JobKey[] = []
  for (const [company, own] of Map.groupBy(changes, (change) => change.company)) {
    for (const [, same] of Map.groupBy(own, ({ entity }) => JSON.stringify(identityOf(entity)))) {
      const [first] = same
      if (!first) continue
      const names = looking
        .filter(({ target }) => sameEntity(identityOf(target), identityOf(first.entity)))
        .map(({ name }) => name)
      const ids = same.map(({ id }) => id)
      touched.push(...(await tables.written.touch(names, company, ids)))
    }
  }
  return touched
}

/**
 * Where the sources of changes deliver. In one transaction: a job per interested flow, for flows from the record and for those
 * that look at what has become of what they wrote to it, a new chance for parked records that
 * the change may have mended, and the cursor. Our own echoes cause nothing, but the cursor passes them.
 */
export function createSink({
  store,
  ...listeners
}: Listeners & { readonly store: Store; readonly clock: Pick<Clock, 'now'> }): ChangeSink {
  return {
    async accept(changes, cursor) {
      const ours = changes.filter((change) => !change.echo)
      await store.transaction(async (tables) => {
        const mended = await tables.issues.concerning(
          ours.map(({ entity, id, company }) => ({ entity: identityOf(entity), id, company })),
        )
        const called = ours.some(({ entity }) => listeners.desks?.some((desk) => sameEntity(desk, entity)) === true)
        const touched = await touch(listeners, tables, ours)
        await tables.jobs.put([
          ...ours.flatMap((change) => jobsFor(listeners, change)),
          ...mended,
          ...touched,
          ...(called ? [deskJob] : []),
        ])
        if (cursor) await tables.cursors.set(cursor)
      })
    },
    cursor: (name) => store.cursors.get(name),
  }
}
