import data from './entities.json' with { type: 'json' }
import notOffered from './not-offered.json' with { type: 'json' }

export type PropertyType =
  'Guid' | 'String' | 'Date' | 'DateTimeOffset' | 'Decimal' | 'Int32' | 'Int64' | 'Boolean' | 'Stream' | 'Enum'

/** One property of an entity type, as `$metadata` and the page behind it describe it. */
export interface Property {
  readonly type: PropertyType
  /** Longest text that fits. */
  readonly length?: number
  /** Longest text in application version 29, when it is another. */
  readonly length29?: number
  /** A Code field of the application: kept in upper case, compared without regard to case. */
  readonly code?: boolean
  /** `Nullable="false"` in the metadata. */
  readonly required?: boolean
  readonly readOnly?: boolean
  /** A variable of the page, not a column: the switch `calculatedInQuery` says whether it may be filtered or sorted on. */
  readonly calculated?: boolean
  /** Summed up from other tables when read. */
  readonly flowField?: boolean
  /** In which state of the document the property may be written. */
  readonly writable?: 'draftOnly' | 'postedOnly' | 'draftOrPosted' | 'parentDraftOnly'
  readonly enum?: string
  /** Member names as they travel: `In_x0020_Review`, `_x0020_` for blank. */
  readonly members?: readonly string[]
  /** Members only application version 29 knows. */
  readonly members29?: readonly string[]
}

/** `from` is a property of this set, `to` one of the target's; blank `to` = every row of the target. */
export interface Navigation {
  readonly set: string
  readonly many: boolean
  readonly from: string
  readonly to: string
}

export type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** One entity set of one API. */
export interface EntitySet {
  readonly name: string
  readonly api: ApiName
  /** Name of the entity type, without `Microsoft.NAV.`. */
  readonly type: string
  readonly key: readonly string[]
  readonly verbs: readonly Verb[]
  /** What a create must bring; `a|b` = one of both. */
  readonly required: readonly string[]
  readonly actions: readonly string[]
  /** Is in the published list of sets one can subscribe to. */
  readonly webhook: boolean
  readonly properties: Readonly<Record<string, Property>>
  readonly navigation: Readonly<Record<string, Navigation>>
  /** What only application version 29 has besides: see `navigationOf`. */
  readonly navigation29?: Readonly<Record<string, Navigation>>
}

/** `v2.0` is the standard API; the others live below `api/microsoft/…`. */
export type ApiName = 'v2.0' | 'analytics/v1.0' | 'runtime/beta'

type Listed = Omit<EntitySet, 'name' | 'api' | 'required' | 'actions' | 'webhook' | 'navigation'> &
  Partial<Pick<EntitySet, 'required' | 'actions' | 'webhook' | 'navigation'>>

const read = (api: ApiName): ReadonlyMap<string, EntitySet> =>
  belowCompanies(
    new Map(
      Object.entries(data[api] as unknown as Record<string, Listed>).map(([name, listed]) => [
        name,
        { required: [], actions: [], webhook: false, navigation: {}, ...listed, name, api },
      ]),
    ),
  )

/** Every set of a company can also be reached as a navigation property of the company. */
function belowCompanies(sets: Map<string, EntitySet>): ReadonlyMap<string, EntitySet> {
  const companies = sets.get('companies')
  if (!companies) return sets
  const others = [...sets.keys()].filter((name) => !['companies', 'subscriptions'].includes(name))
  const navigation = Object.fromEntries(others.map((set) => [set, { set, many: true, from: 'id', to: '' }]))
  return sets.set('companies', { ...companies, navigation })
}

const apis: Readonly<Record<ApiName, ReadonlyMap<string, EntitySet>>> = {
  'v2.0': read('v2.0'),
  'analytics/v1.0': read('analytics/v1.0'),
  'runtime/beta': read('runtime/beta'),
}

/** All entity sets of an API, by name. */
export const entitySets = (api: ApiName): ReadonlyMap<string, EntitySet> => apis[api]

/** A set of API v2.0 that must exist: a slip in our own code otherwise. */
export function entitySet(name: string, api: ApiName = 'v2.0'): EntitySet {
  const set = apis[api].get(name)
  if (!set) throw new Error(`${api} has no entity set ${name}`)
  return set
}

/** The navigation properties of a set, by name, in the application version that the switch says. */
export const navigationOf = (
  { navigation, navigation29 }: EntitySet,
  { version29 }: { readonly version29: boolean },
): Readonly<Record<string, Navigation>> => (version29 && navigation29 ? { ...navigation, ...navigation29 } : navigation)

/** The navigation property of this name, if there is one. */
export function navigationNamed(
  set: EntitySet,
  name: string,
  switches: { readonly version29: boolean },
): Navigation | undefined {
  const known = navigationOf(set, switches)
  return Object.hasOwn(known, name) ? known[name] : undefined
}

/** Sets of API v2.0 that the vendor has and this sandbox has not. */
export const isKnownElsewhere = (name: string): boolean => notOffered.includes(name)
