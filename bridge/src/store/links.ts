import { sql } from 'kysely'
import { AlreadyLinked, linkKey, type Link, type Links } from '../engine/store.ts'
import type { EntityRef } from '../mapping/index.ts'
import type { Database } from './connection.ts'

interface End {
  readonly entity: EntityRef
  readonly id: string
}

const isLeft = (one: EntityRef, other: EntityRef) =>
  one.system === other.system ? one.name <= other.name : one.system < other.system

/** One row per pair, whichever side asks. */
function rowOf(link: Link) {
  const source: End = { entity: link.source, id: link.sourceId }
  const target: End = { entity: link.target, id: link.targetId }
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

/** Which record is which, on the other side. */
export function links(db: Database): Links {
  const partnerOf = async (company: string, end: End, partner: EntityRef): Promise<string | undefined> => {
    const wanted = { entity: end.entity, id: end.id, partner }
    return (await find(company, [wanted])).get(linkKey(wanted))
  }

  const find: Links['find'] = async (company, wanted) => {
    if (wanted.length === 0) return new Map()
    const { rows } = await sql<{ place: number; partner: string }>`
      WITH wanted AS (
        SELECT * FROM unnest(
          ${wanted.map((each) => each.entity.system)}::text[], ${wanted.map((each) => each.entity.name)}::text[],
          ${wanted.map((each) => each.id)}::text[], ${wanted.map((each) => each.partner.system)}::text[],
          ${wanted.map((each) => each.partner.name)}::text[]
        ) WITH ORDINALITY AS one (system, name, id, partner_system, partner_name, place)
      )
      SELECT place::int AS place, right_id AS partner FROM wanted JOIN bridge.links ON company = ${company}
        AND (left_system, left_name, left_id, right_system, right_name) = (system, name, id, partner_system, partner_name)
      UNION ALL
      SELECT place::int, left_id FROM wanted JOIN bridge.links ON company = ${company}
        AND (right_system, right_name, right_id, left_system, left_name) = (system, name, id, partner_system, partner_name)`.execute(
      db,
    )
    return new Map(
      rows.flatMap(({ place, partner }) => {
        const asked = wanted[place - 1]
        return asked ? [[linkKey(asked), partner] as const] : []
      }),
    )
  }

  return {
    find,

    async save(added) {
      for (const link of added) {
        const inserted = await db
          .insertInto('bridge.links')
          .values(rowOf(link))
          .onConflict((conflict) => conflict.doNothing())
          .returning('company')
          .executeTakeFirst()
        if (inserted) continue
        const target = await partnerOf(link.company, { entity: link.source, id: link.sourceId }, link.target)
        const source = await partnerOf(link.company, { entity: link.target, id: link.targetId }, link.source)
        if (target === link.targetId) continue
        throw new AlreadyLinked(
          link,
          source === undefined ? `${link.target.name} ${target ?? ''}` : `${link.source.name} ${source}`,
        )
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
