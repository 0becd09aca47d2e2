import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { SandboxCompany } from '../company/company.ts'
import { etagMaker } from '../company/etag.ts'
import { ServiceError } from '../errors.ts'
import type { Caller } from '../http/caller.ts'
import type { Switches } from '../switches.ts'
import { noGuid } from '../wire/blank.ts'
import type { Delivery, DeliveryContext } from './deliver.ts'
import { handshake } from './handshake.ts'
import { parseResource } from './resource.ts'
import type { Subscription } from './subscription.ts'
import { watch } from './watch.ts'

/** What a client may say about a subscription. */
export interface Wanted {
  readonly notificationUrl: string
  readonly resource: string
  readonly clientState: string
}

export interface Subscriptions {
  /** Those that have not run out. */
  list(): readonly Subscription[]
  get(id: string): Subscription | undefined
  create(wanted: Wanted): Promise<Subscription>
  /** Another three days, after another handshake. */
  renew(id: string, wanted: Wanted): Promise<Subscription>
  remove(id: string): void
  /** Every call made to receivers, oldest first. */
  deliveries(): readonly Delivery[]
  /** Does work for somebody; whether that one may schedule tasks decides when notifications of its changes leave. */
  asUser<T>(caller: Pick<Caller, 'settings'> | undefined, work: () => T): T
  clear(): void
}

const threeDays = 3 * 24 * 60 * 60 * 1000
const mostSubscriptions = 200

/** Keeps subscriptions, watches the companies and notifies the receivers. */
export function createSubscriptions({
  clock,
  switches,
  faults,
  companies,
}: {
  readonly clock: Clock
  readonly switches: Switches
  readonly faults: Faults
  readonly companies: readonly SandboxCompany[]
}): Subscriptions {
  const subscriptions = new Map<string, Subscription>()
  const nextEtag = etagMaker()
  const cancels = new Set<() => void>()
  let sent: Delivery[] = []
  let version = 1
  let tasks = true

  const live = (id: string): Subscription | undefined => {
    const found = subscriptions.get(id)
    if (!found || clock.now() < Date.parse(found.expirationDateTime)) return found
    subscriptions.delete(id)
    return undefined
  }
  const list = () => [...subscriptions.keys()].map(live).filter((each) => each !== undefined)
  const timer = (seconds: number, work: () => Promise<void>): void => {
    const cancel = clock.after(seconds * 1000, async () => {
      cancels.delete(cancel)
      await work()
    })
    cancels.add(cancel)
  }
  const delivery: DeliveryContext = {
    clock,
    faults,
    timeoutSeconds: switches.receiverTimeoutSeconds,
    record: (made) => sent.push(made),
    alive: (id) => live(id) !== undefined,
    drop: (ids) => ids.forEach((id) => subscriptions.delete(id)),
    timer,
  }
  const windows = companies.map((company) =>
    watch(company, {
      list,
      live,
      delivery,
      seconds: switches.notificationDelaySeconds,
      switches,
      schedules: () => tasks,
    }),
  )

  const made = async (wanted: Wanted, before: Subscription | undefined): Promise<Subscription> => {
    const { company, set, text } = parseResource(wanted.resource, companies, switches)
    await handshake(wanted.notificationUrl, switches)
    const now = new Date(clock.now()).toISOString()
    const id = before?.subscriptionId ?? randomUUID().replaceAll('-', '')
    const subscription: Subscription = {
      id,
      subscriptionId: id,
      notificationUrl: wanted.notificationUrl,
      resource: text,
      timestamp: 1000 + version++,
      userId: noGuid,
      lastModifiedDateTime: now,
      clientState: wanted.clientState,
      // Whole seconds.
      expirationDateTime: new Date(Math.floor((clock.now() + threeDays) / 1000) * 1000).toISOString(),
      systemCreatedAt: before?.['systemCreatedAt'] ?? now,
      systemCreatedBy: noGuid,
      systemModifiedAt: now,
      systemModifiedBy: noGuid,
      _etag: nextEtag(),
      _made: before?.['_made'] ?? version,
      _companyId: company.id,
      _set: set,
    }
    subscriptions.set(id, subscription)
    return subscription
  }

  return {
    list,
    get: live,
    create: (wanted) => {
      const { status, code } = switches.tooManySubscriptions
      if (list().length >= mostSubscriptions)
        throw new ServiceError(status, code, `There can be no more than ${mostSubscriptions} subscriptions.`)
      return made(wanted, undefined)
    },
    renew: (id, wanted) => made(wanted, live(id)),
    remove: (id) => subscriptions.delete(id),
    deliveries: () => sent,
    asUser: (caller, work) => {
      const before = tasks
      tasks = caller?.settings.schedulesTasks !== false
      try {
        return work()
      } finally {
        tasks = before
      }
    },
    clear: () => {
      for (const cancel of cancels) cancel()
      cancels.clear()
      for (const forget of windows) forget()
      subscriptions.clear()
      sent = []
    },
  }
}
