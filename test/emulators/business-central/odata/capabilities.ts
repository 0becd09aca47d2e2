import type { EntitySet } from '../entities.ts'

/** Queries of the application, and the platform's own set: their metadata say that they cannot be sorted. */
export const notSortable = ({ api, name }: EntitySet): boolean =>
  api === 'v2.0' && ['customerSales', 'subscriptions'].includes(name)

const record = (property: string) => ({ Record: { PropertyValue: { '@Property': property, '@Bool': 'false' } } })

/**
 * The capability annotations of a set: no change tracking anywhere, no sorting on some.
 * [OASIS: OData Vocabularies, Org.OData.Capabilities.V1]
 */
export const capabilities = (set: EntitySet): Record<string, unknown>[] => [
  { '@Term': 'Org.OData.Capabilities.V1.ChangeTracking', ...record('Supported') },
  ...(notSortable(set) ? [{ '@Term': 'Org.OData.Capabilities.V1.SortRestrictions', ...record('Sortable') }] : []),
]
