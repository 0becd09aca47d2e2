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

/** A lookup and the objects that it may lead to, of those that the user reads: one, but for owners that may be queues. */
export interface ParentView {
  readonly relationship: string
  readonly lookup: FieldSchema
  readonly parents: readonly string[]
}

/** What one object offers to a user: its readable fields, and the readable parents behind its lookups. */
export interface ObjectView {
  readonly object: ObjectSchema
  readonly fields: readonly FieldSchema[]
  readonly parents: readonly ParentView[]
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

  type Of = (object: string) => GraphQLInputObjectType | undefined
  const namedInputs = (names: readonly string[], of: Of): [string, { type: GraphQLInputObjectType }][] =>
    names.flatMap((name) => {
      const type = of(name)
      return type ? [[name, { type }]] : []
    })

  /** Inputs of the parents by relationship, where there is but one object that a parent may be. */
  const parentInputs = (view: ObjectView, of: Of) =>
    view.parents.flatMap(({ relationship, parents: [parent = '', ...others] }) =>
      others.length === 0 ? namedInputs([parent], of).map(([, input]) => [relationship, input] as const) : [],
    )

  /** `Case_Owner_Filters`: a filter for each object that the owner may be. [GraphQL API: Polymorphic Relationship Filters] */
  const severalFilters = ({ object, parents }: ObjectView) =>
    parents
      .filter((one) => one.parents.length > 1)
      .map((one) => {
        const name = `${object.name}_${one.relationship}_Filters`
        const fields = Object.fromEntries(namedInputs(one.parents, filter))
        return [one.relationship, { type: new GraphQLInputObjectType({ name, fields }) }] as const
      })

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
          ...Object.fromEntries([...parentInputs(view, filter), ...severalFilters(view)]),
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
