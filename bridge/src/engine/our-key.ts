import type { CompanyRef } from '../mapping/index.ts'
import type { Entity } from './entity.ts'

/** The bridge's own key of what a record is in the other system: `{companyId}:{record id}`, lower case. */
export function ourKeyOf({ apart }: Pick<Entity, 'apart'>, company: Pick<CompanyRef, 'id'>, record: string): string {
  return [company.id, record, ...(apart === undefined ? [] : [apart])].join(':').toLowerCase()
}
