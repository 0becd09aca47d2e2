import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType, GraphQLList } from 'graphql'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { operatorTypes } from './operators.ts'
import { nullOrder, resultOrder } from './result-order.ts'
import { kindOf } from './value-types.ts'

const orderByClause = new GraphQLInputObjectType({
  name: 'OrderByClause',
  fields: {
    order: { type: resultOrder },
    nulls: { type: nullOrder },
  },
})

/** What one object offers to a user: its readable fields, and the readable parents behind its lookups. */
export interface ObjectView {
  readonly object: ObjectSchema
  readonly fields: readonly FieldSchema[]
  readonly parents: readonly { readonly relationship: string; readonly lookup: FieldSchema; readonly parent: string }[]
  readonly children: readonly { readonly relationship: string; readonly lookup: FieldSchema; readonly child: string }[]
}

/** The `…_Filter` and `…_OrderBy` inputs of all objects; parents refer to each other, so they are made on first use. */
export interface InputTypes {
  filter(object: string): GraphQLInputObjectType | undefined
  orderBy(object: string): GraphQLInputObjectType | undefined
}

/** [GraphQL API Developer Guide: Filter Records, Order Results] */
export function inputTypes(views: ReadonlyMap<string, ObjectView>): InputTypes {
  const filters = new Map<string, GraphQLInputObjectType>()
  const orders = new Map<string, GraphQLInputObjectType>()

  function known(
    cache: Map<string, GraphQLInputObjectType>,
    name: string,
    make: (view: ObjectView) => GraphQLInputObjectType,
  ): GraphQLInputObjectType | undefined {
    const view = views.get(name)
    if (!view) return undefined
    const found = cache.get(name) ?? make(view)
    cache.set(name, found)
    return found
  }

  function parentInputs(view: ObjectView, of: (object: string) => GraphQLInputObjectType | undefined) {
    return view.parents.flatMap(({ relationship, parent }) => {
      const type = of(parent)
      return type ? [[relationship, { type }] as const] : []
    })
  }

  function filter(name: string): GraphQLInputObjectType | undefined {
    return known(filters, name, (view) => {
      const made: GraphQLInputObjectType = new GraphQLInputObjectType({
        name: `${name}_Filter`,
        fields: (): GraphQLInputFieldConfigMap => ({
          and: { type: new GraphQLList(made) },
          or: { type: new GraphQLList(made) },
          not: { type: made },
          ...Object.fromEntries(
            view.fields.flatMap((field) => {
              const kind = kindOf(field)
              const type = kind && operatorTypes[kind]
              return type ? [[field.name, { type }] as const] : []
            }),
          ),
          ...Object.fromEntries(parentInputs(view, filter)),
        }),
      })
      return made
    })
  }

  function orderBy(name: string): GraphQLInputObjectType | undefined {
    return known(
      orders,
      name,
      (view) =>
        new GraphQLInputObjectType({
          name: `${name}_OrderBy`,
          fields: () => ({
            ...Object.fromEntries(
              view.fields.flatMap((field) => {
                const kind = kindOf(field)
                return kind && operatorTypes[kind] && kind !== 'MultiPicklist'
                  ? [[field.name, { type: orderByClause }] as const]
                  : []
              }),
            ),
            ...Object.fromEntries(parentInputs(view, orderBy)),
          }),
        }),
    )
  }

  return { filter, orderBy }
}
