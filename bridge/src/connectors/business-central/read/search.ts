import type { Entity, Field } from '../../../engine/entity.ts'
import type { FieldValues } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, type Client, type JsonRow } from '../client.ts'
import { setOf } from '../sets.ts'
import { literal } from '../wire.ts'

/** More than this many are as good as any: a person must choose. */
export const mostFound = 10

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields[name]
  if (!field) throw new Error(`${entity.name} has no field ${name}.`)
  return field
}

/** For each set of values, the rows that carry all of them: one question each, sent together. */
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
  return client.rowsOfEach(paths, `look up a ${entity.label}`)
}
