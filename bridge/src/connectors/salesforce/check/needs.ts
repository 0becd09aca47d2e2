import type { Entity } from '../../../engine/entity.ts'
import * as entities from '../entities.ts'

/** What the bridge must be able to do with an object. */
export interface Need {
  readonly entity: Entity
  /** Salesforce's own records are made by people; the catalogue and the billing records by the bridge. */
  readonly creates: boolean
  /** Fields that are written; all others are only read. */
  readonly writes: (field: string) => boolean
}

/** What people say on standard objects: the bridge only reads it. */
const saidByPeople: ReadonlySet<string> = new Set([
  'BC_Company__c',
  'BC_Currency_Code__c',
  'BC_Prices_Include_Tax__c',
  'BC_Shipment_Method__c',
  'BC_Requested_Delivery_Date__c',
  'BC_Business_Unit__c',
  'BC_Department__c',
  'BC_Cost_Center__c',
  'BC_Project__c',
  'BC_Variant_Code__c',
  'BC_Unit_Of_Measure__c',
  'BC_Discount_Amount__c',
  'BC_Discount_Percent__c',
  'BC_Tax_Code__c',
])

const catalogue: readonly string[] = ['Product2', 'PricebookEntry']

/** Every object that the connector knows, once, with the access that all kinds of its records together ask for. */
export const needs: readonly Need[] = [
  ...Map.groupBy(Object.values<unknown>(entities).filter(isEntity), ({ name }) => name),
].map(([name, kinds]) => {
  const made = name.startsWith('BC_') || catalogue.includes(name)
  const fields = Object.assign({}, ...kinds.map((kind) => kind.fields)) as Entity['fields']
  const [entity] = kinds as [Entity]
  return {
    entity: { ...entity, fields },
    creates: made,
    writes: (field) => made || (field.startsWith('BC_') && !saidByPeople.has(field)),
  }
})

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && 'fields' in value && 'key' in value
}
