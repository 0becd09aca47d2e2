import type { JobKey } from './jobs.ts'

/**
 * Which record makes the document of a deal. A won opportunity and its order are one deal: whichever takes it first makes the
 * document, the other joins it. Taken before the create and kept, so that nothing that happens in between makes a second one.
 */
export interface DocumentMakers {
  /** Takes the deal unless somebody has it; returns who has it now. */
  take(key: JobKey, deal: string): Promise<JobKey>
  find(deals: readonly string[]): Promise<ReadonlyMap<string, JobKey>>
  /** Hands the deal over. */
  give(key: JobKey, deal: string): Promise<void>
  /** Gives up whatever these records have. */
  release(keys: readonly JobKey[]): Promise<void>
}
