import { ApiError } from '../context.ts'
import { objectNotHere } from '../standard-objects/not-here.ts'

/** A query, and where in it to look for the word that is wrong: at its beginning, or at the clause that was read. */
export interface Place {
  readonly text: string
  readonly from?: number
}

/** Where `token` stands in the query, in the form Salesforce prints above its message. */
function position({ text: query, from = 0 }: Place, token: string): string {
  const word = new RegExp(`(?<![\\w.])${token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'gi')
  // What stands in quotes is no word of the query.
  const plain = query.replace(/'(?:\\.|[^'\\])*'/gs, (text) => ' '.repeat(text.length))
  word.lastIndex = from
  const found = word.exec(plain) ?? (from > 0 ? word.exec(plain) : null)
  const column = (found?.index ?? 0) + 1
  const around = query.slice(Math.max(0, column - 41), column + 40)
  return `\n${around}\n${' '.repeat(Math.min(40, column - 1))}^\nERROR at Row:1:Column:${column}\n`
}

const error = (code: string, message: string): ApiError => new ApiError(400, { statusCode: code, message, fields: [] })

export const malformedQuery = (message: string): ApiError => error('MALFORMED_QUERY', message)

/** As `malformedQuery`, with the place of the word that is wrong. */
export const malformedAt = (place: Place, token: string, message: string): ApiError =>
  error('MALFORMED_QUERY', position(place, token) + message)

/** An operator, or an id, that a field cannot be compared with. */
export const invalidOperator = (place: Place, token: string, message: string): ApiError =>
  error('INVALID_QUERY_FILTER_OPERATOR', position(place, token) + message)

/** @param token the word of the query that is wrong, for the caret line */
export const invalidField = (place: Place, token: string, message: string): ApiError =>
  error('INVALID_FIELD', position(place, token) + message)

export const noSuchColumn = (place: Place, column: string, entity: string, token = column): ApiError =>
  invalidField(
    place,
    token,
    `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const noSuchRelationship = (place: Place, name: string, token: string): ApiError =>
  invalidField(
    place,
    token,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

/** An object that the org does not know; one that only this sandbox does not know is told apart. */
export const invalidType = (place: Place, name: string): ApiError =>
  objectNotHere(name) ??
  error(
    'INVALID_TYPE',
    `${position(place, name)}sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  )
