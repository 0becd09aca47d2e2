import { randomUUID } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import { BusinessError } from '../tables.ts'

/** What a request is answered with, before it becomes bytes: batch parts need it as JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON unless it is bytes; left out = no content. */
  readonly body?: unknown
}

const odata = { 'OData-Version': '4.0' }

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: {
    ...odata,
    'Content-Type': 'application/json; odata.metadata=minimal; odata.streaming=true',
    ...headers,
  },
  body,
})

export const noContent = (headers: Record<string, string> = {}): Answer => ({
  status: 204,
  headers: { ...odata, ...headers },
})

/** What `$count` at the end of a path is answered with. */
export const plainNumber = (count: number): Answer => ({
  status: 200,
  headers: { ...odata, 'Content-Type': 'text/plain' },
  body: String(count),
})

export const bytes = (content: Uint8Array, type: string): Answer => ({
  status: 200,
  headers: { ...odata, 'Content-Type': type },
  body: content,
})

/** The vendor's error shape: the text ends with two blanks and a correlation id. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return json(status, { error: { code, message: `${message}  CorrelationId:  ${randomUUID()}.` } }, headers)
}

/** Anything thrown as an answer; what nobody expected is a 500 with its own words, so that a test sees it. */
export function answerTo(error: unknown): Answer {
  if (error instanceof ServiceError) return errorAnswer(error.status, error.code, error.message, error.headers)
  if (error instanceof BusinessError) return errorAnswer(error.status, error.code, error.message)
  return errorAnswer(
    500,
    'Internal_ServerError',
    `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`,
  )
}

/** The body as it goes out, made once: text, bytes, or nothing. */
export function payload({ body }: Answer): string | Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array || typeof body === 'string') return body
  return JSON.stringify(body)
}

/** The answer as a response of the platform. */
export function toResponse({ status, headers }: Answer, content: string | Uint8Array | undefined): Response {
  const body = content instanceof Uint8Array ? new Blob([new Uint8Array(content)]) : (content ?? null)
  return new Response(body, { status, headers })
}
