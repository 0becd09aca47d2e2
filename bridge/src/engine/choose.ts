import type { Clock } from './clock.ts'
import { keyOf } from './job-key.ts'
import type { Issue, Store } from './store.ts'

/** The choice cannot be made; the message says why and what could be chosen. */
export class BadChoice extends Error {
  override readonly name = 'BadChoice'
}

/**
 * A person chooses one of the ways out that an issue offers: the candidate to link, `source` or `target` for a field that both
 * sides edited, `recreate`, `uncouple`, `delete`, `keep` or `take`. The record runs again at once and obeys; the choice is
 * kept until it is settled, whatever crashes.
 *
 * @throws BadChoice when there is no such issue, or the issue does not offer it
 */
export async function choose(
  { store, clock }: { readonly store: Store; readonly clock: Pick<Clock, 'now'> },
  issueId: string,
  choice: string,
): Promise<Issue> {
  const issue = await store.issues.get(issueId)
  if (!issue) throw new BadChoice(`There is no open issue ${issueId}.`)
  const offered = issue.choices ?? []
  if (!offered.some(({ id }) => id === choice)) {
    const named = offered.map(({ id, label }) => `${id} (${label})`).join('; ')
    throw new BadChoice(
      offered.length === 0
        ? `Issue ${issueId} offers nothing to choose. ${issue.advice}`
        : `Issue ${issueId} does not offer ${choice}. It offers: ${named}.`,
    )
  }
  const at = new Date(clock.now()).toISOString()
  await store.transaction(async (tables) => {
    await tables.decisions.save([{ ...keyOf(issue), choice, at }])
    await tables.issues.ask([keyOf(issue)])
    await tables.jobs.put([keyOf(issue)])
  })
  return issue
}
