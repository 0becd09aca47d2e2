import { timingSafeEqual } from 'node:crypto'
import type { Change } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { entitiesOf } from '../sets.ts'

/** What notifications say, once those that are not ours are left out. */
export interface Heard {
  readonly changes: readonly Change[]
  /** Notifications of a whole set, which must be looked through: the vendor names no single records when there were many. */
  readonly collections: number
  readonly accepted: number
  readonly ignored: number
}

const equal = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const single = /companies\(([0-9a-f-]+)\)\/(\w+)\(([0-9a-f-]+)\)/i
const whole = /companies\(([0-9a-f-]+)\)\/(\w+)(?:\?|$)/i
const kinds = ['created', 'updated', 'deleted'] as const

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What one notification says; undefined when it is none of ours. */
function read(
  each: unknown,
  clientState: string,
  companies: readonly CompanyRef[],
): Change[] | 'collection' | undefined {
  if (!isRow(each) || typeof each.clientState !== 'string' || !equal(each.clientState, clientState)) return undefined
  const resource = typeof each.resource === 'string' ? each.resource : ''
  const [, company = '', set = '', id = ''] = single.exec(resource) ?? whole.exec(resource) ?? []
  const [about] = companies.filter((known) => known.id === company.toLowerCase())
  const entities = entitiesOf(set)
  if (!about || entities.length === 0) return undefined
  if (each.changeType === 'collection') return 'collection'
  const kind = kinds.find((known) => known === each.changeType)
  if (kind === undefined || id === '') return undefined
  const at = typeof each.lastModifiedDateTime === 'string' ? { at: each.lastModifiedDateTime } : {}
  return entities.map((entity) => ({ entity, company: about.id, id: id.toLowerCase(), kind, ...at, echo: false }))
}

/**
 * Reads the body of a notification call: `{value: [{clientState, resource, changeType, lastModifiedDateTime}]}`. The client
 * state is the only proof of origin. [Microsoft Learn: Working with webhooks in Dynamics 365 Business Central]
 */
export function readNotifications(body: unknown, clientState: string, companies: readonly CompanyRef[]): Heard {
  const notifications: unknown[] = isRow(body) && Array.isArray(body.value) ? body.value : []
  const heard = notifications.map((each) => read(each, clientState, companies))
  const ignored = heard.filter((each) => each === undefined).length
  return {
    changes: heard.flatMap((each) => (Array.isArray(each) ? each : [])),
    collections: heard.filter((each) => each === 'collection').length,
    accepted: heard.length - ignored,
    ignored,
  }
}
