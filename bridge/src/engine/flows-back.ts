import { identityOf } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { sameEntity } from './missing-links.ts'

/** The flows between the same two kinds of record in the other direction. */
export function flowsBack({ source, target }: Flow, flows: readonly Flow[]): readonly Flow[] {
  return flows.filter(
    (each) =>
      sameEntity(identityOf(each.source), identityOf(target)) &&
      sameEntity(identityOf(each.target), identityOf(source)),
  )
}
