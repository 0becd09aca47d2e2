import type { Caller } from './caller.ts'

/** One request to the service: from the network, or a part of a batch. */
export interface ServiceRequest {
  readonly method: string
  /** Path below the service root of an API (`companies(…)/customers`), not decoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Value of a header, in any case of its name. */
  header(name: string): string | undefined
  readonly body: Uint8Array
  /** A part of a batch; `'snapshot'` when all parts are one transaction, which waits for nobody. */
  readonly inBatch?: true | 'snapshot'
  /** Left out: the sandbox itself, which may do everything. */
  readonly caller?: Caller
}

/** `Prefer: a, b=c` → whether `name` is there, and its value. */
export function preference(request: ServiceRequest, name: string): string | undefined {
  for (const part of (request.header('prefer') ?? '').split(/[,;]/)) {
    const [key = '', value = 'true'] = part.trim().split('=')
    if (key.toLowerCase() === name) return value.replaceAll('"', '')
  }
  return undefined
}
