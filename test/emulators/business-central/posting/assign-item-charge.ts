import { BusinessError, type Company, type Row } from '../tables.ts'
import { type DocumentKind, documentKinds, linesOf } from './document-kinds.ts'
import { must, text } from './read-row.ts'

/**
 * Assigns an item charge of a draft to the items of its document, as the client's page _Item Charge Assignment_ does:
 * without it BC refuses to invoice the line, and API v2.0 has no set for it. Throws `BusinessError` when the line is no
 * charge, or no line of the document sells an item. [Microsoft Learn: Use item charges]
 */
export function assignItemCharge(company: Company, kind: DocumentKind, lineId: string): Row {
  const { lines } = documentKinds[kind]
  const line = must(company, lines, lineId, 'The line')
  if (line['lineType'] !== 'Charge')
    throw new BusinessError(
      `Type must be equal to 'Charge (Item)' in Sales Line: Line No.=${String(line['sequence'])}.`,
    )
  const items = linesOf(company, kind, text(line, 'documentId')).filter((each) => each['lineType'] === 'Item')
  if (items.length === 0)
    throw new BusinessError(
      `There is no item line to which item charge ${text(line, 'lineObjectNumber')} can be assigned.`,
    )
  return company.table(lines).update(lineId, { _chargeAssigned: true }, { silent: true })
}
