import type { EntitySet } from '../entities.ts'
import type { PageContext } from '../pages/page.ts'
import type { Row } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'

/** What an address leads to. */
export type Target =
  | { readonly kind: 'service' | 'metadata' | 'batch' }
  | { readonly kind: 'companies'; readonly key?: string; readonly count?: boolean }
  | { readonly kind: 'subscriptions'; readonly key?: string; readonly count: boolean }
  | CollectionTarget
  | EntityTarget
  | { readonly kind: 'nothing'; readonly set: EntitySet }
  | {
      readonly kind: 'action'
      readonly context: PageContext
      readonly set: EntitySet
      readonly row: Row
      readonly name: string
    }
  | {
      readonly kind: 'stream'
      readonly context: PageContext
      readonly set: EntitySet
      readonly row: Row
      readonly name: string
    }

export interface CollectionTarget {
  readonly kind: 'collection'
  readonly context: PageContext
  readonly set: EntitySet
  /** The rows below a parent; left out = the whole set. */
  readonly below?: readonly Row[]
  /** What a new row below this parent begins with: `documentId`, or `parentId` and `parentType`. */
  readonly inherits: Values
  readonly count: boolean
}

export interface EntityTarget {
  readonly kind: 'entity'
  readonly context: PageContext
  readonly set: EntitySet
  readonly row: Row
}
