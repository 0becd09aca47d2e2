import type { Entity } from '../../../engine/entity.ts'
import { dimensions } from '../entities.ts'

/** Fields that stand on no page: dimension values, kept below the record. */
export const dimensionNames = Object.keys(dimensions) as readonly (keyof typeof dimensions)[]

/** Codes that people know, for which a page takes an id: the property, and the set in which the code stands. */
export const codeFields = {
  shipmentMethodCode: { property: 'shipmentMethodId', set: 'shipmentMethods', label: 'shipment method' },
  paymentTermsCode: { property: 'paymentTermsId', set: 'paymentTerms', label: 'payment terms' },
  itemVariantCode: { property: 'itemVariantId', set: 'itemVariants', label: 'variant' },
} as const

export type CodeField = keyof typeof codeFields

export const isCodeField = (name: string): name is CodeField => name in codeFields
export const isDimension = (name: string): boolean => (dimensionNames as readonly string[]).includes(name)

/** Fields of an entity that the writer puts together and the page itself does not have. */
export const composedFields = (entity: Entity): readonly string[] =>
  Object.keys(entity.fields).filter((name) => isDimension(name) || isCodeField(name))

/** The dimension behind each field, unless the settings say otherwise. */
export const defaultDimensionCodes: Readonly<Record<string, string>> = {
  businessUnit: 'BUSINESSUNIT',
  department: 'DEPARTMENT',
  costCenter: 'COSTCENTER',
  project: 'PROJECT',
}
