import { Misconfigured, Rejected } from '../../engine/errors.ts'
import type { Client, Urgency } from './client.ts'

/** A row as the REST API gives it: field names to values, parents and child sub-queries nested. */
export type Row = Readonly<Record<string, unknown>>

/** One page of query results, also of a sub-query. */
interface Page {
  readonly records: readonly Row[]
  readonly nextRecordsUrl?: string
}

/**
 * All rows of a query. `deleted` also finds rows in the Recycle Bin (`queryAll`).
 *
 * @throws RetryLater, Misconfigured — a query that Salesforce refuses concerns no single record
 */
export async function query(
  client: Pick<Client, 'call'>,
  soql: string,
  options: { readonly deleted?: boolean; readonly urgency?: Urgency } = {},
): Promise<readonly Row[]> {
  const { deleted = false, urgency = 'documents' } = options
  const path = `/${deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`
  try {
    return await rowsOf(client, await client.call('GET', path, { urgency }), urgency)
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    const { vendor, advice, message } = error
    throw new Misconfigured(message, { advice, cause: error, ...(vendor === undefined ? {} : { vendor }) })
  }
}

/** The rows of a page and of all that follow; of `null`, which an empty sub-query gives, none. */
export async function rowsOf(client: Pick<Client, 'call'>, page: unknown, urgency: Urgency): Promise<readonly Row[]> {
  if (page === null || page === undefined) return []
  const rows: Row[] = []
  for (let next: Page | undefined = page as Page; next !== undefined;) {
    rows.push(...next.records)
    // Pages may be short, or empty: only a missing address ends them.
    next =
      next.nextRecordsUrl === undefined
        ? undefined
        : ((await client.call('GET', next.nextRecordsUrl, { urgency })) as Page)
  }
  return rows
}
