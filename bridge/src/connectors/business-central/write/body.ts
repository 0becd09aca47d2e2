import type { Entity } from '../../../engine/entity.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { JsonRow } from '../client.ts'
import { fromWire, sameValue, toWire } from '../wire.ts'
import type { Codes } from './codes.ts'
import { codeFields, isCodeField, isDimension } from './composed.ts'

export type Values = Readonly<Record<string, unknown>>

/** Properties as the page takes them: codes become ids; dimensions and lines are written elsewhere. */
export async function propertiesOf(
  { entity, company, codes }: { entity: Entity; company: CompanyRef; codes: Codes },
  fields: Values,
): Promise<Readonly<Record<string, unknown>>> {
  const properties: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const field = entity.fields[name]
    if (field === undefined || name === entity.key || field.kind === 'lines' || isDimension(name)) continue
    if (!isCodeField(name)) properties[name] = toWire(field, value)
    else if (typeof value === 'string' && value !== '') {
      const item = name === 'itemVariantCode' && typeof fields.itemId === 'string' ? fields.itemId : undefined
      properties[codeFields[name].property] = await codes.idOf(company, name, value, item)
    }
  }
  return properties
}

/** Properties to ask for, so that `differenceOf` can compare. */
export function propertiesToRead(entity: Entity, names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => {
    const field = entity.fields[name]
    if (field === undefined || field.kind === 'lines' || isDimension(name)) return []
    return isCodeField(name) ? [codeFields[name].property] : [name]
  })
}

/** What of these properties stands there otherwise. */
export function differenceOf(entity: Entity, wanted: Values, row: JsonRow): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => {
      const field = entity.fields[name] ?? { kind: 'reference' as const, required: false }
      return !sameValue(name, fromWire(field, row[name]), fromWire(field, value))
    }),
  )
}

/** What is empty is left out, so that Business Central's own defaults fill it. */
export const withoutBlanks = (fields: Values): Values =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
