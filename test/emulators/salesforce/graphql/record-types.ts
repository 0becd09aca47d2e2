import {
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql'
import { jsonField } from '../json-value.ts'
import type { Row } from '../records.ts'
import type { FieldSchema } from '../schema.ts'
import { displayValue } from '../ui-api/display-value.ts'
import { recordName } from '../ui-api/record-representation.ts'
import { aggregateType } from './aggregate-types.ts'
import { type Filter, passes } from './filter-rows.ts'
import { inputTypes, type ObjectView } from './filter-types.ts'
import { rootViews } from './object-views.ts'
import { type Connection, pageInfo, pageRows, type PageArguments } from './page-rows.ts'
import type { Request } from './request.ts'
import { scalars } from './scalars.ts'
import { sortRows, writtenOrder } from './sort-rows.ts'
import { type FieldAnswer, kindOf, valueTypes } from './value-types.ts'

interface ConnectionArguments extends PageArguments {
  readonly where?: Filter | null
  readonly orderBy?: Readonly<Record<string, unknown>> | null
}

/** What every record has. [GraphQL API Developer Guide: Query Objects] */
const recordInterface = new GraphQLInterfaceType({
  name: 'Record',
  fields: {
    Id: { type: new GraphQLNonNull(GraphQLID) },
    ApiName: { type: new GraphQLNonNull(GraphQLString) },
    DisplayValue: { type: GraphQLString },
    WeakEtag: { type: new GraphQLNonNull(scalars.Long) },
  },
})

/** A field's value, what a person sees of it, and for picklists its label. */
function answer(row: Row, field: FieldSchema): FieldAnswer {
  const stored = row[field.name]
  const shown = displayValue(field, stored)
  const choice = field.type === 'picklist' || field.type === 'multipicklist'
  const value = field.type === 'datetime' ? (stored ?? null) : jsonField(row, field)
  return { value, displayValue: shown, label: choice ? shown : null }
}

/** The record types of a user's schema, each with its Connection and Edge. */
export interface RecordTypes {
  /** The field of RecordQuery for an object: all its records. */
  rootFields(): GraphQLFieldConfigMap<unknown, Request>
  /** The field `aggregate` of UIAPI: totals over the records of an object. */
  aggregates(): GraphQLObjectType<unknown, Request>
  /** The record that a mutation answers: its own fields, neither parents nor children. */
  written(view: ObjectView): GraphQLObjectType<Row, Request>
}

export function recordTypes(views: ReadonlyMap<string, ObjectView>): RecordTypes {
  const inputs = inputTypes(views)
  const nodes = new Map<string, GraphQLObjectType<Row, Request>>()
  const connections = new Map<string, GraphQLObjectType<Connection<Row>, Request>>()

  function node(view: ObjectView): GraphQLObjectType<Row, Request> {
    const { name } = view.object
    const known = nodes.get(name)
    if (known) return known
    const made = new GraphQLObjectType<Row, Request>({
      name,
      interfaces: [recordInterface],
      fields: () => nodeFields(view),
    })
    nodes.set(name, made)
    return made
  }

  function ownFields(view: ObjectView): GraphQLFieldConfigMap<Row, Request> {
    const fields: GraphQLFieldConfigMap<Row, Request> = {
      Id: { type: new GraphQLNonNull(GraphQLID) },
      ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: () => view.object.name },
      DisplayValue: { type: GraphQLString, resolve: (row) => recordName(view.object, row) },
      WeakEtag: {
        type: new GraphQLNonNull(scalars.Long),
        resolve: (row) => Date.parse(String(row.SystemModstamp)) || 0,
      },
    }
    for (const field of view.fields) {
      const kind = kindOf(field)
      if (kind && field.name !== 'Id')
        fields[field.name] = { type: valueTypes[`${kind}Value`], resolve: (row) => answer(row, field) }
    }
    return fields
  }

  function nodeFields(view: ObjectView): GraphQLFieldConfigMap<Row, Request> {
    const fields = ownFields(view)
    for (const { relationship, lookup, parents } of view.parents) {
      const parentViews = parents.flatMap((name) => views.get(name) ?? [])
      const type = parentType(`${view.object.name}_${relationship}`, parentViews)
      if (type)
        fields[relationship] = {
          type,
          resolve(row, _arguments, { records, access }) {
            const id = row[lookup.name]
            const name = parentViews.find(({ object }) => object.keyPrefix === String(id).slice(0, 3))?.object.name
            const found = typeof id === 'string' && name !== undefined ? records.get(name, id) : undefined
            return found && name !== undefined && access.readable(name, found) ? found : null
          },
        }
    }
    for (const { relationship, lookup, child } of view.children) {
      const childView = views.get(child)
      if (childView)
        fields[relationship] = {
          type: connection(childView),
          args: connectionArguments(child),
          resolve: (row, given, request, info) =>
            page(
              childView,
              request.childrenOf(child, lookup.name, row.Id),
              given as ConnectionArguments,
              request,
              info,
            ),
        }
    }
    return fields
  }

  /** An object, or the union of those that a parent may be. [GraphQL API: Polymorphic Relationship Filters] */
  function parentType(name: string, parents: readonly ObjectView[]): GraphQLOutputType | undefined {
    const [only, ...others] = parents
    if (!only || others.length === 0) return only && node(only)
    return new GraphQLUnionType({
      name,
      types: () => parents.map((one) => node(one)),
      resolveType: ({ Id }: Row) => parents.find(({ object }) => object.keyPrefix === Id.slice(0, 3))?.object.name,
    })
  }

  function connection(view: ObjectView): GraphQLObjectType<Connection<Row>, Request> {
    const { name } = view.object
    const known = connections.get(name)
    if (known) return known
    const edge = new GraphQLObjectType({
      name: `${name}Edge`,
      fields: () => ({ node: { type: node(view) }, cursor: { type: new GraphQLNonNull(GraphQLString) } }),
    })
    const made = new GraphQLObjectType<Connection<Row>, Request>({
      name: `${name}Connection`,
      fields: {
        edges: { type: new GraphQLList(edge) },
        pageInfo: { type: new GraphQLNonNull(pageInfo) },
        totalCount: { type: new GraphQLNonNull(GraphQLInt) },
      },
    })
    connections.set(name, made)
    return made
  }

  function connectionArguments(object: string): GraphQLFieldConfigArgumentMap {
    const where = inputs.filter(object)
    const orderBy = inputs.orderBy(object)
    return {
      first: { type: GraphQLInt },
      after: { type: GraphQLString },
      upperBound: { type: GraphQLInt },
      ...(where ? { where: { type: where } } : {}),
      ...(orderBy ? { orderBy: { type: orderBy } } : {}),
    }
  }

  function matching(
    rows: readonly Row[],
    view: ObjectView,
    where: Filter | null | undefined,
    request: Request,
  ): readonly Row[] {
    return rows.filter(
      (row) => request.access.readable(view.object.name, row) && passes(row, where, view, { views, request }),
    )
  }

  function page(
    view: ObjectView,
    rows: readonly Row[],
    given: ConnectionArguments,
    request: Request,
    info: GraphQLResolveInfo,
  ): Connection<Row> {
    const found = matching(rows, view, given.where, request)
    const argument = info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'orderBy')
    const sorted = sortRows(found, given.orderBy, writtenOrder(argument, request), view, { views, request })
    return pageRows(sorted, given, request.limits)
  }

  return {
    aggregates: () =>
      aggregateType(views, inputs, (view, where, request) =>
        matching(request.records.all(view.object.name), view, where, request),
      ),
    written: (view) =>
      new GraphQLObjectType<Row, Request>({
        name: `${view.object.name}Representation`,
        interfaces: [recordInterface],
        fields: () => ownFields(view),
      }),
    rootFields: () =>
      Object.fromEntries(
        rootViews(views).map((view) => {
          const { name } = view.object
          return [
            name,
            {
              type: connection(view),
              args: connectionArguments(name),
              resolve: (_source: unknown, given: unknown, request: Request, info: GraphQLResolveInfo) =>
                page(view, request.records.all(name), given as ConnectionArguments, request, info),
            },
          ]
        }),
      ),
  }
}
