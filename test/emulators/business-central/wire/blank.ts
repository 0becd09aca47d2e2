import type { Property } from '../entities.ts'

export const noGuid = '00000000-0000-0000-0000-000000000000'
export const noDate = '0001-01-01'
export const noInstant = '0001-01-01T00:00:00Z'
export const blankMember = '_x0020_'

/**
 * What Business Central shows where nothing was entered. An enum without a blank member begins with its first one.
 *
 * Source: samples of the API v2.0 reference; null does not appear for plain values.
 */
export function blank(property: Property): string | number | boolean {
  switch (property.type) {
    case 'Guid':
      return noGuid
    case 'Date':
      return noDate
    case 'DateTimeOffset':
      return noInstant
    case 'Decimal':
      return '0'
    case 'Int32':
    case 'Int64':
      return 0
    case 'Boolean':
      return false
    case 'Enum':
      return property.members?.includes(blankMember) ? blankMember : (property.members?.[0] ?? blankMember)
    case 'String':
    case 'Stream':
      return ''
  }
}
