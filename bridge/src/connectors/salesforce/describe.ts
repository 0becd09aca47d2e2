import type { Client } from './client.ts'

/** What `describe` says of a field, as far as the bridge cares. [REST API Developer Guide: sObject Describe] */
export interface DescribedField {
  readonly name: string
  readonly type: string
  readonly createable: boolean
  readonly updateable: boolean
  /** Digits after the point of a number. */
  readonly scale: number
  readonly length?: number
  readonly nillable?: boolean
  readonly defaultedOnCreate?: boolean
  readonly restrictedPicklist?: boolean
  readonly picklistValues?: readonly { readonly value: string; readonly active: boolean }[]
  readonly relationshipName?: string | null
  readonly referenceTo?: readonly string[]
}

export interface Described {
  readonly name: string
  readonly createable: boolean
  readonly updateable: boolean
  readonly deletable: boolean
  readonly queryable: boolean
  /** The fields that the run-as user may see, by name. */
  readonly fields: ReadonlyMap<string, DescribedField>
}

export interface Describes {
  of(object: string): Promise<Described>
  /** The org may have changed: ask again next time. */
  forget(): void
}

/** `describe` of each object, asked once. */
export function createDescribes(client: Pick<Client, 'call'>): Describes {
  const kept = new Map<string, Promise<Described>>()
  return {
    of(object) {
      const known = kept.get(object)
      if (known) return known
      const asked = describe(client, object)
      kept.set(object, asked)
      asked.catch(() => kept.delete(object))
      return asked
    },
    forget: () => kept.clear(),
  }
}

/** @throws Misconfigured when the object does not exist or is hidden from the run-as user */
export async function describe(client: Pick<Client, 'call'>, object: string): Promise<Described> {
  const raw = (await client.call('GET', `/sobjects/${object}/describe`)) as Omit<Described, 'fields'> & {
    fields: readonly DescribedField[]
  }
  return { ...raw, fields: new Map(raw.fields.map((field) => [field.name, field])) }
}

/**
 * A reference that may be set when the record is made and never afterwards: a master-detail parent, the product and book of
 * a price. Sent in an update, even unchanged, it makes Salesforce refuse the row.
 */
export function isFixedReference(field: DescribedField | undefined): boolean {
  return field !== undefined && field.type === 'reference' && field.createable && !field.updateable
}
