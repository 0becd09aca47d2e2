import type { JobKey } from './jobs.ts'

/** How a record stands in a flow, in a sentence that a salesperson understands. */
export interface Standing extends JobKey {
  /** What a person calls the record, "Acme", when it is known. */
  readonly title: string | undefined
  /** `withdrawn`: it was in step, and is taken back. */
  readonly status: 'synced' | 'waiting' | 'parked' | 'skipped' | 'withdrawn'
  readonly message: string
  readonly at: string
  /** What the source record was told last. */
  readonly told?: string | undefined
}

export interface Standings {
  find(keys: readonly JobKey[]): Promise<readonly Standing[]>
  /** Keeps `told` as it was. */
  save(standings: readonly Standing[]): Promise<void>
  told(keys: readonly (JobKey & { told: string })[]): Promise<void>
  /** Records whose source was not told how they stand: a bridge died in between. `words`: what each status is called there. */
  untold(flows: readonly string[], words: Readonly<Record<string, string>>, limit: number): Promise<readonly JobKey[]>
}
