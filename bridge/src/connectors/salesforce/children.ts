import type { Entity } from '../../engine/entity.ts'

/** How the lines of a document hang together in Salesforce. */
export interface Children {
  /** The field of the entity that holds the lines. */
  readonly field: string
  /** The entity of the lines. */
  readonly entity: Entity
  /** What a sub-query calls them. */
  readonly relationship: string
  /** The field of a line that names its document. */
  readonly parentField: string
  /** The lines are people's: the bridge writes to those that are linked, and neither adds nor deletes any. */
  readonly ofPeople: boolean
}

const relations: Readonly<Record<string, { relationship: string; parentField: string; ofPeople?: boolean }>> = {
  'Order.OrderItems': { relationship: 'OrderItems', parentField: 'OrderId', ofPeople: true },
  'Opportunity.OpportunityLineItems': {
    relationship: 'OpportunityLineItems',
    parentField: 'OpportunityId',
    ofPeople: true,
  },
  'BC_Invoice__c.Lines': { relationship: 'BC_Invoice_Lines__r', parentField: 'BC_Invoice__c' },
  'BC_Payment__c.Applications': { relationship: 'BC_Applications__r', parentField: 'BC_Payment__c' },
}

/** The kinds of lines that an entity has. */
export function childrenOf(entity: Entity): readonly Children[] {
  return Object.entries(entity.fields).flatMap(([field, { kind, lines }]) => {
    if (kind !== 'lines' || lines === undefined) return []
    const relation = relations[`${entity.name}.${field}`]
    if (relation === undefined) throw new Error(`${entity.name}.${field} has no entry in children.ts`)
    return [{ field, entity: lines, ofPeople: false, ...relation }]
  })
}
