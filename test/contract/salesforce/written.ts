import { Misconfigured, Rejected } from '../../../bridge/src/engine/errors.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import type { FieldValues, Writer, Written } from '../../../bridge/src/engine/ports.ts'
import { company } from './org.ts'

/** The key under which the bridge keeps a record of Business Central. */
export const key = (record: string): string => `${company.id}:${record}`.toLowerCase()

/** Writes one record, by the key of `r1` unless told otherwise. */
export async function writeOne(
  writer: Writer,
  entity: Entity,
  fields: FieldValues,
  options: { key?: string; id?: string } = {},
): Promise<Written> {
  const one = { key: key(options.key ?? 'r1'), id: options.id, fields }
  const [written] = await writer.write(entity, company, [one])
  if (!written) throw new Error('no answer')
  return written
}

export function idOf(written: Written | undefined): string {
  if (written === undefined || written.outcome === 'failed') throw new Error(`not written: ${written?.error.message}`)
  return written.id
}

/** What refused a write: kind, the vendor's words and what to do. */
export function errorOf(written: Written | undefined): { kind: string; vendor: string; advice: string } {
  if (written?.outcome !== 'failed') throw new Error('it was written')
  const { error } = written
  const advice = error instanceof Rejected || error instanceof Misconfigured ? error.advice : ''
  return { kind: error.name, vendor: error.vendor ?? '', advice }
}
