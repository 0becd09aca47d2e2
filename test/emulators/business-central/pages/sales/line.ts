import { Decimal } from 'decimal.js'
import { recalculate } from '../../posting/index.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noDate, noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import { copyDefaultDimensions, dropDimensions } from '../dimensions/document-dimensions.ts'
import type { Page, PageContext } from '../page.ts'
import { type DocumentKind } from './document-kind.ts'
import { isPosted } from '../../posting/statuses.ts'
import { lineDefaults } from './line-defaults.ts'
import { sequenceFor } from './line-sequence.ts'
import { lineObject } from './line-type.ts'
import { refuseForeignParts, unitOrVariant } from './item-parts.ts'
import { refuseLineWithSalesTax } from './prices-with-tax.ts'
import { refuseReleased } from './released.ts'
import { text } from '../../wire/text.ts'

/** What cannot be changed once a line exists. */
const fixed = ['documentId', 'sequence', 'lineObjectNumber']
/** What says what a line is about. */
const identity = ['itemId', 'accountId', 'lineType']

/** Lines of a sales document. Every write works out the document's amounts, discounts and quantities again. */
export function linePage(kind: DocumentKind): Page {
  return {
    // Written as a group, read as what the group means where the customer is. [codeunit Sales Invoice Aggregator]
    computed: { taxCode: (_context, row) => text(row, '_vatIdentifier') || row['taxCode'] },
    needsParent: {
      properties: ['documentId', 'id'],
      refusal: 'You must specify an Id or a Document Id to get the lines.',
    },
    state: (context, row) => (isPosted(documentOf(context, kind, row)) ? 'posted' : 'draft'),
    create: (context, set, values) => {
      const { company } = context
      const document = documentOf(context, kind, values)
      if (isPosted(document))
        throw new BusinessError('The document has been posted: its lines can no longer be modified.')
      refuseReleased(context, kind, document)
      const about = lineObject(context, values)
      const line = {
        ...lineDefaults(company, document, about),
        ...values,
        ...pick(about, [...identity, 'lineObjectNumber']),
      }
      refuseForeignParts(company, line)
      refuseLineWithSalesTax(context, kind, document, line)
      const row = company.table(set.name).insert({
        ...line,
        quantity: values['quantity'] ?? '0',
        sequence: sequenceFor(context, kind, document, values['sequence']),
        shipmentDate:
          values['shipmentDate'] ??
          document['requestedDeliveryDate'] ??
          (kind.kind === 'salesQuote' ? noDate : company.workDate()),
      })
      if (about.card) copyDefaultDimensions(company, about.card.id, kind.lineDimensionParent, row.id)
      recalculate(company, kind.kind, document.id)
      return company.table(set.name).get(row.id) ?? row
    },
    update: (context, set, row, change) => {
      for (const name of fixed)
        if (change[name] !== undefined && change[name] !== row[name])
          throw new BusinessError(`The value for "${name}" cannot be modified.`)
      const { company } = context
      const document = documentOf(context, kind, row)
      refuseReleased(context, kind, document, row, change)
      const table = company.table(set.name)
      const next = { ...change, ...reobject(context, document, row, change) }
      if (unitOrVariant.some((name) => next[name] !== undefined)) refuseForeignParts(company, { ...row, ...next })
      if (next['lineType'] !== undefined) refuseLineWithSalesTax(context, kind, document, { ...row, ...next })
      table.update(row.id, next)
      recalculate(company, kind.kind, document.id)
      return table.get(row.id) ?? row
    },
    remove: (context, set, row) => {
      const { company } = context
      const document = documentOf(context, kind, row)
      if (isPosted(document))
        throw new BusinessError('The document has been posted: its lines can no longer be modified.')
      refuseReleased(context, kind, document)
      refuseShipped(row)
      dropDimensions(company, row.id)
      company.table(set.name).delete(row.id)
      recalculate(company, kind.kind, String(row['documentId']))
    },
  }
}

/**
 * What was shipped has to be invoiced, and what was prepaid deducted, before its line may go. [base application, table Sales Line, OnDelete]
 *
 * @throws BusinessError 400
 */
export function refuseShipped(line: Row): void {
  const open = new Decimal(text(line, 'shippedQuantity', '0')).minus(text(line, 'invoicedQuantity', '0'))
  if (!open.isZero())
    throw new BusinessError(
      `Qty. Shipped Not Invoiced must be equal to '0' in Sales Line: Line No.=${String(line['sequence'])}. Current value is '${open.toFixed()}'.`,
      'Application_FieldValidationException',
    )
  const invoiced = new Decimal(text(line, 'invoicedQuantity', '0'))
  const [prepaid, deducted] = [text(line, '_prepaid', '0'), text(line, '_prepaidDeducted', '0')]
  if (prepaid !== deducted && !invoiced.eq(text(line, 'quantity', '0')))
    throw new BusinessError(
      `Prepmt. Amt. Inv. must be equal to '${deducted}' in Sales Line: Line No.=${String(line['sequence'])}. Current value is '${prepaid}'.`,
      'Application_FieldValidationException',
    )
}

function documentOf({ company }: PageContext, kind: DocumentKind, values: Values): Row {
  const id = text(values, 'documentId', noGuid)
  const document = company.table(kind.set).get(id)
  if (!document)
    throw new BusinessError(
      id === noGuid ? 'The "documentId" must be provided.' : `The sales ${kind.label} does not exist.`,
    )
  return document
}

const pick = (from: object, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))

/** A new `itemId` or `accountId` switches the type; a new `lineType` clears the ids. */
function reobject(context: PageContext, document: Row, row: Row, change: Values): Values {
  if (!identity.some((name) => change[name] !== undefined && change[name] !== row[name])) return {}
  const { card, ...about } = lineObject(context, pick(change, identity))
  const defaults = lineDefaults(context.company, document, { ...about, ...(card && { card }) })
  return {
    ...defaults,
    ...pick(
      change,
      Object.keys(change).filter((name) => !identity.includes(name)),
    ),
    ...about,
  }
}
