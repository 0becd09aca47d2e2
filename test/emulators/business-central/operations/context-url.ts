import type { ApiName, EntitySet } from '../entities.ts'

/** Where and when a request is answered. */
export interface ApiAt {
  readonly api: ApiName
  /** `…/{environment}/api/v2.0` */
  readonly root: string
  readonly now: number
}

/** `@odata.context` of a set; with `entity` of one row of it. */
export const contextUrl = ({ root }: ApiAt, companyId: string, set: EntitySet, entity = false): string =>
  `${root}/$metadata#companies(${companyId})/${set.name}${entity ? '/$entity' : ''}`

/** Address of one row. */
export const entityUrl = (
  { root }: ApiAt,
  companyId: string,
  set: EntitySet | { readonly name: string },
  key: string,
): string => `${root}/companies(${companyId})/${set.name}(${key})`
