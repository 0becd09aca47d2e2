import { identityOf, type Need } from '../mapping/index.ts'
import { linkOfField } from './linked-fields.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { linkKey } from './store.ts'

type Asked = Omit<Extract<Need, { kind: 'elsewhere' }>, 'kind'>

const keyOf = (asked: Asked): string => `${linkKey(linkOfField(asked))}|${asked.field}`

/**
 * What stands in fields of the partners that records have in the other companies, and of those that they were parted from
 * there: what was written back from them may still stand on the record. One call per other company that has any.
 */
export async function fieldsElsewhere(
  { flow, company, companies, store, target }: Run,
  needs: readonly Need[],
): Promise<(asked: Asked) => readonly unknown[]> {
  const wanted = needs
    .filter((need) => need.kind === 'elsewhere')
    .filter(({ from, to }) => sameEntity(from, identityOf(flow.source)) && sameEntity(to, identityOf(flow.target)))
  const values = new Map<string, unknown[]>()
  if (wanted.length === 0) return () => []
  const fields = [...new Set([flow.target.key, ...wanted.map(({ field }) => field)])]
  for (const other of companies.filter(({ id }) => id !== company.id)) {
    const links = await store.links.find(other.id, wanted.map(linkOfField))
    const written = await store.written.find(
      flow.name,
      other.id,
      wanted.map(({ id }) => id),
    )
    const partners = wanted.flatMap((need) => {
      const id = links.get(linkKey(linkOfField(need))) ?? written.get(need.id)?.targetId
      return id === undefined ? [] : [{ need, id }]
    })
    if (partners.length === 0) continue
    const ids = [...new Set(partners.map(({ id }) => id))]
    const records = await target.reader.read(flow.target, other, ids, fields)
    for (const { need, id } of partners) {
      values.set(keyOf(need), [...(values.get(keyOf(need)) ?? []), records.get(id)?.fields[need.field]])
    }
  }
  return (asked) => values.get(keyOf(asked)) ?? []
}
