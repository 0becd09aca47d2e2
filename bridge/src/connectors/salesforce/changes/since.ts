import type { Since } from '../../../engine/desk-ports.ts'
import { catchUp, type Asking } from './catch-up.ts'

/** Everything of a kind that has changed since an instant, deletions and changed lines included. */
export function createSince(asking: Asking): Since {
  return async function* since(entity, _company, from) {
    for await (const found of catchUp(asking, entity, from)) yield [...new Set(found.map(({ change }) => change.id))]
  }
}
