import { ApiError } from '../context.ts'

/** Where `token` stands in the query, in the form Salesforce prints above its message. */
function position(query: string, token: string): string {
  const found = new RegExp(`(^|[^\\w.])(${token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})(?![\\w])`, 'i').exec(query)
  const column = (found ? found.index + (found[1]?.length ?? 0) : 0) + 1
  const around = query.slice(Math.max(0, column - 41), column + 40)
  return `\n${around}\n${' '.repeat(Math.min(40, column - 1))}^\nERROR at Row:1:Column:${column}\n`
}

const error = (code: string, message: string): ApiError => new ApiError(400, { statusCode: code, message, fields: [] })

export const malformedQuery = (message: string): ApiError => error('MALFORMED_QUERY', message)

/** @param token the word of the query that is wrong, for the caret line */
export const invalidField = (query: string, token: string, message: string): ApiError =>
  error('INVALID_FIELD', position(query, token) + message)

export const noSuchColumn = (query: string, column: string, entity: string, token = column): ApiError =>
  invalidField(
    query,
    token,
    `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const noSuchRelationship = (query: string, name: string, token: string): ApiError =>
  invalidField(
    query,
    token,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const invalidType = (query: string, name: string): ApiError =>
  error(
    'INVALID_TYPE',
    `${position(query, name)}sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  )
