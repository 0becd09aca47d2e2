import type { EntitySet } from '../entities.ts'
import type { Row } from '../tables.ts'

/** A subscription as the set `subscriptions` shows it, and what it is about. */
export interface Subscription extends Row {
  readonly subscriptionId: string
  readonly notificationUrl: string
  /** Without a leading slash: `api/v2.0/companies({id})/{set}`. */
  readonly resource: string
  readonly clientState: string
  readonly expirationDateTime: string
  readonly _etag: string
  readonly _companyId: string
  readonly _set: EntitySet
}
