import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts'

export interface Child {
  readonly object: ObjectSchema
  readonly field: FieldSchema
}

const known = new WeakMap<Schema, { readonly version: number; readonly byParent: Map<string, readonly Child[]> }>()

/** Every reference field that points at `name`. */
export function childrenOf(schema: Schema, name: string): readonly Child[] {
  let index = known.get(schema)
  if (index?.version !== schema.version) {
    index = { version: schema.version, byParent: new Map() }
    known.set(schema, index)
  }
  const found = index.byParent.get(name)
  if (found) return found
  const children = schema
    .objects()
    .flatMap((object) =>
      object.fields.filter((field) => field.referenceTo.includes(name)).map((field) => ({ object, field })),
    )
  index.byParent.set(name, children)
  return children
}
