import { Rejected } from '../engine/errors.ts'
import type { Office } from './office.ts'
import { jobsFor } from './posting.ts'

/** Every record of a flow has run since that day. */
const allAtOnce =
  ' All at once: a command Replay with the flow and the parameters "from: 2000-01-01", or `npm run bridge -- sync <flow>` where the bridge runs.'

/** Takes over what admins have set, at once; held documents are looked at by the rules as they are now. */
export async function applySettings({
  applySettings: apply,
  store,
}: Pick<Office, 'applySettings' | 'store'>): Promise<string> {
  const { problems, unreached } = await apply()
  await store.jobs.put(jobsFor(await store.approvals.asked(10_000)))
  const later = unreached.map(
    ({ flow, records }) =>
      ` ${flow}: ${records} linked ${records === 1 ? 'record meets' : 'records meet'} the new rules when ${records === 1 ? 'it changes' : 'they change'}.`,
  )
  if (problems.length === 0) return `The settings are in force.${later.join('')}${later.length > 0 ? allAtOnce : ''}`
  throw new Rejected(`Some settings are refused: ${problems.join(' ')}`, {
    advice: 'The other settings are in force. Correct these and ask again.',
  })
}
