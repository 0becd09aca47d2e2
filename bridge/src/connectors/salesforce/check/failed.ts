import { Misconfigured, Rejected, SyncError } from '../../../engine/errors.ts'
import type { Check } from '../../../engine/ports.ts'

/** An error as a line that says what to do. */
export function failed(name: string, error: unknown): Check {
  const detail = error instanceof Error ? error.message : String(error)
  const vendor = error instanceof SyncError ? (error.vendor ?? '').replace(/\s+/g, ' ') : ''
  const said = vendor.replace(/^\w+: /, '')
  const advice = error instanceof Misconfigured || error instanceof Rejected ? error.advice : 'Try again in a minute.'
  return { name, ok: false, detail: detail.includes(said) ? detail : `${detail} (${vendor})`, advice }
}
