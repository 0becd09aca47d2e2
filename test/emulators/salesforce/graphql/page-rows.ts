import { GraphQLBoolean, GraphQLNonNull, GraphQLObjectType, GraphQLString } from 'graphql'
import type { Switches } from '../switches.ts'
import { unusable } from './request.ts'

export interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly upperBound?: number | null
}

/** A page as the Connection types answer it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

export const pageInfo = new GraphQLObjectType<Connection<unknown>['pageInfo']>({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString },
  },
})

/** Records of a page when `first` is left out. */
export const defaultFirst = 10
/** The largest page, and behind how many records a page without `upperBound` may begin: with 2,000 each 4,000 can be reached. */
export type PageLimits = Pick<Switches, 'graphqlMaxFirst' | 'graphqlMaxOffset'>
/** Fewest records of a page with `upperBound`. */
export const leastWithUpperBound = 200

/** Cursors say how many records lie before them: `v1:9` in Base64. */
const cursorOf = (position: number): string => Buffer.from(`v1:${position}`).toString('base64')

function positionOf(cursor: string | null | undefined): number {
  if (cursor === null || cursor === undefined || cursor === '') return 0
  const [, position] = /^v1:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  if (position === undefined) throw unusable(`The cursor ${cursor} isn't valid.`)
  return Number(position)
}

/** [GraphQL API Developer Guide: Paginate with Record Connections, Paginate with Upper-Bound Limit] */
export function pageRows<Node>(
  rows: readonly Node[],
  { first, after, upperBound }: PageArguments,
  { graphqlMaxFirst: mostFirst, graphqlMaxOffset: mostOffset }: PageLimits,
): Connection<Node> {
  const size = first ?? defaultFirst
  const from = positionOf(after)
  const bounded = upperBound !== null && upperBound !== undefined
  const least = bounded ? leastWithUpperBound : 1
  if (size < least || size > mostFirst)
    throw unusable(`The first argument must be between ${least} and ${mostFirst}${bounded ? ' with upperBound' : ''}.`)
  if (bounded && upperBound < 1) throw unusable('The upperBound argument must be greater than 0.')
  if (!bounded && from > mostOffset)
    throw unusable(`Without upperBound only the first ${mostOffset + mostFirst} records can be retrieved.`)
  const reachable = bounded ? rows.slice(0, upperBound) : rows
  const page = reachable.slice(from, from + size)
  const edges = page.map((node, index) => ({ node, cursor: cursorOf(from + index + 1) }))
  return {
    edges,
    pageInfo: {
      hasNextPage: from + page.length < reachable.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: rows.length,
  }
}
