import type { HonoRequest } from 'hono'
import { badRequest, isRecord } from '../rest/call.ts'
import { bulkError } from './bulk-error.ts'

/** Largest content of a job made in one multipart request, in characters. [Bulk API 2.0: Create a Job] */
const maxMultipartCharacters = 100_000

/** @throws ApiError 400 JSON_PARSER_ERROR when the text is no JSON object */
export function json(text: string): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  if (!isRecord(body))
    throw badRequest('JSON_PARSER_ERROR', 'Unexpected token: expected START_OBJECT at [line:1, column:1]')
  return body
}

/** UTF-8 as it came: a byte-order mark stays, and makes the job fail as it does at Salesforce. */
export const csvText = (bytes: ArrayBuffer): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

/**
 * The parts `job` (JSON) and `content` (CSV) of a multipart request.
 * @throws ApiError 400 INVALIDJOB when one is missing or the content is too long
 */
export async function multipartJob(
  request: HonoRequest,
): Promise<{ readonly job: Record<string, unknown>; readonly content: string }> {
  const form = await request.parseBody().catch(() => undefined)
  const text = async (name: string): Promise<string | undefined> => {
    const part = form?.[name]
    return part instanceof Blob ? csvText(await part.arrayBuffer()) : typeof part === 'string' ? part : undefined
  }
  const [job, content] = [await text('job'), await text('content')]
  if (job === undefined || content === undefined)
    throw bulkError('INVALIDJOB', 'InvalidJob : A multipart request has the parts job and content')
  if (content.length > maxMultipartCharacters)
    throw bulkError(
      'INVALIDJOB',
      `InvalidJob : The content of a multipart request can have at most ${maxMultipartCharacters} characters`,
    )
  return { job: json(job), content }
}
