import type { Entity } from '../../../engine/entity.ts'
import type { JsonRow } from '../client.ts'
import { textOf } from '../client.ts'
import { salesInvoice, salesOrder, salesQuote } from '../entities.ts'
import { unescapeMember } from '../../../protocols/odata.ts'

/** A sales document that this writer makes and changes while it is open. */
export interface DocumentKind {
  readonly entity: Entity
  /** The field of its lines, and their set. */
  readonly lines: string
  /** Statuses in which Business Central lets everything be changed. [Microsoft Learn: salesOrder, salesQuote, salesInvoice] */
  readonly open: readonly string[]
  /** Whether lines tell what was shipped and invoiced. */
  readonly progress: boolean
}

const kinds: readonly DocumentKind[] = [
  { entity: salesOrder, lines: 'salesOrderLines', open: ['Draft'], progress: true },
  { entity: salesQuote, lines: 'salesQuoteLines', open: ['Draft', 'Sent'], progress: false },
  { entity: salesInvoice, lines: 'salesInvoiceLines', open: ['Draft'], progress: false },
]

export const documentKind = (entity: Entity): DocumentKind | undefined =>
  kinds.find((kind) => kind.entity.name === entity.name)

export const statusOf = (row: JsonRow): string => unescapeMember(textOf(row.status)) ?? ''

export const linesOf = (kind: DocumentKind, row: JsonRow): readonly JsonRow[] =>
  (row[kind.lines] as readonly JsonRow[] | undefined) ?? []

/** Why nothing of a document can be changed any more; undefined while it can. */
export function closedBecause(kind: DocumentKind, row: JsonRow): string | undefined {
  const lines = linesOf(kind, row)
  const some = (property: string) => lines.some((line) => Number(textOf(line[property])) !== 0)
  if (kind.progress && some('invoicedQuantity')) return 'part of it has been invoiced'
  if (kind.progress && some('shippedQuantity')) return 'part of it has been shipped'
  const status = statusOf(row)
  if (kind.open.includes(status)) return undefined
  if (status === 'In Review') return 'it waits for approval there'
  if (status === 'Open') return kind.progress ? 'it has been released' : 'it has been posted'
  return `its status is ${status}`
}
