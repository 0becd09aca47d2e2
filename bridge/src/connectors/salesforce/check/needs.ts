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

const catalogue: readonly string[] = ['Product2', 'PricebookEntry']

/** Every object that the connector knows, with the access that it asks for. */
export const needs: readonly Need[] = Object.values<unknown>(entities)
  .filter(isEntity)
  .map((entity) => {
    const made = entity.name.startsWith('BC_') || catalogue.includes(entity.name)
    return { entity, creates: made, writes: (field) => made || field.startsWith('BC_') }
  })

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && 'fields' in value && 'key' in value
}
