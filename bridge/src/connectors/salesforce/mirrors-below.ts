import type { Entity } from '../../engine/entity.ts'
import type { MirrorsBelow } from '../../engine/records.ts'
import { account, billingCustomer } from './entities.ts'
import type { Client } from './client.ts'
import { rowsOf, type Row } from './query.ts'
import { urgencyOf } from './urgency.ts'

/** Mirrors below records that people merge. */
interface Mirrors {
  readonly entity: Entity
  /** What a sub-query calls them. */
  readonly relationship: string
}

const relations: Readonly<Record<string, Mirrors>> = {
  [account.name]: { entity: billingCustomer, relationship: 'BC_Customers__r' },
}

export const mirrorsOf = (entity: Pick<Entity, 'name'>): Mirrors | undefined => relations[entity.name]

/** They come with the record itself, in the same call. */
export const mirrorsQuery = ({ entity, relationship }: Mirrors): string =>
  `(SELECT ${String(entity.ourKey)} FROM ${relationship})`

export async function mirrorsBelow(client: Client, { entity, relationship }: Mirrors, row: Row): Promise<MirrorsBelow> {
  const rows = await rowsOf(client, row[relationship], urgencyOf(entity))
  const keys = rows.map((each) => String(each[entity.ourKey ?? '']).toLowerCase())
  return { entity: { system: entity.system, name: entity.name }, keys: new Set(keys) }
}
