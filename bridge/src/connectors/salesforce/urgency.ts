import type { Entity } from '../../engine/entity.ts'
import type { Urgency } from './client.ts'

/** The catalogue yields to the documents of quote-to-cash. */
export function urgencyOf(entity: Pick<Entity, 'name'>): Urgency {
  return entity.name === 'Product2' || entity.name === 'PricebookEntry' ? 'catalogue' : 'documents'
}
