import type { JobKey } from './jobs.ts'

/** What a person has chosen for a parked record: the id of one of the choices. */
export interface Decision extends JobKey {
  readonly choice: string
}

export interface Decisions {
  find(keys: readonly JobKey[]): Promise<readonly Decision[]>
  save(decisions: readonly (Decision & { readonly at: string })[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
}
