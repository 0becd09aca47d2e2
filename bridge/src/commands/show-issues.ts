import type { Desk } from '../engine/desk-ports.ts'
import type { Office } from './office.ts'

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
    const taken = new Set(
      open.length === 0 ? [] : await desk.show(open.map((issue) => ({ ...issue, company: nameOf(issue.company) }))),
    )
    const resolved = new Set(closed.length === 0 ? [] : await desk.resolve(closed, new Date(clock.now()).toISOString()))
    const left = [
      ...open.map(({ id }) => id).filter((id) => !taken.has(id)),
      ...closed.filter((id) => !resolved.has(id)),
    ]
    if (left.length > 0) log.warn({ issues: left }, 'some issues could not be shown')
    await store.issues.shown(open, closed)
  }
}
