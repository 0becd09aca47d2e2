import { Rejected, RetryLater, type SyncError } from '../../../engine/errors.ts'
import type { Client, Method, Urgency } from '../client.ts'
import { rowError, vendorErrors } from '../errors.ts'

/** The most rows that one collection call takes. [REST API Developer Guide: Use sObject Collections] */
export const mostRows = 200

/** How one row fared. */
export type RowResult =
  | { readonly ok: true; readonly id: string; readonly created: boolean }
  | {
      readonly ok: false
      readonly code: string
      readonly error: SyncError
      /** The fields that Salesforce names. */
      readonly fields?: readonly string[]
    }

/** A row of a collection: field names to values as JSON takes them, `attributes` among them. */
export type CollectionRow = Readonly<Record<string, unknown>>

interface Target {
  readonly method: Extract<Method, 'PATCH' | 'POST'>
  readonly path: string
  readonly object: string
  readonly urgency: Urgency
}

/**
 * Writes rows, each on its own: one bad row fails alone. Rows go one call after the other, since children of one parent
 * written side by side would lock each other out.
 *
 * @returns one result per row, in order
 * @throws RetryLater, Misconfigured for what concerns all of them
 */
export async function writeRows(
  client: Pick<Client, 'call' | 'footprint'>,
  target: Target,
  rows: readonly CollectionRow[],
): Promise<readonly RowResult[]> {
  const results: RowResult[] = []
  for (const row of rows) client.footprint.add(target.object, Object.keys(row))
  for (let start = 0; start < rows.length; start += mostRows) {
    results.push(...(await writeChunk(client, target, rows.slice(start, start + mostRows))))
  }
  return results
}

async function writeChunk(
  client: Pick<Client, 'call'>,
  target: Target,
  rows: readonly CollectionRow[],
): Promise<readonly RowResult[]> {
  const { method, path, object, urgency } = target
  try {
    const answer = await client.call(method, path, { body: { allOrNone: false, records: rows }, urgency })
    return readResults(answer, rows.length, object)
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    // One row that Salesforce cannot even parse makes it refuse the call: halve until that row stands alone.
    const [first, ...others] = rows
    if (first === undefined || others.length === 0) return [{ ok: false, code: 'REQUEST_REFUSED', error }]
    const middle = Math.ceil(rows.length / 2)
    return [
      ...(await writeChunk(client, target, rows.slice(0, middle))),
      ...(await writeChunk(client, target, rows.slice(middle))),
    ]
  }
}

/** Deletes rows by id; one that is gone already counts as deleted. */
export async function deleteRows(
  client: Pick<Client, 'call'>,
  object: string,
  ids: readonly string[],
  urgency: Urgency,
): Promise<readonly RowResult[]> {
  const results: RowResult[] = []
  for (let start = 0; start < ids.length; start += mostRows) {
    const some = ids.slice(start, start + mostRows)
    const path = `/composite/sobjects?ids=${some.join(',')}&allOrNone=false`
    const answer = await client.call('DELETE', path, { urgency })
    results.push(
      ...readResults(answer, some.length, object).map((result, index): RowResult => {
        const gone = !result.ok && /^(ENTITY_IS_DELETED|NOT_FOUND|INVALID_CROSS_REFERENCE_KEY)$/.test(result.code)
        return gone ? { ok: true, id: some[index] ?? '', created: false } : result
      }),
    )
  }
  return results
}

/** The answer is HTTP 200 and an array in the order of the rows, even when every row failed. */
function readResults(answer: unknown, count: number, object: string): readonly RowResult[] {
  if (!Array.isArray(answer) || answer.length !== count) {
    throw new RetryLater(`Salesforce answered for another number of ${object} rows than were sent.`, {
      vendor: JSON.stringify(answer).slice(0, 200),
    })
  }
  return answer.map((row: { id?: unknown; success?: unknown; created?: unknown; errors?: unknown }): RowResult => {
    if (row.success === true && typeof row.id === 'string') {
      return { ok: true, id: row.id, created: row.created === true }
    }
    const errors = vendorErrors(row.errors, 200)
    return { ok: false, code: errors[0].code, error: rowError(object, errors), fields: errors[0].fields }
  })
}
