import { field } from '../../../engine/entity.ts'
import { dimensions } from './dimensions.ts'

/** A line of a sales document that is not posted yet. */
export const openLine = {
  id: field.id(),
  lineType: field.choice(['Comment', 'Item'], 'required'),
  itemId: field.reference(),
  /** Of `itemId`. The API takes the variant's id; the writer looks it up. */
  itemVariantCode: field.text(10),
  description: field.text(100),
  unitOfMeasureCode: field.text(10),
  quantity: field.number('required'),
  unitPrice: field.number(),
  discountPercent: field.number(),
  discountAmount: field.number(),
  /** Tax group, or VAT product posting group. */
  taxCode: field.text(50),
  ...dimensions,
} as const

/** What the headers of open sales documents have in common. */
export const openHeader = {
  id: field.id(),
  number: field.text(20),
  externalDocumentNumber: field.text(35),
  customerId: field.reference('required'),
  currencyCode: field.text(10),
  /** The API takes the method's id; the writer looks it up. */
  shipmentMethodCode: field.text(10),
  ...dimensions,
} as const
