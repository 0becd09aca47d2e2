import { Misconfigured, Rejected, SyncError } from '../engine/errors.ts'

/** An error in the words of the person who must act: what is wrong, the vendor's own words, what to change. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const lines = [error.message]
  if (error instanceof SyncError && error.vendor !== undefined) lines.push(`  It said: ${error.vendor}`)
  if (error instanceof Misconfigured || error instanceof Rejected) lines.push(`  What to do: ${error.advice}`)
  return lines.join('\n')
}
