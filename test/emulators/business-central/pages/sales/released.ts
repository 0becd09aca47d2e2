import { isPosted } from '../../posting/statuses.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import type { PageContext } from '../page.ts'
import type { DocumentKind } from './document-kind.ts'

/** What a line refuses to have changed while its document is released; texts and quantities to post stay free. */
export const closedOnLines = [
  'itemId',
  'accountId',
  'lineType',
  'quantity',
  'unitPrice',
  'discountPercent',
  'discountAmount',
  'unitOfMeasureId',
  'unitOfMeasureCode',
  'itemVariantId',
  'locationId',
  'taxCode',
  'shipmentDate',
]

/** The same for the header. */
export const closedOnHeaders = ['customerId', 'billToCustomerId', 'currencyId', 'pricesIncludeTax']

const statuses: Readonly<Record<string, string>> = { Open: 'Released', In_x0020_Review: 'Pending Approval' }

/**
 * A released document, or one that waits for approval, has to be reopened before its lines change: in the client, the
 * API has no action for it. `change` undefined stands for a line made or deleted.
 * [base application, table Sales Line, TestStatusOpen]
 *
 * @throws BusinessError 400
 */
export function refuseReleased(
  { switches }: PageContext,
  kind: DocumentKind,
  document: Row,
  before?: Row,
  change?: Values,
): void {
  const status = statuses[String(document['status'])]
  if (switches.releasedDocuments === 'open' || status === undefined) return
  if (kind.kind === 'salesQuote' || isPosted(document)) return
  const closed = document === before ? closedOnHeaders : closedOnLines
  const touched = !change || closed.some((name) => change[name] !== undefined && change[name] !== before?.[name])
  if (touched)
    throw new BusinessError(
      `Status must be equal to 'Open' in Sales Header: Document Type=${kind.label}, No.=${String(document['number'])}. Current value is '${status}'.`,
      'Application_FieldValidationException',
    )
}
