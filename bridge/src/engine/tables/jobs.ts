/** One record on its way through one flow. */
export interface JobKey {
  readonly flow: string
  readonly company: string
  readonly record: string
}

export interface Job extends JobKey {
  /** The number of this claim. */
  readonly id: string
  /** How often it has been tried before. */
  readonly attempts: number
}

/** The claim was lost: the database saw this bridge gone, and another may have run the job meanwhile. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
  readonly jobs: readonly Job[]
  constructor(jobs: readonly Job[]) {
    super(`${jobs.length} jobs are no longer ours`)
    this.jobs = jobs
  }
}

/**
 * The work queue. Jobs with one key run one at a time and in order; a job that is asked for while an equal one waits is
 * the same job; one that is asked for while an equal one runs is run once more afterwards. Jobs of a process that died
 * are free again as soon as the database knows of the death.
 */
export interface Jobs {
  /**
   * `after`: ISO instant before which it is not run; a job that waits already keeps the earlier of both instants.
   * Duplicates among `jobs` are one.
   */
  put(jobs: readonly JobKey[], options?: { after?: string }): Promise<void>
  /** Takes up to `limit` jobs of a flow, oldest first. */
  claim(flow: string, limit: number): Promise<readonly Job[]>
  /** Finished. Throws `ClaimLost` when a job is no longer ours: whatever the transaction wrote must not stand. */
  done(jobs: readonly Job[]): Promise<void>
  /** Back into the queue, not before the instant. Those that are no longer ours are left alone. */
  retry(jobs: readonly Job[], after: string): Promise<void>
  /** Which of these flows have jobs that are ready. */
  ready(flows: readonly string[]): Promise<ReadonlySet<string>>
  /** Per flow: ready, running and postponed jobs. */
  counts(): Promise<ReadonlyMap<string, { ready: number; running: number; postponed: number }>>
  /** The next instant at which a postponed job becomes ready, if any. */
  nextReadyAt(): Promise<string | undefined>
}
