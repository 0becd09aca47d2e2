import type { SandboxCompany } from '../company/company.ts'
import type { EntitySet } from '../entities.ts'
import type { DateRange } from '../odata/flow-filter.ts'
import type { Switches } from '../switches.ts'
import type { Row } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'

/** What the code of a page may touch. */
export interface PageContext {
  readonly company: SandboxCompany
  readonly switches: Switches
  /** Dates that a FlowFilter of the query lets through. */
  readonly range?: DateRange
}

/** Rows that stand in no table of their own. */
export interface Source {
  all(context: PageContext): readonly Row[]
  /** A short way to the rows whose `property` is `value`; undefined when there is none and all must be looked at. */
  where(context: PageContext, property: string, value: string): readonly Row[] | undefined
}

/** A stream property: its bytes live outside of the row. */
export interface StreamAccess {
  read(context: PageContext, row: Row): { readonly type: string; readonly bytes: Uint8Array } | undefined
  readonly write?: (context: PageContext, row: Row, bytes: Uint8Array, type: string) => void
}

/** What a bound action leaves behind: the document it made, for the `Location` header. */
export interface ActionResult {
  readonly set: string
  readonly id: string
  /** Runs when the action itself is committed: its failure is an error of a call that has done its work. */
  readonly afterwards?: () => void
}

/**
 * The code behind one entity set, as Business Central has one API page per set. Everything left out is done the plain
 * way: rows come from the table of the set's name, writes go into it.
 */
export interface Page {
  /** Table behind the page when it bears another name. */
  readonly table?: string
  readonly source?: Source
  /** Property the rows of a `source` are in the order of, when it is not their number, code or name. */
  readonly orderedBy?: string
  /** Properties worked out when read: FlowFields and page variables. */
  readonly computed?: Readonly<Record<string, (context: PageContext, row: Row) => unknown>>
  /** A read needs the parent: one of `properties` in the address or as `eq` in the filter. */
  readonly needsParent?: { readonly properties: readonly string[]; readonly refusal: string }
  /** A listing shows these rows only, unless the filter speaks of the property itself. */
  readonly unlessFiltered?: { readonly property: string; readonly value: string }
  /** A star at the end of a text in the filter stands for anything. */
  readonly wildcards?: boolean
  /** State of the document a row belongs to, for `writable` properties. */
  readonly state?: (context: PageContext, row: Row) => 'draft' | 'posted'
  /** Refuses a write to a read-only document before anything else is looked at. */
  readonly create?: (context: PageContext, set: EntitySet, values: Values) => Row
  readonly update?: (context: PageContext, set: EntitySet, row: Row, change: Values) => Row
  readonly remove?: (context: PageContext, set: EntitySet, row: Row) => void
  /** Called once after a create with lines, when all lines are in. */
  readonly created?: (context: PageContext, row: Row) => void
  readonly actions?: Readonly<Record<string, (context: PageContext, row: Row) => ActionResult | undefined>>
  readonly streams?: Readonly<Record<string, StreamAccess>>
}
