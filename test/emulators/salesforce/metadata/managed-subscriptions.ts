import type { ManagedSubscription } from '../pubsub/managed-subscriptions.ts'
import { type Components, text } from './component.ts'

const replay = (value: string | undefined): 'LATEST' | 'EARLIEST' => (value === 'EARLIEST' ? 'EARLIEST' : 'LATEST')

/** The managed subscriptions that were deployed. */
export function managedSubscriptionsOf(
  components: Components,
  idOf: (type: string, fullName: string) => string,
): readonly ManagedSubscription[] {
  const deployed = [...components.values()].filter(({ type }) => type === 'ManagedEventSubscription')
  return deployed.map(({ type, fullName, body }) => ({
    id: idOf(type, fullName),
    developerName: fullName,
    topicName: text(body, 'topicName') ?? '',
    defaultReplay: replay(text(body, 'defaultReplay')),
    errorRecoveryReplay: replay(text(body, 'errorRecoveryReplay')),
    state: text(body, 'state') === 'RUN' ? 'RUN' : 'STOP',
  }))
}
