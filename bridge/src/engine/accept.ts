import { identityOf, type CompanyRef } from '../mapping/index.ts'
import type { Clock } from './clock.ts'
import type { Flows } from './define-flow.ts'
import type { Change, ChangeSink } from './ports.ts'
import type { JobKey, Store } from './store.ts'

interface Listeners {
  readonly flows: Flows
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

/**
 * Where the sources of changes deliver. In one transaction: a job per interested flow, a new chance for parked records that
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
        await tables.jobs.put([...ours.flatMap((change) => jobsFor(listeners, change)), ...mended])
        if (cursor) await tables.cursors.set(cursor)
      })
    },
    cursor: (name) => store.cursors.get(name),
  }
}
