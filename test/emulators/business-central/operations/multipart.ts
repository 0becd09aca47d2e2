import { badRequest } from '../errors.ts'

/** One piece of a multipart text: its own headers, and what stands below them. */
export interface Piece {
  readonly headers: ReadonlyMap<string, string>
  readonly content: string
}

/** One request of a batch in the multipart format, or the requests of a change set. */
export type MultipartPart =
  | { readonly kind: 'request'; readonly request: WrittenRequest }
  | { readonly kind: 'changeSet'; readonly requests: readonly WrittenRequest[] }

/** A request as it is written down inside of a part. */
export interface WrittenRequest {
  readonly method: string
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** The boundary that a content type names, for `multipart/mixed` only. */
export const boundaryOf = (contentType: string | undefined): string | undefined =>
  /^multipart\/mixed\s*;.*?boundary="?([^";,]{1,70})"?/i.exec(contentType ?? '')?.[1]?.trim()

/**
 * Reads a batch in the multipart format. [OASIS: OData 4.0 Protocol, 11.7 Batch Requests]
 *
 * @throws ServiceError 400 when it cannot be read
 */
export function readMultipart(text: string, boundary: string): MultipartPart[] {
  return pieces(text, boundary).map((piece) => {
    const inner = boundaryOf(piece.headers.get('content-type'))
    if (inner === undefined) return { kind: 'request', request: writtenRequest(piece) }
    return { kind: 'changeSet', requests: pieces(piece.content, inner).map(writtenRequest) }
  })
}

function pieces(text: string, boundary: string): Piece[] {
  const parts = text.replaceAll('\r\n', '\n').split(`--${boundary}`)
  if (parts.length < 3 || !parts.at(-1)?.startsWith('--'))
    throw badRequest(`The multipart body has no end: --${boundary}-- is missing.`)
  return parts.slice(1, -1).map((part) => headed(part.replace(/^[ \t]*\n/, '')))
}

/** Headers, a blank line, content. */
function headed(text: string): Piece {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const headers = new Map<string, string>()
  for (const line of head.split('\n')) {
    const at = line.indexOf(':')
    if (at > 0) headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  return { headers, content: end < 0 ? '' : text.slice(end).replace(/^\n{1,2}/, '') }
}

function writtenRequest({ headers, content }: Piece): WrittenRequest {
  if (!/^application\/http\b/i.test(headers.get('content-type') ?? ''))
    throw badRequest('A part of a batch must be of type application/http.')
  const [line = '', ...rest] = content.trimStart().split('\n')
  const match = /^([A-Za-z]+)\s+(\S+)(?:\s+HTTP\/1\.[01])?\s*$/.exec(line)
  if (!match) throw badRequest(`'${line.slice(0, 100)}' is no request line.`)
  const [, method = '', url = ''] = match
  const inner = headed(rest.join('\n'))
  return { method: method.toUpperCase(), url, headers: inner.headers, body: inner.content.trim() }
}

/** One answer, written down. */
export interface WrittenAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The answers in the multipart format; `[…]` are those of a change set. */
export function writeMultipart(
  answers: readonly (WrittenAnswer | readonly WrittenAnswer[])[],
  boundary: string,
): string {
  const parts = answers.map((answer, index) => {
    if (!Array.isArray(answer)) return single(answer as WrittenAnswer)
    const inner = `changesetresponse_${index}_${boundary}`
    return `Content-Type: multipart/mixed; boundary=${inner}\r\n\r\n${writeMultipart(answer as WrittenAnswer[], inner)}`
  })
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
}

const reasons: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'No Content', 400: 'Bad Request' }

const single = ({ status, headers, body }: WrittenAnswer): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Status'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n')
