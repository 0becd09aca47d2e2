import type { Entity } from '../../engine/entity.ts'
import type { Describes } from './describe.ts'

/** Fields that this org does not have, of those that not every org has: `CurrencyIsoCode` where there is one currency. */
export async function absentFields(
  describes: Describes,
  entity: Entity,
  fields: readonly string[],
): Promise<readonly string[]> {
  const doubtful = fields.filter((name) => entity.fields[name]?.ifPresent === true)
  if (doubtful.length === 0) return []
  const described = await describes.of(entity.name)
  return doubtful.filter((name) => !described.fields.has(name))
}
