import { GraphQLBoolean, GraphQLInt, type GraphQLScalarType, GraphQLString } from 'graphql'
import type { FieldSchema } from '../schema.ts'
import { idOrRef, scalars } from './scalars.ts'
import { kindOf } from './value-types.ts'

/**
 * The scalar that a mutation takes for a field: raw values, `80000` and not `80,000`; lookups also take `@{alias}`.
 * [GraphQL API Developer Guide: Create a Record]
 */
export function inputScalarOf(field: FieldSchema): GraphQLScalarType | undefined {
  const kind = kindOf(field)
  switch (kind) {
    case undefined:
      return undefined
    case 'Boolean':
      return GraphQLBoolean
    case 'ID':
      return idOrRef
    case 'Int':
      return GraphQLInt
    case 'String':
      return GraphQLString
    default:
      return scalars[kind]
  }
}
