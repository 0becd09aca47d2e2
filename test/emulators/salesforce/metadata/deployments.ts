import type { VirtualClock } from '../../kit/clock.ts'
import type { Store } from '../data/store.ts'
import type { IdSource } from '../ids.ts'
import type { Actor } from '../records.ts'
import type { Switches } from '../switches.ts'
import { applyRows } from './apply.ts'
import type { Components } from './component.ts'
import { deploy, type Outcome } from './deploy.ts'
import type { DeployOptions } from './deploy-options.ts'
import { componentIds, type DeployRecord, deployResult } from './deploy-result.ts'
import type { OrgSchema } from './org-schema.ts'
import { rowsInUse, withdrawRows } from './withdraw.ts'

export interface Deployments {
  /** Takes a zip and answers at once; the work is done after `deploySeconds` of the clock. */
  start(zip: Uint8Array, options: DeployOptions, actor: Actor): string
  /**
   * Deploys what a validation (checkOnly) has checked, without checking it again. Undefined: it was none, it failed, it is older
   * than ten days, or something was deployed since. [Metadata API Developer Guide: deployRecentValidation()]
   */
  startValidated(validationId: string, actor: Actor): string | undefined
  /** Deploys at once, beside the deploys that are counted and told: how packages are installed. */
  deployNow(zip: Uint8Array, options: DeployOptions, actor: Actor): Outcome
  /** The DeployResult; undefined when there is no such deploy. */
  result(id: string, includeDetails: boolean): Record<string, unknown> | undefined
  /** False: there is none, or it is done. */
  cancel(id: string, actor: Actor): boolean
  components(): Components
  /** The id of a component, the same from deploy to deploy. */
  idOf(type: string, fullName: string): string
  /** Forgets the deploys and, unless they are kept, everything deployed. */
  clear(keepMetadata: boolean, actor: Actor): void
}

/** Refusals whose texts are not documented. */
export const notValidated = (id: string): string =>
  `${id} is not a validation of the last ten days that succeeded, with no deploy since`
export const notCancelable = (id: string): string => `${id} is not a deployment that is pending or in progress`

const tenDays = 10 * 86_400_000

interface Job extends DeployRecord {
  readonly zip: Uint8Array
  /** Which state of the org a validation was checked against. */
  readonly checkedAgainst?: Components
}

/** The org's metadata and the deploys that change it, one after the other. */
export function createDeployments(world: {
  store: Store
  schema: OrgSchema
  ids: IdSource
  clock: VirtualClock
  switches: Pick<Switches, 'deploySeconds'>
  /** Told whenever the org's metadata has become other. */
  changed?: () => void
}): Deployments {
  const { store, schema, ids, clock, switches } = world
  const jobs = new Map<string, Job>()
  let idOf = componentIds(ids)
  let org: Components = new Map()

  const now = (): string => new Date(clock.now()).toISOString()
  const nameOf = (userId: string): string => String(store.get('User', userId)?.Name)

  function use(components: Components, actor: Actor): void {
    const removed = [...org].flatMap(([key, component]) => (components.has(key) ? [] : [component]))
    const changed = [...components].flatMap(([key, component]) => (org.get(key) === component ? [] : [component]))
    withdrawRows(removed, { store, actor })
    org = components
    schema.use(org)
    store.reindex()
    applyRows(changed, { store, ids, clock, actor })
    world.changed?.()
  }

  function deployNow(zip: Uint8Array, options: DeployOptions, actor: Actor): Outcome {
    const outcome = deploy(zip, options, org, (component) => rowsInUse(component, store))
    if (outcome.components) use(outcome.components, actor)
    return outcome
  }

  function finish(id: string, actor: Actor): void {
    const job = jobs.get(id)
    if (!job || job.canceled || job.outcome) return
    const before = org
    const outcome = deployNow(job.zip, job.options, actor)
    jobs.set(id, {
      ...job,
      outcome,
      completedDate: now(),
      ...(job.options.checkOnly ? { checkedAgainst: before } : {}),
    })
  }

  function start(zip: Uint8Array, options: DeployOptions, actor: Actor): string {
    const id = ids.next('0Af')
    jobs.set(id, { id, options, zip, createdBy: actor.userId, createdByName: nameOf(actor.userId), createdDate: now() })
    if (switches.deploySeconds === 0) finish(id, actor)
    else clock.after(switches.deploySeconds * 1000, () => finish(id, actor))
    return id
  }

  return {
    start,
    deployNow,
    startValidated(validationId, actor) {
      const validation = jobs.get(validationId)
      if (validation?.outcome?.status !== 'Succeeded' || validation.checkedAgainst !== org) return undefined
      if (clock.now() - Date.parse(validation.completedDate ?? '') > tenDays) return undefined
      return start(validation.zip, { ...validation.options, checkOnly: false }, actor)
    },
    result(id, includeDetails) {
      const record = jobs.get(id)
      return record && deployResult(record, idOf, includeDetails)
    },
    cancel(id, actor) {
      const job = jobs.get(id)
      if (!job || job.outcome || job.canceled) return false
      const by = { id: actor.userId, name: nameOf(actor.userId) }
      jobs.set(id, { ...job, canceled: by, completedDate: now() })
      return true
    },
    components: () => org,
    idOf: (type, fullName) => idOf(type, fullName),
    clear(keepMetadata, actor) {
      jobs.clear()
      idOf = componentIds(ids)
      const kept: Components = keepMetadata ? org : new Map()
      // Everything is applied anew: the data is gone.
      org = new Map()
      use(kept, actor)
    },
  }
}
