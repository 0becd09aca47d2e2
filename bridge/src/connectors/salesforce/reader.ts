import type { Reader } from '../../engine/ports.ts'
import type { SourceRecord } from '../../engine/records.ts'
import type { Client } from './client.ts'
import { createFind } from './find.ts'
import { createKnown } from './known.ts'
import { query } from './query.ts'
import { select, selectClause, toRecord } from './selection.ts'
import { among, bareId, groupsOf, isId } from './soql.ts'
import { urgencyOf } from './urgency.ts'

/** Salesforce takes more ids in one query; this many keep it short enough for a URL and quick enough to answer. */
const idsPerQuery = 200

export function createReader(client: Client): Reader {
  return {
    async read(entity, _company, ids, fields) {
      const selection = select(entity, fields)
      const select_ = selectClause(selection)
      const wanted = new Map(ids.filter(isId).map((id) => [bareId(id), id]))
      const found = new Map<string, SourceRecord>()
      const around = encodeURIComponent(select_).length + 100
      for (const group of groupsOf([...wanted.values()], { around, most: idsPerQuery })) {
        const rows = await query(client, `${select_} WHERE ${among('Id', group)}`, { urgency: urgencyOf(entity) })
        for (const record of await Promise.all(rows.map((row) => toRecord(client, selection, row)))) {
          found.set(wanted.get(bareId(record.id)) ?? record.id, record)
        }
      }
      return found
    },
    find: createFind(client),
    known: createKnown(client),
  }
}
