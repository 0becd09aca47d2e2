import { timingSafeEqual } from 'node:crypto'
import type { Change } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { entitiesOf } from '../sets.ts'

/** What notifications say, once those that are not ours are left out. */
export interface Heard {
  readonly changes: readonly Change[]
  /** Sets that must be looked through: the vendor gives no single records when there were very many. */
  readonly collections: readonly { readonly company: string; readonly set: string }[]
  readonly ignored: number
}

const equal = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const single = /companies\(([0-9a-f-]+)\)\/(\w+)\(([0-9a-f-]+)\)/i
const whole = /companies\(([0-9a-f-]+)\)\/(\w+)(?:\?|$)/i
const kinds = ['created', 'updated', 'deleted'] as const

/**
 * Reads the body of a notification call: `{value: [{clientState, resource, changeType, lastModifiedDateTime}]}`. The client
 * state is the only proof of origin. [Microsoft Learn: Working with webhooks in Dynamics 365 Business Central]
 */
export function readNotifications(body: unknown, clientState: string, companies: readonly CompanyRef[]): Heard {
  const value = (body as { value?: unknown } | undefined)?.value
  const notifications = Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : []
  const changes: Change[] = []
  const collections: { company: string; set: string }[] = []
  let ignored = 0
  for (const each of notifications) {
    const resource = typeof each.resource === 'string' ? each.resource : ''
    const [, company = '', set = '', id = ''] = single.exec(resource) ?? whole.exec(resource) ?? []
    const ours = companies.some((known) => known.id === company.toLowerCase())
    const kind = kinds.find((known) => known === each.changeType)
    if (typeof each.clientState !== 'string' || !equal(each.clientState, clientState) || !ours) ignored++
    else if (each.changeType === 'collection') collections.push({ company: company.toLowerCase(), set })
    else if (kind === undefined || id === '') ignored++
    else {
      const at = typeof each.lastModifiedDateTime === 'string' ? { at: each.lastModifiedDateTime } : {}
      for (const entity of entitiesOf(set)) {
        changes.push({ entity, company: company.toLowerCase(), id: id.toLowerCase(), kind, ...at, echo: false })
      }
    }
  }
  return { changes, collections, ignored }
}
