import { refusal } from './aadsts.ts'

/** The directory this sandbox is. */
export interface Tenant {
  readonly id: string
  /** Verified domain names, each as good as the id in an authority URL. */
  readonly domains: readonly string[]
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Passes when the path segment names this tenant; else throws as Entra does. */
export function checkTenant(tenant: Tenant, segment: string): void {
  const named = segment.toLowerCase()
  if (named === tenant.id || tenant.domains.includes(named)) return
  if (['common', 'organizations', 'consumers'].includes(named)) throw refusal.noTenant()
  if (/^[0-]+$/.test(named)) throw refusal.emptyTenant(segment)
  if (guid.test(named) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(named)) throw refusal.unknownTenant(segment)
  throw refusal.malformedTenant(segment)
}
