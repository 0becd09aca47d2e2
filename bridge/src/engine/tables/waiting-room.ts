import type { EntityRef } from '../../mapping/index.ts'
import type { JobKey } from './jobs.ts'

/** Jobs that wait for a link to appear. */
export interface WaitingRoom {
  /**
   * Waits for all of `missing`, in place of what it waited for before, and since then. False when one of them has been linked in this very
   * moment: then it does not wait, and has to be run again.
   */
  wait(
    job: JobKey,
    missing: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
    at: string,
  ): Promise<boolean>
  /**
   * What these jobs went on without and would use, in place of what they hoped for before: they do not wait, but are woken
   * when it appears. Returns those for which something has been linked in this very moment: they have to be run again.
   */
  hope(
    jobs: readonly {
      readonly job: JobKey
      readonly missing: readonly { entity: EntityRef; id: string; partner: EntityRef }[]
    }[],
    at: string,
  ): Promise<readonly JobKey[]>
  /** Takes out and returns the jobs that waited, or hoped, for one of these. */
  wake(
    company: string,
    appeared: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<readonly JobKey[]>
  /** The jobs that wait for one of these; they stay. */
  waitingFor(
    company: string,
    records: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<readonly JobKey[]>
  leave(keys: readonly JobKey[]): Promise<void>
  /** What these jobs wait for, and since when. */
  waitedFor(
    keys: readonly JobKey[],
  ): Promise<readonly (JobKey & { entity: EntityRef; id: string; partner: EntityRef; since: string })[]>
  list(limit: number): Promise<readonly (JobKey & { missing: string; since: string })[]>
  count(): Promise<number>
}
