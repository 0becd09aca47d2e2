import type { Entity } from '../../../engine/entity.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Values } from './body.ts'
import type { Codes, DimensionValue } from './codes.ts'
import { dimensionNames } from './composed.ts'
import { etagOf } from '../read/rows.ts'

/** Asks for the dimensions below a document or a line. */
export const dimensionsExpand = 'dimensionSetLines($select=id,code,valueCode)'

/** Whether any dimension is filled: an empty one leaves alone what Business Central takes from customer and item. */
export const namesDimensions = (fields: Values): boolean =>
  dimensionNames.some((name) => typeof fields[name] === 'string' && fields[name] !== '')

/** The dimension values that these fields name. @throws Rejected when one does not exist */
export async function dimensionsIn(company: CompanyRef, codes: Codes, fields: Values): Promise<DimensionValue[]> {
  const values: DimensionValue[] = []
  for (const name of dimensionNames) {
    const value = fields[name]
    if (typeof value === 'string' && value !== '') values.push(await codes.dimension(company, name, value))
  }
  return values
}

/** Dimension values that are not there yet, with the entry that stands in their place. */
export function dimensionsToSet(wanted: readonly DimensionValue[], row: JsonRow) {
  const there = (row.dimensionSetLines as readonly JsonRow[] | undefined) ?? []
  return wanted.flatMap((value) => {
    const entry = there.find((each) => textOf(each.code).toUpperCase() === value.code.toUpperCase())
    const same = textOf(entry?.valueCode).toUpperCase() === value.valueCode.toUpperCase()
    return same ? [] : [{ value, entry }]
  })
}

export type MissingDimensions = ReturnType<typeof dimensionsToSet>

/** Sets dimensions below a document or a line, one call each: the API has no other way. */
export async function setDimensions(
  client: Pick<Client, 'send'>,
  path: string,
  entity: Pick<Entity, 'label'>,
  missing: MissingDimensions,
): Promise<void> {
  for (const { value, entry } of missing) {
    const what = `set the dimension ${value.code} of a ${entity.label}`
    const { code, valueCode } = value
    if (!entry)
      await client.send({ method: 'POST', path: `${path}/dimensionSetLines`, what, body: { code, valueCode } })
    else {
      await client.send({
        method: 'PATCH',
        path: `${path}/dimensionSetLines(${textOf(entry.id)})`,
        what,
        headers: { 'if-match': etagOf(entry) ?? '*' },
        body: { valueCode },
      })
    }
  }
}
