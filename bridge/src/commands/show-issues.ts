import type { Desk } from '../engine/desk-ports.ts'
import type { Office } from './office.ts'
import { flowBehind } from './posting.ts'

/** Issues that are shown at a time. */
const some = 200

/**
 * Shows what is parked, and marks what is not any more: only what is news costs a write. What the desk refuses to show is
 * not tried again until it says something else; the issue itself stands in `bridge issues` all the same.
 */
export async function showIssues(
  { store, companies, clock, log }: Pick<Office, 'store' | 'companies' | 'clock' | 'log'>,
  desk: Desk,
): Promise<void> {
  const nameOf = (id: string) => companies.find((company) => company.id === id)?.name ?? id
  for (;;) {
    const { open, closed } = await store.issues.news(some)
    if (open.length === 0 && closed.length === 0) return
    const at = new Date(clock.now()).toISOString()
    const named = open.map((issue) => ({ ...issue, flow: flowBehind(issue.flow), company: nameOf(issue.company) }))
    const gone = closed.map(({ key }) => key)
    const taken = new Set(named.length === 0 ? [] : await desk.show(named, at))
    const resolved = new Set(gone.length === 0 ? [] : await desk.resolve(gone, at))
    const left = [...open, ...closed].filter(({ key }) => !taken.has(key) && !resolved.has(key)).map(({ id }) => id)
    if (left.length > 0) log.warn({ issues: left }, 'some issues could not be shown')
    await store.issues.shown(
      open,
      closed.map(({ id }) => id),
    )
  }
}
