import type { Entity } from '../../../engine/entity.ts'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { inChunks } from '../read/rows.ts'
import { setOf } from '../sets.ts'
import { propertiesToRead, type Values } from './body.ts'
import { dimensionsExpand, namesDimensions } from './dimension-sets.ts'
import type { DocumentKind } from './sales-documents.ts'

/** What one document should be. */
export interface WantedDocument {
  readonly header: Values
  readonly lines: readonly FilledLine[]
}

/** Header and lines of what a flow filled. */
export function wantedDocument(kind: DocumentKind, fields: Values): WantedDocument {
  const { [kind.lines]: lines, ...header } = fields
  return { header, lines: Array.isArray(lines) ? (lines as readonly FilledLine[]) : [] }
}

export const lineEntity = (kind: DocumentKind): Entity => {
  const lines = kind.entity.fields[kind.lines]?.lines
  if (!lines) throw new Error(`${kind.entity.name} has no ${kind.lines}.`)
  return lines
}

/** What is looked at whatever is wanted: a document that names no currency has one all the same, that of whoever pays. */
const ofEach = ['id', 'number', 'status', 'currencyCode', 'billToCustomerId']

const unique = (names: readonly string[]) => [...new Set(names)].join(',')

/** `$select` and `$expand` that bring back everything that these documents are compared by. */
function queryFor(kind: DocumentKind, documents: readonly WantedDocument[]) {
  const headers = documents.flatMap(({ header }) => Object.keys(header))
  const ofLines = documents.flatMap(({ lines }) => lines.flatMap(({ fields }) => Object.keys(fields)))
  const progress = kind.progress ? ['shippedQuantity', 'invoicedQuantity'] : []
  const alone = ['id', 'sequence', 'lineType', 'itemId', 'description', 'quantity', 'unitPrice', 'taxCode', ...progress]
  const own = unique([...alone, ...propertiesToRead(lineEntity(kind), ofLines)])
  const deep = documents.some(({ lines }) => lines.some(({ fields }) => namesDimensions(fields)))
  const flat = documents.some(({ header }) => namesDimensions(header))
  const lines = `${kind.lines}($select=${own}${deep ? `;$expand=${dimensionsExpand}` : ''})`
  return {
    $select: unique([...ofEach, ...propertiesToRead(kind.entity, headers)]),
    $expand: flat ? `${lines},${dimensionsExpand}` : lines,
  }
}

const bySequence = (kind: DocumentKind, row: JsonRow): JsonRow => ({
  ...row,
  [kind.lines]: ((row[kind.lines] as readonly JsonRow[] | undefined) ?? []).toSorted(
    (a, b) => Number(textOf(a.sequence)) - Number(textOf(b.sequence)),
  ),
})

/** Documents as they stand there, with everything that is compared; those that are gone are not among them. */
export async function readDocuments(
  client: Client,
  company: CompanyRef,
  kind: DocumentKind,
  documents: readonly (WantedDocument & { readonly id: string })[],
): Promise<ReadonlyMap<string, JsonRow>> {
  if (documents.length === 0) return new Map()
  const query = queryFor(kind, documents)
  const path = inCompany(company, setOf(kind.entity))
  const ids = documents.map(({ id }) => id)
  const paths = inChunks(ids, (chunk) => path + queryString({ ...query, $filter: anyOf('id', chunk) }))
  const rows = (await client.rowsOfEach(paths, `read ${kind.entity.label}s`)).flat()
  return new Map(rows.map((row) => [textOf(row.id).toLowerCase(), bySequence(kind, row)]))
}
