import type { EntityRef } from '../../mapping/index.ts'

/** Records that have reached the later stage of their life (`FlowSpec.stageOf`); there is no way back. */
export interface Reached {
  find(company: string, entity: EntityRef, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Returns those for which it is news. */
  add(company: string, entity: EntityRef, ids: readonly string[], at: string): Promise<readonly string[]>
}
