import { coerceInputValue, GraphQLError, parseValue, valueFromASTUntyped } from 'graphql'
import { type Access, ApiError } from '../context.ts'
import { type Filter, passes } from '../graphql/filter-rows.ts'
import { inputTypes } from '../graphql/filter-types.ts'
import { objectViews } from '../graphql/object-views.ts'
import { createRequest } from '../graphql/request.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import type { World } from './call.ts'

type Needs = Pick<World, 'records' | 'schema' | 'dml' | 'clock' | 'switches'>

/**
 * The `where` of a related list: a filter as GraphQL writes it, `{ and: [{ Name: { like: "A%" } }] }`.
 * [User Interface API Developer Guide: Get Related List Records]
 * @throws ApiError 400 INVALID_PARAMETER_VALUE
 */
export function whereFilter(
  text: string,
  object: ObjectSchema,
  access: Access,
  { records, schema, dml, clock, switches }: Needs,
): (row: Row) => boolean {
  const refused = (): ApiError =>
    new ApiError(400, { statusCode: 'INVALID_PARAMETER_VALUE', message: `The where ${text} isn't valid.`, fields: [] })
  const views = objectViews(schema, access)
  const view = views.get(object.name)
  const type = inputTypes(views).filter(object.name)
  if (!view || !type) throw refused()
  let filter: unknown
  try {
    filter = coerceInputValue(valueFromASTUntyped(parseValue(text)), type, (_path, _value, error) => {
      throw error
    })
  } catch (error) {
    if (error instanceof GraphQLError) throw refused()
    throw error
  }
  if (typeof filter !== 'object' || filter === null) throw refused()
  const actor = { userId: access.userId, api: 'rest' }
  const request = createRequest({ records, access, dml, actor, now: clock.now(), limits: switches, variables: {} })
  return (row) => passes(row, filter as Filter, view, { views, request })
}
