import type { JobKey } from './jobs.ts'

/** "We are about to create this." Written before the call, removed when the link is confirmed. */
export interface Intent extends JobKey {
  /** What the record to be will carry for certain, by target field: our reference, or the fields it is matched by. */
  readonly marks: Readonly<Record<string, unknown>> | undefined
  /** Target records that already looked like it before we tried: never adopted as ours. */
  readonly known: readonly string[]
  readonly at: string
}

export interface Intents {
  find(keys: readonly JobKey[]): Promise<readonly Intent[]>
  save(intents: readonly Intent[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
}
