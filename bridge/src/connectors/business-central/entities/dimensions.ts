import { field } from '../../../engine/entity.ts'

/**
 * Codes of dimension values, by what they mean to the company; the dimension behind each is a setting (`BC_DIMENSIONS`). They
 * stand on no page: the writer keeps them among the record's dimensions.
 */
export const dimensions = {
  businessUnit: field.text(20),
  department: field.text(20),
  costCenter: field.text(20),
  project: field.text(20),
} as const
