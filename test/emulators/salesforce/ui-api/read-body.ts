import { z } from 'zod'
import { ApiError } from '../context.ts'
import { parsedJson } from '../rest/body.ts'

const refused = (statusCode: string, message: string): ApiError =>
  new ApiError(400, { statusCode, message, fields: [] })

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'String'],
  ['number', 'Number'],
  ['boolean', 'Boolean'],
  ['object', 'Map'],
  ['record', 'Map'],
  ['array', 'List'],
])

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)

/** The value at a path of keys and indexes; undefined when it is not there. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  )
}

/**
 * The JSON body of a request in the given form. Connect's resources call a body that is not JSON a JSON_PARSER_ERROR, one that is missing
 * an ILLEGAL_QUERY_PARAMETER_VALUE, and a value of another type a POST_BODY_PARSE_ERROR.
 * @param name what the guide calls the body, as in "Record input is required for PATCH."
 * @throws ApiError 400
 */
export async function readBody<T>(request: Request, form: z.ZodType<T>, name: string): Promise<T> {
  const text = await request.text()
  if (text.trim() === '') throw refused('ILLEGAL_QUERY_PARAMETER_VALUE', `${name} is required for ${request.method}.`)
  const body = parsedJson(text)
  const read = form.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path ?? []
  const value = at(body, path)
  const member = path.length === 0 ? name : path.map(String).join('.')
  if (value === undefined || value === '') throw refused('ILLEGAL_QUERY_PARAMETER_VALUE', `${member} is required.`)
  const expected = issue?.code === 'invalid_type' ? (kinds.get(issue.expected) ?? 'Map') : 'Map'
  const given = kinds.get(kindOf(value)) ?? 'null'
  throw refused('POST_BODY_PARSE_ERROR', `Value for '${member}' should be a ${expected} but instead is a ${given}.`)
}
