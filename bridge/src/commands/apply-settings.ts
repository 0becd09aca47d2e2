import { Rejected } from '../engine/errors.ts'
import type { Office } from './office.ts'
import { jobsFor } from './posting.ts'

/** Takes over what admins have set, at once; held documents are looked at by the rules as they are now. */
export async function applySettings({
  applySettings: apply,
  store,
}: Pick<Office, 'applySettings' | 'store'>): Promise<string> {
  const problems = await apply()
  await store.jobs.put(jobsFor(await store.approvals.asked(10_000)))
  if (problems.length === 0) return 'The settings are in force.'
  throw new Rejected(`Some settings are refused: ${problems.join(' ')}`, {
    advice: 'The other settings are in force. Correct these and ask again.',
  })
}
