import { sql } from 'kysely'
import { AlreadyLinked, linkKey, type Link, type Links } from '../engine/store.ts'
import type { EntityRef } from '../mapping/index.ts'
import type { Database } from './connection.ts'

interface Wanted {
  readonly entity: EntityRef
  readonly id: string
  readonly partner: EntityRef
}

const isLeft = (one: EntityRef, other: EntityRef) =>
  one.system === other.system ? one.name <= other.name : one.system < other.system

/** One row per pair, whichever side asks. */
function rowOf(link: Link) {
  const source = { entity: link.source, id: link.sourceId }
  const target = { entity: link.target, id: link.targetId }
  const [left, right] = isLeft(link.source, link.target) ? [source, target] : [target, source]
  return {
    company: link.company,
    left_system: left.entity.system,
    left_name: left.entity.name,
    left_id: left.id,
    right_system: right.entity.system,
    right_name: right.entity.name,
    right_id: right.id,
  }
}

const fromSource = (link: Link): Wanted => ({ entity: link.source, id: link.sourceId, partner: link.target })
const fromTarget = (link: Link): Wanted => ({ entity: link.target, id: link.targetId, partner: link.source })

/** The partners of records of one kind: equal conditions and one list of ids, which an index serves whatever the statistics. */
async function findOfKind(
  db: Database,
  company: string,
  entity: EntityRef,
  partner: EntityRef,
  ids: string[],
): Promise<[id: string, partner: string][]> {
  const [left, right] = isLeft(entity, partner) ? [entity, partner] : [partner, entity]
  const own = sql.ref(left === entity ? 'left_id' : 'right_id')
  const { rows } = await sql<{ left_id: string; right_id: string }>`
    SELECT left_id, right_id FROM bridge.links
    WHERE company = ${company} AND left_system = ${left.system} AND left_name = ${left.name}
      AND right_system = ${right.system} AND right_name = ${right.name} AND ${own} = ANY(${ids}::text[])`.execute(db)
  return rows.map((row) => (left === entity ? [row.left_id, row.right_id] : [row.right_id, row.left_id]))
}

/** Which record is which, on the other side. */
export function links(db: Database): Links {
  const find: Links['find'] = async (company, wanted) => {
    const kinds = Map.groupBy(wanted, (each) => linkKey({ ...each, id: '' }))
    const found = new Map<string, string>()
    for (const [first, ...others] of kinds.values()) {
      if (!first) continue
      const { entity, partner } = first
      const ids = [...new Set([first, ...others].map((each) => each.id))]
      for (const [id, one] of await findOfKind(db, company, entity, partner, ids)) {
        found.set(linkKey({ entity, id, partner }), one)
      }
    }
    return found
  }

  /** Of links that were not inserted: those that stand already are fine, the first other one is refused. */
  const refuseOthers = async (company: string, refused: readonly Link[]): Promise<void> => {
    const found = await find(company, [...refused.map(fromSource), ...refused.map(fromTarget)])
    for (const link of refused) {
      const target = found.get(linkKey(fromSource(link)))
      if (target === link.targetId) continue
      const source = found.get(linkKey(fromTarget(link)))
      throw new AlreadyLinked(
        link,
        source === undefined ? `${link.target.name} ${target ?? ''}` : `${link.source.name} ${source}`,
      )
    }
  }

  return {
    find,

    async save(added) {
      for (const [company, own] of Map.groupBy(added, (link) => link.company)) {
        const inserted = await db
          .insertInto('bridge.links')
          .values(own.map(rowOf))
          .onConflict((conflict) => conflict.doNothing())
          .returning(['left_id', 'right_id'])
          .execute()
        if (inserted.length < own.length) await refuseOthers(company, own)
      }
    },

    async removeOf(company, entity, ids) {
      if (ids.length === 0) return
      const sides = ['left', 'right'] as const
      for (const side of sides) {
        const [system, name, id] = [sql.ref(`${side}_system`), sql.ref(`${side}_name`), sql.ref(`${side}_id`)]
        await sql`
          DELETE FROM bridge.links
          WHERE company = ${company} AND ${system} = ${entity.system} AND ${name} = ${entity.name}
            AND ${id} = ANY(${[...ids]}::text[])`.execute(db)
      }
    },

    async remove(link) {
      const row = rowOf(link)
      await sql`
        DELETE FROM bridge.links
        WHERE (company, left_system, left_name, left_id, right_system, right_name, right_id) = (
          ${row.company}, ${row.left_system}, ${row.left_name}, ${row.left_id},
          ${row.right_system}, ${row.right_name}, ${row.right_id})`.execute(db)
    },
  }
}
