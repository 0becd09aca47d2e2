import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { Journal } from '../../kit/journal.ts'
import type { Access } from '../context.ts'
import type { AuthGrounds } from './authenticate.ts'
import type { Deliveries } from './deliveries.ts'
import type { RpcError } from './errors.ts'
import type { EventLog } from './event-log.ts'
import type { EventSchemas } from './event-schemas.ts'
import type { ManagedState, ManagedSubscription } from './managed-subscriptions.ts'
import type { PubSubSwitches } from './switches.ts'
import type { Topic, TopicGrounds } from './topics.ts'

/** Everything the RPC methods lean on; each names the part it needs. */
export interface Grounds extends AuthGrounds, Pick<TopicGrounds, 'schema' | 'channels'> {
  readonly clock: Clock
  readonly faults: Faults
  readonly journal?: Journal
  readonly switches: PubSubSwitches
  readonly log: EventLog
  readonly schemas: EventSchemas
  readonly deliveries: Deliveries
  access(userId: string): SubscriberAccess
  readonly managedSubscriptions: readonly ManagedSubscription[]
  readonly managed: ManagedState
  /** The error of every call while the service restarts. */
  down(): RpcError | undefined
}

/** What a subscriber's permissions decide. */
export type SubscriberAccess = Pick<Access, 'canViewAll' | 'readableField' | 'has'>

/** Whether the user may open the topic at all; a channel without View All Data by the switch `channelsWithoutViewAllData`. */
export function mayOpen(
  { entity }: Pick<Topic, 'entity'>,
  access: SubscriberAccess,
  { channelsWithoutViewAllData: without }: Pick<PubSubSwitches, 'channelsWithoutViewAllData'>,
): boolean {
  return entity === undefined ? without === 'silent' || access.has('ViewAllData') : mayReceive(entity, access)
}

/** View All Records on the entity; users have a permission of their own. [Change Data Capture guide: Required Permissions] */
export function mayReceive(entity: string, access: SubscriberAccess): boolean {
  return entity === 'User' ? access.has('ViewAllUsers') : access.canViewAll(entity)
}
