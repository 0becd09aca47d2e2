import type { GraphQLError } from 'graphql'

/** [GraphQL API Developer Guide: Status Codes and Error Responses] */
export type ErrorType =
  'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported' | 'ExecutionAborted'

export interface ResponseError {
  readonly message: string
  readonly locations: readonly { readonly line: number; readonly column: number }[]
  readonly paths: readonly (string | number)[]
  readonly extensions: { readonly ErrorType: ErrorType }
}

/** The body of every answer, HTTP 200 also when it has errors. */
export interface GraphQLResponse {
  readonly data: unknown
  readonly errors: readonly ResponseError[]
  readonly extensions?: Readonly<Record<string, never>>
}

export function responseError(error: GraphQLError, type: ErrorType, message = error.message): ResponseError {
  const locations = (error.locations ?? []).map(({ line, column }) => ({ line, column }))
  return { message, locations, paths: error.path ?? [], extensions: { ErrorType: type } }
}

/** A request that was not run: no data at all. */
export const refused = (errors: readonly ResponseError[]): GraphQLResponse => ({ data: {}, errors, extensions: {} })

/** What this sandbox does not do, in GraphQL's own shape. */
export const notSupportedError = (what: string): ResponseError => ({
  message: `NOT_SUPPORTED_BY_SANDBOX: ${what} is not supported by this sandbox`,
  locations: [],
  paths: [],
  extensions: { ErrorType: 'OperationNotSupported' },
})
