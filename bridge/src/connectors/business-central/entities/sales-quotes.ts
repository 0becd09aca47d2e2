import { defineEntity, field } from '../../../engine/entity.ts'
import { openHeader, openLine } from './open-documents.ts'
import { record, system } from './system.ts'

export const salesQuoteLine = defineEntity(system, 'salesQuoteLine', { label: 'sales quote line', ...record }, openLine)

export const salesQuote = defineEntity(
  system,
  'salesQuote',
  { label: 'sales quote', ...record },
  {
    ...openHeader,
    documentDate: field.day(),
    status: field.choice(['Draft', 'Sent', 'Accepted', 'Expired']),
    salesQuoteLines: field.lines(salesQuoteLine),
  },
)

/** How a sales quote stands; one that is gone (made into an order, or deleted) has no number and reads `Deleted`. */
export const salesQuoteProgress = defineEntity(
  system,
  'salesQuoteProgress',
  { label: 'sales quote status', ...record, viewOf: salesQuote },
  {
    id: field.id(),
    number: field.text(20),
    status: field.choice(['Draft', 'Sent', 'Accepted', 'Expired', 'Deleted'], 'required'),
  },
)
