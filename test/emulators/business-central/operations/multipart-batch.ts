import { randomUUID } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import { payload, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { isIntent } from './batch-part.ts'
import { tooManyParts, type ServePart } from './batch.ts'
import { readMultipart, writeMultipart, type WrittenAnswer, type WrittenRequest } from './multipart.ts'

/**
 * `$batch` in the multipart format. A change set holds one operation: several are refused as a whole, as users of the
 * service report. Every operation stands alone.
 *
 * @param root address of the service root; urls of parts may be relative to it, or begin with it
 * @throws ServiceError 400 when it cannot be read, 500 for a change set of several operations or too many parts
 */
export async function multipartBatch(
  request: ServiceRequest,
  boundary: string,
  root: string,
  serve: ServePart,
): Promise<Answer> {
  const parts = readMultipart(new TextDecoder().decode(request.body), boundary)
  const flat = parts.flatMap((part) => (part.kind === 'request' ? [part.request] : part.requests))
  tooManyParts(flat.length)
  if (parts.some((part) => part.kind === 'changeSet' && part.requests.length > 1))
    throw new ServiceError(500, 'Internal_ServerError', 'A change set with more than one operation is not supported.')

  const one = async (written: WrittenRequest): Promise<WrittenAnswer> => {
    const part = asRequest(written, root)
    const header = (name: string) => part.header(name) ?? (isIntent(name) ? request.header(name) : undefined)
    const made = serve({ ...part, header, ...(request.caller && { caller: request.caller }) })
    const answer = made instanceof Promise ? await made : made
    const body = payload(answer)
    return {
      status: answer.status,
      headers: answer.headers,
      body: body instanceof Uint8Array ? Buffer.from(body).toString('base64') : (body ?? ''),
    }
  }
  const made = `batchresponse_${randomUUID()}`
  const answers: (WrittenAnswer | WrittenAnswer[])[] = []
  for (const part of parts) {
    if (part.kind === 'request') answers.push(await one(part.request))
    else answers.push(await Promise.all(part.requests.map(one)))
  }
  return {
    status: 200,
    headers: { 'OData-Version': '4.0', 'Content-Type': `multipart/mixed; boundary=${made}` },
    body: writeMultipart(answers, made),
  }
}

function asRequest({ method, url, headers, body }: WrittenRequest, root: string): ServiceRequest {
  const path = new URL(root).pathname
  const relative = [root, path].reduce(
    (rest, prefix) => (rest.startsWith(prefix) ? rest.slice(prefix.length) : rest),
    url,
  )
  const at = relative.indexOf('?')
  return {
    method,
    path: (at < 0 ? relative : relative.slice(0, at)).replace(/^\/+/, ''),
    query: new URLSearchParams(at < 0 ? '' : relative.slice(at + 1)),
    header: (name) => headers.get(name.toLowerCase()),
    body: new TextEncoder().encode(body),
    inBatch: true,
  }
}
