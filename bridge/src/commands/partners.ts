import { identityOf, type CompanyRef, type EntityRef } from '../mapping/index.ts'
import { linkKey } from '../engine/store.ts'
import type { Office } from './office.ts'

/** A record that a record of the desk's system is linked to. */
export interface Partner {
  readonly company: CompanyRef
  /** What the record itself is. */
  readonly own: EntityRef
  readonly entity: EntityRef
  readonly id: string
}

/** What a record of the desk's system is linked to, in every company: the kinds of records that flows bring together. */
export async function partnersOf(
  { store, flows, companies, connectors }: Pick<Office, 'store' | 'flows' | 'companies' | 'connectors'>,
  record: string,
): Promise<readonly Partner[]> {
  const system = connectors.find(({ desk }) => desk)?.system
  const pairs = new Map<string, { own: EntityRef; entity: EntityRef }>()
  for (const { source, target } of flows()) {
    const [own, entity] = source.system === system ? [source, target] : [target, source]
    const pair = { own: identityOf(own), entity: identityOf(entity) }
    pairs.set(`${pair.own.name} ${pair.entity.name}`, pair)
  }
  const found: Partner[] = []
  for (const company of companies) {
    const wanted = [...pairs.values()].map(({ own, entity }) => ({ entity: own, id: record, partner: entity }))
    const links = await store.links.find(company.id, wanted)
    for (const each of wanted) {
      const id = links.get(linkKey(each))
      if (id !== undefined) found.push({ company, own: each.entity, entity: each.partner, id })
    }
  }
  return found
}
