import { afterAll, beforeAll, beforeEach } from 'vitest'
import { Misconfigured, Rejected } from '../../../bridge/src/engine/errors.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import type { FieldValues, Writer, Written } from '../../../bridge/src/engine/ports.ts'
import type { Call } from '../../emulators/kit/journal.ts'
import { company, startOrg, type Org } from './org.ts'

/** The key under which the bridge keeps a record of Business Central. */
export const key = (record: string): string => `${company.id}:${record}`.toLowerCase()

/** What a file of tests works on. */
export interface Writing {
  readonly org: Org
  readonly writer: Writer
  /** Writes one record, by the key of `r1` unless told otherwise. */
  readonly write: (entity: Entity, fields: FieldValues, options?: { key?: string; id?: string }) => Promise<Written>
  /** Calls that write, since the last time calls were asked for. */
  readonly writes: () => readonly Call[]
}

/** One org for all tests of a file, as new before each of them, with a writer to it. */
export function writing(): Writing {
  let org: Org
  let writer: Writer
  beforeAll(async () => {
    org = await startOrg()
  })
  beforeEach(async () => {
    await org.reset()
    writer = (await org.connect()).writer
  })
  afterAll(() => org.close())
  return {
    get org() {
      return org
    },
    get writer() {
      return writer
    },
    async write(entity, fields, options = {}) {
      const one = { key: key(options.key ?? 'r1'), id: options.id, fields }
      const [written] = await writer.write(entity, company, [one])
      if (!written) throw new Error('no answer')
      return written
    },
    writes: () => org.calls().filter((call) => call.write),
  }
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
