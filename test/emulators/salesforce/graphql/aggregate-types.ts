import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLString,
} from 'graphql'
import type { Row } from '../records.ts'
import { type Cell, cellType, groupable, numeric } from './aggregate-cells.ts'
import { type Bucket, groupRows, sortBuckets } from './aggregate-rows.ts'
import type { Filter } from './filter-rows.ts'
import type { InputTypes, ObjectView } from './filter-types.ts'
import { groupFunctions } from './group-functions.ts'
import { rootViews } from './object-views.ts'
import { type Connection, pageInfo, pageRows, type PageArguments } from './page-rows.ts'
import type { Request } from './request.ts'
import { nullOrder, resultOrder } from './result-order.ts'
import { writtenOrder } from './sort-rows.ts'
import { kindOf } from './value-types.ts'

const groupByType = new GraphQLEnumType({ name: 'GroupByType', values: { GROUP_BY: {}, ROLLUP: {}, CUBE: {} } })
const groupByFunction = new GraphQLEnumType({
  name: 'GroupByFunction',
  values: Object.fromEntries(Object.keys(groupFunctions).map((name) => [name, {}])),
})
const groupByClause = new GraphQLInputObjectType({ name: 'GroupByClause', fields: { group: { type: GraphQLBoolean } } })
const groupByDate = new GraphQLInputObjectType({
  name: 'GroupByDateFunction',
  fields: { group: { type: GraphQLBoolean }, function: { type: groupByFunction } },
})
const orderFunction = new GraphQLEnumType({
  name: 'AggregateOrderByFunction',
  values: Object.fromEntries(
    numeric.map((name) => [name.replace(/[A-Z]/g, '_$&').toUpperCase(), { value: name }] as const),
  ),
})
const orderClause = new GraphQLInputObjectType({
  name: 'AggregateOrderByClause',
  fields: { function: { type: orderFunction }, order: { type: resultOrder }, nulls: { type: nullOrder } },
})

interface AggregateArguments extends PageArguments {
  readonly where?: Filter | null
  readonly groupBy?: Readonly<Record<string, unknown>> | null
  readonly orderBy?: Readonly<Record<string, unknown>> | null
}

/**
 * `uiapi { aggregate { Object(where, groupBy, orderBy, first, after) { edges { node { aggregate { Field { sum { value } } } } } } } }`.
 * [GraphQL API Developer Guide: Aggregate Schema]
 * @param matching the rows of an object that the user sees and that pass the filter
 */
export function aggregateType(
  views: ReadonlyMap<string, ObjectView>,
  inputs: InputTypes,
  matching: (view: ObjectView, where: Filter | null | undefined, request: Request) => readonly Row[],
): GraphQLObjectType<unknown, Request> {
  function connection(view: ObjectView): GraphQLObjectType<Connection<Bucket>, Request> {
    const { name } = view.object
    const cells = new GraphQLObjectType<Bucket, Request>({
      name: `${name}Aggregate`,
      fields: () => {
        const fields: GraphQLFieldConfigMap<Bucket, Request> = {}
        for (const field of view.fields) {
          const kind = kindOf(field)
          const type = kind && cellType(kind)
          if (type) fields[field.name] = { type, resolve: (bucket): Cell => ({ bucket, field }) }
        }
        return fields
      },
    })
    const node = new GraphQLObjectType<Bucket, Request>({
      name: `${name}Result`,
      fields: { aggregate: { type: cells, resolve: (bucket) => bucket } },
    })
    const edge = new GraphQLObjectType({
      name: `${name}AggregateEdge`,
      fields: { node: { type: node }, cursor: { type: new GraphQLNonNull(GraphQLString) } },
    })
    return new GraphQLObjectType<Connection<Bucket>, Request>({
      name: `${name}AggregateConnection`,
      fields: {
        edges: { type: new GraphQLList(edge) },
        pageInfo: { type: new GraphQLNonNull(pageInfo) },
        totalCount: { type: new GraphQLNonNull(GraphQLInt) },
      },
    })
  }

  function groupBy(view: ObjectView): GraphQLInputObjectType {
    const fields: GraphQLInputFieldConfigMap = { type: { type: groupByType, defaultValue: 'GROUP_BY' } }
    for (const field of view.fields) {
      const kind = kindOf(field)
      if (kind === 'Date' || kind === 'DateTime') fields[field.name] = { type: groupByDate }
      else if (kind && groupable.has(kind)) fields[field.name] = { type: groupByClause }
    }
    return new GraphQLInputObjectType({ name: `${view.object.name}_GroupBy`, fields })
  }

  function orderBy(view: ObjectView): GraphQLInputObjectType {
    const names = view.fields.filter((field) => cellType(kindOf(field) ?? 'Base64') !== undefined)
    return new GraphQLInputObjectType({
      name: `${view.object.name}_AggregateOrderBy`,
      fields: Object.fromEntries(names.map(({ name }) => [name, { type: orderClause }])),
    })
  }

  function resolve(view: ObjectView, given: AggregateArguments, request: Request, info: GraphQLResolveInfo) {
    const written = (argument: string): readonly string[] =>
      writtenOrder(
        info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === argument),
        request,
      )
    const buckets = groupRows(matching(view, given.where, request), given.groupBy, written('groupBy'), view)
    return pageRows(sortBuckets(buckets, given.orderBy, written('orderBy'), view), given, request.limits)
  }

  return new GraphQLObjectType<unknown, Request>({
    name: 'RecordQueryAggregate',
    fields: () =>
      Object.fromEntries(
        rootViews(views).map((view) => {
          const where = inputs.filter(view.object.name)
          return [
            view.object.name,
            {
              type: connection(view),
              args: {
                first: { type: GraphQLInt },
                after: { type: GraphQLString },
                ...(where ? { where: { type: where } } : {}),
                groupBy: { type: groupBy(view) },
                orderBy: { type: orderBy(view) },
              },
              resolve: (_source: unknown, given: unknown, request: Request, info: GraphQLResolveInfo) =>
                resolve(view, given as AggregateArguments, request, info),
            },
          ]
        }),
      ),
  })
}
