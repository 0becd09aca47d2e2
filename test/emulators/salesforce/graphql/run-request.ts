import {
  type DocumentNode,
  execute,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
} from 'graphql'
import { newest } from '../rest/versions.ts'
import { withoutMissingOptionalFields } from './optional-fields.ts'
import { limitErrors } from './query-limits.ts'
import type { Request } from './request.ts'
import { type GraphQLResponse, notSupportedError, refused, responseError } from './response.ts'
import { validationErrors } from './validation-errors.ts'

/** [GraphQL API Developer Guide: Mutations] */
const firstWithMutations = 59

export interface RequestBody {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly operationName?: string | null | undefined
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query)
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

/** Parses, validates, limits and runs one request; every failure is part of the answer. */
export function runRequest(body: RequestBody, schema: GraphQLSchema, request: Request): GraphQLResponse {
  const whole = parsed(body.query)
  if (whole instanceof GraphQLError)
    return refused([responseError(whole, 'InvalidSyntax', `Invalid syntax: ${whole.message}`)])
  const operation = getOperationAST(whole, body.operationName)
  if (!operation) {
    const message = body.operationName
      ? `Unknown operation named '${body.operationName}'.`
      : 'Must provide operation name if query contains multiple operations.'
    return refused([responseError(new GraphQLError(message), 'OperationNotSupported')])
  }
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    return refused([notSupportedError(`A GraphQL ${operation.operation}`)])
  if (
    operation.operation === OperationTypeNode.MUTATION &&
    Number(request.actor.apiVersion ?? newest) < firstWithMutations
  ) {
    const message = `Mutations are supported from API version ${firstWithMutations}.0.`
    return refused([responseError(new GraphQLError(message), 'OperationNotSupported')])
  }
  const document = withoutMissingOptionalFields(whole, schema)
  const invalid = validationErrors(schema, document)
  if (invalid.length > 0) return refused(invalid)
  const excessive = limitErrors(schema, document)
  if (excessive.length > 0) return refused(excessive)
  const result = execute({
    schema,
    document,
    contextValue: request,
    variableValues: body.variables ?? null,
    operationName: body.operationName ?? null,
  })
  // No resolver here waits for anything.
  if (result instanceof Promise) throw new Error('a resolver was asynchronous')
  const errors = (result.errors ?? []).map((error) =>
    responseError(error, error.path ? 'DataFetchingException' : 'ValidationError'),
  )
  return { data: result.data ?? {}, errors }
}
