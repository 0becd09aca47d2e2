import type { Access } from '../context.ts'
import type { Schema } from '../schema.ts'
import { isUiApiObject } from '../ui-api/supported.ts'
import type { ObjectView } from './filter-types.ts'

/**
 * The objects and fields that exist for a user: what object permissions and field-level security hide is not in the schema at
 * all. [GraphQL API Developer Guide: Query Objects]
 */
export function objectViews(schema: Schema, access: Access): ReadonlyMap<string, ObjectView> {
  const asked = schema.objects().filter((object) => isUiApiObject(object) && access.canRead(object.name))
  const queues = schema.object('Group')
  const objects = queues ? [...asked, queues] : asked
  const visible = new Set(objects.map(({ name }) => name))
  return new Map(
    objects.map((object) => {
      const fields = object.fields.filter((field) => access.readableField(object.name, field.name))
      const parents = fields.flatMap((lookup) => {
        const { relationshipName: relationship, referenceTo } = lookup
        const found = referenceTo.filter((name) => visible.has(name))
        return relationship !== undefined && found.length > 0 ? [{ relationship, lookup, parents: found }] : []
      })
      const children = asked.flatMap((child) =>
        child.fields
          .filter((lookup) => lookup.referenceTo.includes(object.name) && access.readableField(child.name, lookup.name))
          .flatMap((lookup) =>
            lookup.childRelationshipName === undefined
              ? []
              : [{ relationship: lookup.childRelationshipName, lookup, child: child.name }],
          ),
      )
      return [object.name, { object, fields, parents, children }]
    }),
  )
}

/** Those that can be asked for themselves; queues are met as owners only. */
export const rootViews = (views: ReadonlyMap<string, ObjectView>): readonly ObjectView[] =>
  [...views.values()].filter(({ object }) => isUiApiObject(object))
