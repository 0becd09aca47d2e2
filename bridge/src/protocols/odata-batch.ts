import type { HttpAnswer } from './http-client.ts'

/** Parts per batch that Business Central takes. [Microsoft Learn: Operational limits for Business Central online] */
export const mostParts = 100

/** A `$batch` body that only reads. Paths are relative to the service root, without a leading slash. [OData JSON batch] */
export const readingBatch = (paths: readonly string[]) => ({
  requests: paths.map((url, index) => ({
    id: String(index),
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
  })),
})

/**
 * The parts of the answer in the order of the request; undefined for one that was not answered, which says nothing about
 * whether it was done.
 */
export function partsOf(body: unknown, count: number): readonly (HttpAnswer | undefined)[] {
  const responses = (body as { responses?: unknown } | undefined)?.responses
  const parts = Array.isArray(responses) ? (responses as readonly Readonly<Record<string, unknown>>[]) : []
  const byId = new Map(parts.map((part) => [String(part.id), part]))
  return Array.from({ length: count }, (_, index) => {
    const part = byId.get(String(index))
    if (!part) return undefined
    const headers = new Headers((part.headers as Record<string, string> | undefined) ?? {})
    return { status: Number(part.status), headers, body: part.body }
  })
}
