import { identityOf } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { linkKey, type Tables } from './store.ts'

/** A flow, or its two ends the other way round. */
type Ends = Pick<Flow, 'source' | 'target'>

/** The partners of records in a company, by the records' ids; absent when not linked. One query. */
export async function partnersOf(
  { links }: Pick<Tables, 'links'>,
  { source, target }: Ends,
  company: string,
  records: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (records.length === 0) return new Map()
  const ask = (id: string) => ({ entity: identityOf(source), id, partner: identityOf(target) })
  const found = await links.find(company, records.map(ask))
  return new Map(
    records.flatMap((id) => {
      const partner = found.get(linkKey(ask(id)))
      return partner === undefined ? [] : [[id, partner] as const]
    }),
  )
}

/** The partner of one record; undefined when it is not linked. */
export async function partnerOf(
  tables: Pick<Tables, 'links'>,
  ends: Ends,
  company: string,
  record: string,
): Promise<string | undefined> {
  return (await partnersOf(tables, ends, company, [record])).get(record)
}
