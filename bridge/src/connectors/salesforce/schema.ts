import type { Entity } from '../../engine/entity.ts'
import type { LiveField, LiveSchema } from '../../engine/ports.ts'
import type { DescribedField, Describes } from './describe.ts'

/** [SOAP API Developer Guide: field types] */
const kinds: Readonly<Record<string, LiveField['kind']>> = {
  id: 'id',
  reference: 'reference',
  boolean: 'flag',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  long: 'number',
  date: 'day',
  datetime: 'instant',
  picklist: 'choice',
  multipicklist: 'text',
  combobox: 'text',
  string: 'text',
  textarea: 'text',
  phone: 'text',
  url: 'text',
  email: 'text',
  encryptedstring: 'text',
}

function liveField(field: DescribedField): LiveField | undefined {
  const kind = kinds[field.type]
  if (!kind) return undefined
  const {
    createable: creatable,
    updateable: updatable,
    nillable,
    defaultedOnCreate,
    length,
    restrictedPicklist,
  } = field
  const choices = field.picklistValues?.filter((each) => each.active).map((each) => each.value)
  return {
    kind: kind === 'choice' && restrictedPicklist !== true ? 'text' : kind,
    creatable,
    updatable,
    required: creatable && nillable === false && defaultedOnCreate !== true && kind !== 'flag',
    ...(kind === 'text' && length !== undefined && length > 0 ? { length } : {}),
    ...(kind === 'choice' && restrictedPicklist === true && choices ? { choices } : {}),
  }
}

/** Fields of the parents that a reference may point to: `Owner.Alias`. One level, as far as any of them has it. */
async function parentFields(describes: Describes, { relationshipName, referenceTo = [] }: DescribedField) {
  const found = new Map<string, LiveField>()
  for (const object of referenceTo) {
    // A parent that the run-as user may not see has no fields for us.
    const described = await describes.of(object).catch(() => undefined)
    for (const field of described?.fields.values() ?? []) {
      const live = liveField(field)
      if (live) found.set(`${relationshipName ?? ''}.${field.name}`, { ...live, creatable: false, updatable: false })
    }
  }
  return [...found]
}

/**
 * What `describe` says of an entity, as the run-as user sees it.
 *
 * @param paths names of parents' fields that somebody asks for, `Owner.Alias`: only those parents are described as well
 */
export async function salesforceSchema(
  describes: Describes,
  entity: Entity,
  paths: readonly string[],
): Promise<LiveSchema> {
  const { fields } = await describes.of(entity.name)
  const live = new Map<string, LiveField>()
  for (const field of fields.values()) {
    const own = liveField(field)
    if (own) live.set(field.name, own)
    if (!paths.some((path) => path.startsWith(`${field.relationshipName ?? ' '}.`))) continue
    for (const [name, each] of await parentFields(describes, field)) live.set(name, each)
  }
  // Our own names for what stands at a path, `Product2Id` at `PricebookEntry.Product2Id`.
  for (const [name, { path, kind }] of Object.entries(entity.fields)) {
    if (path !== undefined) live.set(name, { kind, creatable: false, updatable: false, required: false })
  }
  return { fields: live }
}
