import type { JobKey } from './jobs.ts'

/** Whether a person lets a document go on, and what exactly was asked about. */
export interface Approval extends JobKey {
  /** Of what would be written: another document has to be approved anew. */
  readonly hash: string
  readonly state: 'asked' | 'approved' | 'rejected'
  /** Who has decided. */
  readonly by: string | undefined
  /** Who has asked for it by name, and may not approve it; undefined when nobody has. */
  readonly requestedBy?: string | undefined
  readonly reason: string | undefined
  /** When it was asked about or, once it is decided, decided. */
  readonly at: string
  /** Something else was asked about before that nobody had decided: an answer of that very moment may mean the other. */
  readonly supersedes?: boolean | undefined
}

export interface Approvals {
  find(keys: readonly JobKey[]): Promise<readonly Approval[]>
  ofRecord(record: string): Promise<readonly Approval[]>
  /** Those that nobody has decided, oldest first. */
  asked(limit: number): Promise<readonly Approval[]>
  save(approvals: readonly Approval[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
  /** False when it is decided so already, or when something else is asked about by now. */
  decide(
    approval: Approval,
    decision: {
      readonly state: 'approved' | 'rejected'
      readonly by: string
      readonly reason: string | undefined
      readonly at: string
    },
  ): Promise<boolean>
}
