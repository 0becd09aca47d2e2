import { ApiError } from '../context.ts'
import { badRequest, isRecord } from './call.ts'

type Part = string | File

interface Body {
  readonly body: unknown
  readonly multipart: boolean
}

/** @throws ApiError 400 JSON_PARSER_ERROR */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw badRequest(
      'JSON_PARSER_ERROR',
      `${error instanceof Error ? error.message : 'Unexpected token'} at [line:1, column:1]`,
    )
  }
}

const textOf = (part: Part): Promise<string> => (typeof part === 'string' ? Promise.resolve(part) : part.text())

/**
 * A multipart insert: one part of JSON (`entity_content`), and the content of a file in a part named after its field,
 * which joins the JSON as base64. [REST API Developer Guide: Insert or Update Blob Data]
 */
async function multipartBody(request: Request): Promise<unknown> {
  // Files of a sandbox are small and come from this machine: no need to read them piece by piece.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  const form = await request.formData().catch(() => {
    throw badRequest('INVALID_MULTIPART_REQUEST', 'The multipart message cannot be read')
  })
  const isJson = ([name, part]: [string, Part]): boolean =>
    name.startsWith('entity_') || (typeof part !== 'string' && /json/i.test(part.type))
  const entries = [...form.entries()]
  // jsforce names that part after the object and gives it no file name, and then only its text tells what it is.
  const looksJson = ([, part]: [string, Part]): boolean => typeof part === 'string' && part.trimStart().startsWith('{')
  const entity = entries.find(isJson) ?? entries.find(looksJson)
  if (!entity) throw badRequest('INVALID_MULTIPART_REQUEST', 'Multipart message must include a non-binary part')
  const fields = parsedJson(await textOf(entity[1]))
  if (!isRecord(fields))
    throw badRequest('JSON_PARSER_ERROR', 'Unexpected token: expected START_OBJECT at [line:1, column:1]')
  const contents = await Promise.all(
    entries
      .filter((entry) => entry !== entity)
      .map(async ([name, part]) => {
        const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(await part.arrayBuffer())
        return [name, bytes.toString('base64')] as const
      }),
  )
  return { ...fields, ...Object.fromEntries(contents) }
}

/**
 * The body of a request, parsed; undefined when there is none.
 * @throws ApiError 400 JSON_PARSER_ERROR or INVALID_MULTIPART_REQUEST, 415 for other types
 */
export async function readBody(request: Request): Promise<Body> {
  if (request.method === 'GET' || request.method === 'HEAD') return { body: undefined, multipart: false }
  const type = request.headers.get('content-type') ?? 'application/json'
  if (/^multipart\/form-data/i.test(type)) return { body: await multipartBody(request), multipart: true }
  const text = await request.text()
  if (text === '') return { body: undefined, multipart: false }
  if (!/json/i.test(type))
    throw new ApiError(415, {
      statusCode: 'UNSUPPORTED_MEDIA_TYPE',
      message: `Content type not supported by this sandbox: ${type}`,
      fields: [],
    })
  return { body: parsedJson(text), multipart: false }
}
