import { Decimal } from 'decimal.js'
import { BusinessError, type Company } from '../../tables.ts'
import type { DocumentKind } from './document-kind.ts'

/**
 * What the API page asks before it posts: at least one line that is no comment, every such line with a quantity.
 *
 * @throws BusinessError 400
 */
export function needsLines(company: Company, kind: DocumentKind, documentId: string): void {
  const lines = company
    .table(kind.lines)
    .filter((line) => line['documentId'] === documentId && line['lineType'] !== 'Comment')
  if (lines.length === 0) throw new BusinessError(`There is nothing to post. Add at least one line to the sales ${kind.label}.`)
  if (lines.some((line) => new Decimal(String(line['quantity'] ?? '0')).isZero()))
    throw new BusinessError(`One or more lines of the sales ${kind.label} have a quantity of zero.`)
}
