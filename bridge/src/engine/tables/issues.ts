import type { EntityRef } from '../../mapping/index.ts'
import type { JobKey } from './jobs.ts'

/** A parked record. */
export interface Issue extends JobKey {
  readonly id: string
  /** When it was tried last. */
  readonly at: string
  /** When it was parked first. */
  readonly opened: string
  /** How often it has been tried in vain. */
  readonly attempts: number
  readonly message: string
  readonly advice: string
  readonly vendor: string | undefined
  /** What a person may choose to mend it (`choose`). */
  readonly choices?: readonly Choice[] | undefined
}

/** One way out of an issue: a record to link, `source`, `recreate` …, with words for a person. */
export interface Choice {
  readonly id: string
  readonly label: string
}

export interface NewIssue extends Omit<Issue, 'id' | 'opened' | 'attempts'> {
  /** Records, besides the source record, whose change may mend it: the candidates of an ambiguous match, the target. */
  readonly concerns?: readonly { readonly entity: EntityRef; readonly id: string }[]
}

/** An issue for people to see. */
export interface ShownIssue extends Issue {
  /** Its id, unlike that of any issue of another database. */
  readonly key: string
  /** What a person calls the record. */
  readonly title: string | undefined
  /** Fingerprint of what it says. */
  readonly said: string
}

export interface IssueNews {
  readonly open: readonly ShownIssue[]
  /** Issues that are shown as open and are not any more. */
  readonly closed: readonly Pick<ShownIssue, 'id' | 'key'>[]
}

export interface Issues {
  /** Opens an issue, or renews the one that is open for the same job. */
  open(issues: readonly NewIssue[]): Promise<void>
  /** Closes what is open for these jobs; returns how many were. */
  close(keys: readonly JobKey[]): Promise<number>
  list(limit: number): Promise<readonly Issue[]>
  /** By id or key. */
  get(id: string): Promise<Issue | undefined>
  /** A person asks to have these tried again: that they fail as before is news then. */
  ask(keys: readonly JobKey[]): Promise<void>
  /** The jobs of a flow that are parked; of all flows when left out. */
  parked(flow?: string): Promise<readonly JobKey[]>
  /** The open issues of these jobs. */
  of(keys: readonly JobKey[]): Promise<readonly Issue[]>
  /** The jobs that are parked under names that begin so. */
  parkedUnder(prefix: string): Promise<readonly JobKey[]>
  /** What people have not been shown yet: open issues that are new or say something new, and shown ones that are closed. */
  news(limit: number): Promise<IssueNews>
  /** Remembers what was shown, and forgets the closed ones. */
  shown(open: readonly Pick<ShownIssue, 'id' | 'said'>[], closed: readonly string[]): Promise<void>
  count(): Promise<number>
  /** Jobs whose open issue may be mended by a change of one of these records, in this company ('' = in any). */
  concerning(records: readonly { entity: EntityRef; id: string; company: string }[]): Promise<readonly JobKey[]>
}
