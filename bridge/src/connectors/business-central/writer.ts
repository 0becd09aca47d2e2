import { Rejected, SyncError } from '../../engine/errors.ts'
import type { Write, Writer, Written } from '../../engine/ports.ts'
import type { Entity, Field } from '../../engine/entity.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, type Client, type JsonRow } from './client.ts'
import { etagOf, rowsById, selection } from './read/rows.ts'
import { setOf } from './sets.ts'
import { fromWire, newRow, sameValue, toWire } from './wire.ts'

const result = (outcome: 'inserted' | 'modified' | 'unchanged', id: string, version: string | undefined): Written => ({
  outcome,
  id,
  ...(version === undefined ? {} : { version }),
})

type Named = readonly [name: string, field: Field, value: unknown]

function fieldsOf(entity: Entity, { fields }: Write): readonly Named[] {
  return Object.entries(fields).flatMap(([name, value]): Named[] => {
    const field = entity.fields[name]
    return field === undefined || name === entity.key ? [] : [[name, field, value]]
  })
}

/** A record and its lines in one call: all or nothing. [Microsoft Learn: deep insert] */
async function create(client: Client, entity: Entity, company: CompanyRef, { fields }: Write): Promise<Written> {
  const { body } = await client.send({
    method: 'POST',
    path: inCompany(company, setOf(entity)),
    what: `create a ${entity.label}`,
    creating: true,
    body: newRow(entity, fields),
  })
  const row = body as JsonRow
  return result('inserted', String(row.id).toLowerCase(), etagOf(row))
}

/** Only what differs is sent, under the version that it was compared with. */
async function update(
  client: Client,
  entity: Entity,
  company: CompanyRef,
  { id, named, present }: { id: string; named: readonly Named[]; present: JsonRow | undefined },
): Promise<Written> {
  if (!present) {
    throw new Rejected(`The ${entity.label} is no longer in Business Central.`, {
      advice: `Restore the ${entity.label} there, or unlink the record so that a new one is made.`,
    })
  }
  if (named.some(([, field]) => field.kind === 'lines')) {
    throw new Rejected(`Lines of a ${entity.label} that is there already are not changed by this connector.`, {
      advice: 'Change the lines in Business Central. (Flows with lines say update: never.)',
    })
  }
  const different = named.filter(([name, field, value]) => !sameValue(name, fromWire(field, present[name]), value))
  if (different.length === 0) return result('unchanged', id, etagOf(present))
  const { body } = await client.send({
    method: 'PATCH',
    path: inCompany(company, `${setOf(entity)}(${id})`),
    what: `change a ${entity.label}`,
    headers: { 'if-match': etagOf(present) ?? '*' },
    body: Object.fromEntries(different.map(([name, field, value]) => [name, toWire(field, value)])),
  })
  return result('modified', id, etagOf(body as JsonRow))
}

/** Writes Business Central for the engine. It has no upsert: the engine looks before it lets us create. */
export function createWriter(client: Client): Writer {
  /** What stands there now, for all updates of a batch at once. */
  const presentRows = async (entity: Entity, company: CompanyRef, writes: readonly Write[]) => {
    const ids = writes.flatMap(({ id }) => (id === undefined ? [] : [id]))
    if (ids.length === 0) return new Map<string, JsonRow>()
    const names = writes.flatMap((write) => fieldsOf(entity, write)).filter(([, field]) => field.kind !== 'lines')
    const { $select } = selection(entity, [...new Set(names.map(([name]) => name))])
    const rows = await rowsById(client, entity, company, ids, { $select, $expand: undefined })
    return new Map(rows.map((row): [string, JsonRow] => [String(row.id).toLowerCase(), row]))
  }

  return {
    repeatable: 'by-look-up',
    async write(entity, company, writes) {
      const present = await presentRows(entity, company, writes)
      return Promise.all(
        writes.map(async (write): Promise<Written> => {
          const { id } = write
          try {
            if (id === undefined) return await create(client, entity, company, write)
            const row = present.get(id.toLowerCase())
            return await update(client, entity, company, { id, named: fieldsOf(entity, write), present: row })
          } catch (error) {
            if (error instanceof SyncError) return { outcome: 'failed', error }
            throw error
          }
        }),
      )
    },
  }
}
