import type { RowChange } from '../tables.ts'
import { documentKinds } from '../pages/sales/document-kind.ts'
import type { Signal } from './compress.ts'

const headers: Readonly<Record<string, string>> = Object.fromEntries(
  documentKinds.map(({ lines, set }) => [lines, set]),
)

/**
 * The set a change is reported for, and the record: a change of a line is one of its header. Undefined for tables nobody
 * can subscribe to.
 */
export function signalOf(change: RowChange): { readonly set: string; readonly signal: Signal } | undefined {
  const unchanged = change.unchanged === true
  const header = headers[change.table]
  if (header !== undefined) {
    const documentId = change.row['documentId']
    if (typeof documentId !== 'string') return undefined
    return { set: header, signal: { recordId: documentId, kind: 'updated', at: change.at, unchanged } }
  }
  if (change.table.startsWith('_')) return undefined
  return { set: change.table, signal: { recordId: change.id, kind: change.kind, at: change.at, unchanged } }
}
