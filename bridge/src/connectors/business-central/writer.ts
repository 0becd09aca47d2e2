import { SyncError } from '../../engine/errors.ts'
import type { Write, Writer, Written } from '../../engine/ports.ts'
import type { Entity } from '../../engine/records.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, type Client, type JsonRow } from './client.ts'
import { Rejected } from '../../engine/errors.ts'
import { etagOf, selection } from './read/rows.ts'
import { setOf } from './sets.ts'
import { fromWire, newRow, sameValue, toWire } from './wire.ts'

const result = (outcome: 'inserted' | 'modified' | 'unchanged', id: string, version: string | undefined): Written => ({
  outcome,
  id,
  ...(version === undefined ? {} : { version }),
})

/** Writes Business Central for the engine. It has no upsert: the engine looks before it lets us create. */
export function createWriter(client: Client): Writer {
  const create = async (entity: Entity, company: CompanyRef, { fields }: Write): Promise<Written> => {
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
  const update = async (entity: Entity, company: CompanyRef, id: string, { fields }: Write): Promise<Written> => {
    const named = Object.entries(fields).filter(([name]) => entity.fields[name] && entity.fields[name].kind !== 'lines')
    const { $select } = selection(
      entity,
      named.map(([name]) => name),
    )
    const path = inCompany(company, `${setOf(entity)}(${id})`)
    const what = `change a ${entity.label}`
    const answer = await client.send({ method: 'GET', path: `${path}?$select=${$select}`, what, expect: [404] })
    if (answer.status === 404) {
      throw new Rejected(`The ${entity.label} is no longer in Business Central.`, {
        advice: `Restore the ${entity.label} there, or unlink the record so that a new one is made.`,
      })
    }
    const present = answer.body as JsonRow
    const different = named.filter(([name, value]) => {
      const field = entity.fields[name]
      return field !== undefined && !sameValue(fromWire(field, present[name]), value)
    })
    if (different.length === 0) return result('unchanged', id, etagOf(present))
    const changed = await client.send({
      method: 'PATCH',
      path,
      what,
      headers: { 'if-match': etagOf(present) ?? '*' },
      body: Object.fromEntries(
        different.map(([name, value]) => [name, entity.fields[name] ? toWire(entity.fields[name], value) : value]),
      ),
    })
    return result('modified', id, etagOf(changed.body as JsonRow))
  }

  return {
    repeatable: 'by-look-up',
    write: (entity, company, writes) =>
      Promise.all(
        writes.map(async (write): Promise<Written> => {
          try {
            return write.id === undefined
              ? await create(entity, company, write)
              : await update(entity, company, write.id, write)
          } catch (error) {
            if (error instanceof SyncError) return { outcome: 'failed', error }
            throw error
          }
        }),
      ),
  }
}
