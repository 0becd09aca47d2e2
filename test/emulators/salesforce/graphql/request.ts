import { GraphQLError } from 'graphql'
import type { Access, Dml } from '../context.ts'
import type { Actor, Records, Row } from '../records.ts'
import type { PageLimits } from './page-rows.ts'

/** What the resolvers of one request lean on. */
export interface Request {
  readonly records: Records
  readonly access: Access
  /** What mutations write through, and in whose name. */
  readonly dml: Dml
  readonly actor: Actor
  /** Milliseconds on the sandbox's clock: date literals are counted from here. */
  readonly now: number
  readonly limits: PageLimits
  /** Variables as they came, in the order they were written. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Rows of `child` by the value of `lookup`: worked out once per request. */
  childrenOf(child: string, lookup: string, parentId: string): readonly Row[]
}

export function createRequest(given: Omit<Request, 'childrenOf'>): Request {
  const indexes = new Map<string, Map<unknown, Row[]>>()
  return {
    ...given,
    childrenOf(child, lookup, parentId) {
      const key = `${child}.${lookup}`
      let index = indexes.get(key)
      if (!index) {
        index = Map.groupBy(given.records.all(child), (row) => row[lookup])
        indexes.set(key, index)
      }
      return index.get(parentId) ?? []
    },
  }
}

/** An argument that is well-formed but cannot be worked with. */
export const unusable = (message: string): GraphQLError => new GraphQLError(message)
