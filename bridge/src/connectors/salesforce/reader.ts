import type { FieldValues, Reader } from '../../engine/ports.ts'
import type { SourceRecord } from '../../engine/records.ts'
import { absentFields } from './absent-fields.ts'
import type { Client } from './client.ts'
import { createDeleted } from './deleted.ts'
import type { Describes } from './describe.ts'
import { createFind } from './find.ts'
import { createKnown } from './known.ts'
import { createMergedInto } from './merged-into.ts'
import { query } from './query.ts'
import { select, selectClause, toRecord } from './selection.ts'
import { among, bareId, groupsOf, isId } from './soql.ts'
import { urgencyOf } from './urgency.ts'

/** Salesforce takes more ids in one query; this many keep it short enough for a URL and quick enough to answer. */
const idsPerQuery = 200

export function createReader(client: Client, describes: Describes): Reader {
  const find = createFind(client)
  return {
    async read(entity, _company, ids, fields) {
      const absent = await absentFields(describes, entity, fields)
      const nothing = Object.fromEntries(absent.map((name) => [name, null]))
      const present = fields.filter((name) => !absent.includes(name))
      const selection = { ...select(entity, present), mirrors: true }
      const select_ = selectClause(selection)
      const wanted = new Map(ids.filter(isId).map((id) => [bareId(id), id]))
      const found = new Map<string, SourceRecord>()
      const around = encodeURIComponent(select_).length + 100
      for (const group of groupsOf([...wanted.values()], { around, most: idsPerQuery })) {
        const rows = await query(client, `${select_} WHERE ${among('Id', group)}`, { urgency: urgencyOf(entity) })
        for (const record of await Promise.all(rows.map((row) => toRecord(client, selection, row)))) {
          const values = absent.length === 0 ? record.fields : { ...record.fields, ...nothing }
          found.set(wanted.get(bareId(record.id)) ?? record.id, { ...record, fields: values })
        }
      }
      return found
    },
    mergedInto: createMergedInto(client),
    deleted: createDeleted(client),
    async find(entity, company, wanted, fields) {
      // An org without the field has one kind of record only: nothing to tell apart by it.
      const absent = await absentFields(describes, entity, [...fields, ...wanted.flatMap(Object.keys)])
      if (absent.length === 0) return find(entity, company, wanted, fields)
      const without = (values: FieldValues) =>
        Object.fromEntries(Object.entries(values).filter(([name]) => !absent.includes(name)))
      return find(
        entity,
        company,
        wanted.map(without),
        fields.filter((name) => !absent.includes(name)),
      )
    },
    known: createKnown(client, describes),
  }
}
