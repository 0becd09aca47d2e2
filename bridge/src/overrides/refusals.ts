import type { Flow } from '../engine/define-flow.ts'
import type { Entity } from '../engine/entity.ts'
import type { LiveField } from '../engine/ports.ts'
import type { Rule } from '../mapping/index.ts'
import type { RuleOverride } from './document.ts'
import type { Schemas } from './live-schema.ts'

/** Why a field may not be filled otherwise than by default, or not be left alone; undefined when it may. */
export type Refusal = (
  name: string,
  change: RuleOverride,
  of: {
    readonly live: LiveField | undefined
    readonly made?: Pick<Rule<never, unknown>, 'stage' | 'onCreateOnly' | 'matchOnly'>
  },
) => string | undefined

/** Where the customer's own number of a document may stand. [Microsoft Learn: salesInvoice resource type] */
const ofTheCustomer = 'customerPurchaseOrderReference'

const ownKey = "It holds the bridge's own key, which tells its records from others."
const needed = (entity: Entity) => `A ${entity.label} cannot be without it: give it another rule instead.`
const isRequired = (entity: Entity, name: string, live: LiveField | undefined) =>
  entity.fields[name]?.required === true || live?.required === true

/** What the bridge itself needs of a flow's rules. */
export function refusals(flow: Flow, schemas: Schemas): Refusal {
  const { target, reference } = flow
  const found = new Set(flow.match.flat())
  const belongs = new Set(flow.belongs?.reads)
  const instead =
    schemas(target)?.fields.has(ofTheCustomer) === true ? ` Put the number of the customer into ${ofTheCustomer}.` : ''
  return (name, change, { live, made }) => {
    if (name === target.ourKey) return ownKey
    if (name === reference?.field) {
      return `It carries the reference by which the ${target.label} is found again; without it the same deal would make a second one.${instead}`
    }
    if (change === 'remove') {
      if (isRequired(target, name, live)) return needed(target)
      if (found.has(name)) return 'Partners are found by it: give it another rule instead, or onCreate: true.'
      return belongs.has(name) ? 'It tells which company a record belongs to.' : undefined
    }
    if (change.owner === undefined) return undefined
    if (flow.onTargetChanged !== 'compare') return looksAway(flow)
    if (made?.stage !== undefined) return 'Who owns it depends on the first won order.'
    if (made?.matchOnly === true) return 'It serves to find partners and is never written: nobody owns it.'
    return made?.onCreateOnly === true
      ? 'It is filled when the record is created and belongs to the other side from then on; add onCreate: false.'
      : undefined
  }
}

/** What the bridge needs of the rules of lines: they have no owner of their own. */
export function refusalsOfLines(target: Entity): Refusal {
  return (name, change, { live }) => {
    if (name === 'BC_Key__c' || name === target.ourKey) return ownKey
    if (change === 'remove') return isRequired(target, name, live) ? needed(target) : undefined
    return change.owner === undefined ? undefined : 'Lines are compared as a whole: the document owns them.'
  }
}

export const looksAway = ({ target }: Pick<Flow, 'target'>): string =>
  `The flow does not look at what is edited in the ${target.label}: its source always wins.`

/** Why there is nothing for a conflict rule to decide; undefined when there is. */
export function nothingInConflict(flow: Pick<Flow, 'target' | 'onTargetChanged' | 'map'>): string | undefined {
  if (flow.onTargetChanged !== 'compare') return looksAway(flow)
  if (Object.values(flow.map).some(({ owner }) => owner === 'shared')) return undefined
  return 'No field of this flow may be edited on both sides: what its source owns is put back. Say owner: shared of a field first.'
}
