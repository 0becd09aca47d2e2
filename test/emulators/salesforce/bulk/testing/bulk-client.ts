import type { TestOrg } from '../../testing/start-org.ts'

export interface BulkAnswer {
  readonly status: number
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown
  readonly headers: Headers
}

export interface Info {
  readonly id: string
  readonly state: string
  readonly numberRecordsProcessed: number
  readonly numberRecordsFailed: number
  readonly errorMessage?: string
  readonly [key: string]: unknown
}

/** Raw calls below `/services/data/v67.0/jobs`, as the administrator or with another token. */
export interface BulkClient {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<BulkAnswer>
  /** Makes a job, uploads, closes, and tells what became of it. */
  load(job: Record<string, unknown>, csv: string, headers?: Record<string, string>): Promise<Info>
  results(id: string, which: 'successfulResults' | 'failedResults' | 'unprocessedrecords'): Promise<string>
}

export function bulkClient({ org }: TestOrg): BulkClient {
  const send: BulkClient['send'] = async (method, path, body, headers = {}) => {
    const csv = typeof body === 'string'
    const response = await fetch(`${org.instanceUrl}/services/data/v67.0/jobs/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${org.accessToken}`,
        ...(body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: csv ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: json ? (JSON.parse(text) as unknown) : text, headers: response.headers }
  }
  return {
    send,
    async load(job, csv, headers) {
      const { id } = (await send('POST', 'ingest', job, headers)).body as Info
      await send('PUT', `ingest/${id}/batches`, csv)
      await send('PATCH', `ingest/${id}`, { state: 'UploadComplete' })
      return (await send('GET', `ingest/${id}`)).body as Info
    },
    async results(id, which) {
      return (await send('GET', `ingest/${id}/${which}`)).body as string
    },
  }
}
