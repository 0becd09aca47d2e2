import type { VirtualClock } from '../../kit/clock.ts'
import type { Store } from '../data/store.ts'
import type { IdSource } from '../ids.ts'
import type { Actor } from '../records.ts'
import type { Switches } from '../switches.ts'
import { applyRows } from './apply.ts'
import type { Component, Components } from './component.ts'
import { type DeployOptions, deploy } from './deploy.ts'
import { componentIds, type DeployRecord, deployResult } from './deploy-result.ts'
import type { OrgSchema } from './org-schema.ts'

export interface Deployments {
  /** Takes a zip and answers at once; the work is done after `deploySeconds` of the clock. */
  start(zip: Uint8Array, options: DeployOptions, actor: Actor): string
  /** The DeployResult; undefined when there is no such deploy. */
  result(id: string, includeDetails: boolean): Record<string, unknown> | undefined
  cancel(id: string): boolean
  components(): Components
  /** Forgets the deploys and, unless they are kept, everything deployed. */
  clear(keepMetadata: boolean, actor: Actor): void
}

/** The org's metadata and the deploys that change it, one after the other. */
export function createDeployments(world: {
  store: Store
  schema: OrgSchema
  ids: IdSource
  clock: VirtualClock
  switches: Pick<Switches, 'deploySeconds'>
}): Deployments {
  const { store, schema, ids, clock, switches } = world
  const records = new Map<string, DeployRecord>()
  let idOf = componentIds(ids)
  let org: Components = new Map()

  const now = (): string => new Date(clock.now()).toISOString()

  function use(components: Components, changed: Iterable<Component>, actor: Actor): void {
    org = components
    schema.use(org)
    store.reindex()
    applyRows([...changed], { store, ids, clock, actor })
  }

  function finish(id: string, zip: Uint8Array, actor: Actor): void {
    const record = records.get(id)
    if (!record || record.canceled || record.outcome) return
    const outcome = deploy(zip, record.options, org)
    const deployed = outcome.successes.map(({ component }) => component)
    if (outcome.components) use(outcome.components, deployed, actor)
    records.set(id, { ...record, outcome, completedDate: now() })
  }

  return {
    start(zip, options, actor) {
      const id = ids.next('0Af')
      const createdByName = String(store.get('User', actor.userId)?.Name)
      records.set(id, { id, options, createdBy: actor.userId, createdByName, createdDate: now() })
      if (switches.deploySeconds === 0) finish(id, zip, actor)
      else clock.after(switches.deploySeconds * 1000, () => finish(id, zip, actor))
      return id
    },
    result(id, includeDetails) {
      const record = records.get(id)
      return record && deployResult(record, idOf, includeDetails)
    },
    cancel(id) {
      const record = records.get(id)
      if (!record || record.outcome) return false
      records.set(id, { ...record, canceled: true, completedDate: now() })
      return true
    },
    components: () => org,
    clear(keepMetadata, actor) {
      records.clear()
      idOf = componentIds(ids)
      const kept: Components = keepMetadata ? org : new Map()
      use(kept, kept.values(), actor)
    },
  }
}
