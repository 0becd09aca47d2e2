import type { Records } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import { oddValue, prototypeNames, valueFor } from './odd-values.ts'

/** A request below the instance URL. */
export interface Generated {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
}

/** What generators draw from: the dice, and the org as it stands. */
export interface RequestWorld {
  readonly chance: Dice
  readonly records: Records
  /** Tokens of users, good and bad. */
  readonly tokens: readonly string[]
  /** `/services/data/v67.0` */
  readonly base: string
}

const dataObjects = [
  ...['Account', 'Contact', 'Opportunity', 'Product2', 'Pricebook2', 'PricebookEntry', 'Order', 'OrderItem'],
  ...['OpportunityLineItem', 'Contract', 'Bill__c', 'Bill_Line__c', 'ContentVersion', 'ContentDocumentLink'],
  ...['ContentDocument', 'User', 'PermissionSetAssignment', 'Organization'],
]

export function someObject({ chance, records }: RequestWorld): ObjectSchema {
  const object = records.schema.object(chance.pick(dataObjects))
  if (!object) throw new Error('the sample org lacks an object')
  return object
}

/** The id of a row of this object; one that never was when there is none. */
export function idOf({ chance, records }: RequestWorld, object: string): string {
  const rows = records.all(object)
  const prefix = records.schema.object(object)?.keyPrefix ?? '000'
  return rows.length === 0 ? `${prefix}000000000000AAA` : chance.pick(rows).Id
}

/** As `idOf`, in one of the forms in which callers get ids right and wrong. */
export function someId(world: RequestWorld, object: string): string {
  const { chance } = world
  const id = idOf(world, object)
  if (chance.chance(0.85)) return id
  return chance.pick([
    ...[id.slice(0, 15), id.toLowerCase(), id.slice(0, 10), `${id}x`, 'me', '%27', 'null', '..', '%00'],
    idOf(world, chance.pick(dataObjects)),
  ])
}

/** A body for a row: enough fields that many are saved, sometimes one too few, too odd or unknown. */
export function someFields(world: RequestWorld, object: ObjectSchema, forUpdate: boolean): Record<string, unknown> {
  const { chance } = world
  const fields: Record<string, unknown> = {}
  for (const field of object.fields) {
    const wanted = !field.nillable && field.createable && !field.defaultedOnCreate && !forUpdate
    if (!(wanted ? chance.chance(0.97) : chance.chance(forUpdate ? 0.04 : 0.08))) continue
    if (!(field.createable && field.updateable) && chance.chance(wanted ? 0 : 0.8)) continue
    fields[field.name] = valueFor(field, chance, (target) => idOf(world, target))
  }
  if (!chance.chance(0.03)) return fields
  const odd = chance.pick(['Nope__c', 'attributes', 'Account', 'Bill__r', ...prototypeNames])
  // Unlike an assignment, this makes a key of its own of `__proto__`.
  return Object.fromEntries([...Object.entries(fields), [odd, oddValue(chance)]])
}

export function asJson(
  world: RequestWorld,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Generated {
  const { chance, tokens, base } = world
  const token = chance.chance(0.9) ? tokens[0] : chance.pick(tokens)
  const all = { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json', ...headers }
  return { method, path: base + path, headers: all, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
}
