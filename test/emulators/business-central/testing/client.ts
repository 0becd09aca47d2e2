import { VirtualClock } from '../../kit/clock.ts'
import { createBusinessCentralEmulator, type BusinessCentralEmulator, type BusinessCentralOptions } from '../index.ts'

export type Json = Record<string, unknown>

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; an empty object when there is none. */
  readonly json: Json
  /** `error.code`, when it is an error. */
  readonly code: string | undefined
  readonly message: string
  /** Rows of a collection. */
  readonly value: readonly Json[]
}

export interface Client {
  readonly bc: BusinessCentralEmulator
  /** Id of CRONUS USA, Inc. */
  readonly usa: string
  readonly international: string
  /** Any call, path relative to the service root of API v2.0 unless it begins with `/`. */
  call(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Reply>
  /** Calls below CRONUS USA, Inc. */
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  /** With `If-Match: *` unless another is given. */
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  delete(path: string, headers?: Record<string, string>): Promise<Reply>
  /** The id of the row of a set whose property has this value. */
  id(set: string, property: string, value: string): string
}

/** A clock that stands still on Monday, 16 March 2026, at noon UTC. */
export const noon = Date.parse('2026-03-16T12:00:00Z')

/** Starts the sandbox with a clock that stands still and gives a small client for it. */
export async function startClient(options: BusinessCentralOptions = {}): Promise<Client> {
  const bc = await createBusinessCentralEmulator({
    clock: new VirtualClock({ start: noon, running: false }),
    ...options,
  })
  const root = `${bc.url}/v2.0/${bc.tenantId}/${bc.environment}/api/v2.0`
  const [usa, international] = ['CRONUS USA, Inc.', 'CRONUS International Ltd.'].map((name) => bc.company(name).id)
  if (usa === undefined || international === undefined) throw new Error('The seed has no companies.')

  const call: Client['call'] = async (method, path, { body, headers } = {}) => {
    const response = await fetch(path.startsWith('/') ? `${bc.url}${path}` : `${root}/${path}`, {
      method,
      headers: {
        authorization: 'Bearer test',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array || typeof body === 'string' ? (body as string) : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    const json = parse(text)
    const error = json['error'] as { code?: string; message?: string } | undefined
    return {
      status: response.status,
      headers: response.headers,
      text,
      json,
      code: error?.code,
      message: error?.message ?? '',
      value: (json['value'] as Json[] | undefined) ?? [],
    }
  }
  const at = (path: string) => `companies(${usa})/${path}`
  return {
    bc,
    usa,
    international,
    call,
    get: (path, headers) => call('GET', at(path), headers ? { headers } : {}),
    post: (path, body, headers) =>
      call('POST', at(path), { ...(body !== undefined && { body }), ...(headers && { headers }) }),
    patch: (path, body, headers = { 'If-Match': '*' }) => call('PATCH', at(path), { body, headers }),
    delete: (path, headers) => call('DELETE', at(path), headers ? { headers } : {}),
    id: (set, property, value) => {
      const row = bc
        .company(usa)
        .table(set)
        .find((each) => each[property] === value)
      if (!row) throw new Error(`${set} has no ${property} ${value}`)
      return row.id
    },
  }
}

/** The option that asks for rows of which this is true, encoded. */
export const filter = (text: string) => `$filter=${encodeURIComponent(text)}`

export const numbers = (rows: readonly Json[]) => rows.map((row) => row['number'])

function parse(text: string): Json {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : {}
  } catch {
    return {}
  }
}
