import { randomBytes } from 'node:crypto'
import type { State } from '../settings.ts'

const name = 'business-central/webhook-client-state'

/** The secret that proves a notification is meant for this bridge; made once per installation, kept in its database. */
export async function clientState(state: State): Promise<string> {
  const kept = await state.get(name)
  if (kept !== undefined) return kept
  await state.set(name, randomBytes(32).toString('base64url'))
  // Another bridge on the same database may have been quicker or slower: what stands there now is the secret.
  const made = await state.get(name)
  if (made === undefined) throw new Error('The database did not keep the client state of the webhooks.')
  return made
}
