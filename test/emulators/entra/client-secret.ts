import { createHash, timingSafeEqual } from 'node:crypto'
import { refusal } from './aadsts.ts'
import type { App } from './apps.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Passes when `given` is one of the app's secrets and still valid at `now`; else throws as Entra does. */
export function checkSecret(app: Pick<App, 'clientId' | 'secrets'>, given: string, now: number): void {
  const known = app.secrets.find((secret) => timingSafeEqual(digest(secret.value), digest(given)))
  if (!known) throw refusal.wrongSecret(app.clientId)
  if (known.expiresAt !== undefined && Date.parse(known.expiresAt) <= now) throw refusal.expiredSecret(app.clientId)
}
