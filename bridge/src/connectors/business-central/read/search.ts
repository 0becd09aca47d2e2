import type { Entity, Field } from '../../../engine/entity.ts'
import type { FieldValues } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, type Client, type JsonRow } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { setOf } from '../sets.ts'
import { literal } from '../wire.ts'
import { invoicedOrders } from './invoiced-orders.ts'

/** More than this many are as good as any: a person must choose. */
export const mostFound = 10

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields[name]
  if (!field) throw new Error(`${entity.name} has no field ${name}.`)
  return field
}

/**
 * For each set of values, the rows that carry all of them: one question each, sent together. A sales order is found by its
 * reference even when it is gone because it was invoiced.
 */
export async function search(
  client: Client,
  entity: Entity,
  company: Pick<CompanyRef, 'id'>,
  wanted: readonly FieldValues[],
  $select: string,
): Promise<readonly (readonly JsonRow[])[]> {
  const paths = wanted.map((values) => {
    const terms = Object.entries(values).map(([name, value]) => `${name} eq ${literal(fieldOf(entity, name), value)}`)
    return inCompany(company, setOf(entity)) + queryString({ $filter: terms.join(' and '), $select, $top: mostFound })
  })
  const found = await client.rowsOfEach(paths, `look up a ${entity.label}`)
  if (entity.name !== salesOrder.name) return found
  const byReference = (values: FieldValues) => Object.keys(values).join() === 'externalDocumentNumber'
  const missing = wanted.filter((values, index) => found[index]?.length === 0 && byReference(values))
  const references = missing.map((values) => values.externalDocumentNumber)
  const gone = await invoicedOrders(client, company, references)
  return found.map((rows, index) => gone[missing.indexOf(wanted[index] ?? {})] ?? rows)
}
