/** An entity, by its system and its name there: `business-central` / `salesOrder`. */
export interface EntityRef {
  readonly system: string
  readonly name: string
  /** The entity whose record this is, when it is another view of it: `salesOrderProgress` is the `salesOrder` itself. */
  readonly viewOf?: EntityRef | undefined
  /** Tells records apart that one source record makes of the same kind: a second price of an item, in another price book. */
  readonly apart?: string | undefined
}

/** The entity that links are kept by: two views of one record share its links. */
export function identityOf(entity: EntityRef): EntityRef {
  const { system, name, viewOf, apart } = entity
  return viewOf ? identityOf(viewOf) : { system, name: apart === undefined ? name : `${name}/${apart}` }
}

/** The Business Central company a run is about. */
export interface CompanyRef {
  readonly id: string
  readonly name: string
  /** The company of records that name none: the first that is configured. */
  readonly isDefault?: boolean
}

/** What a rule must know from outside the record before it can fill its field. */
export type Need =
  | {
      readonly kind: 'link'
      /** The record of the source system … */
      readonly from: EntityRef
      readonly id: string
      /** … and the kind of record it should be linked to in the target system. */
      readonly to: EntityRef
      /** False: the record waits until the link exists. True: the field stays empty when there is none. */
      readonly optional: boolean
      /** For optional ones: the record runs again when the link appears. */
      readonly later?: boolean
    }
  /** Not optional: nothing of the flow can be done in a system that does not know it. */
  | { readonly kind: 'known'; readonly name: string; readonly optional?: boolean }
  /** A field of the linked record in the target system; never waited for. */
  | {
      readonly kind: 'field'
      readonly from: EntityRef
      readonly id: string
      readonly to: EntityRef
      readonly field: string
    }
  /** A field of the records that it is linked to in the other companies, or was; never waited for. */
  | {
      readonly kind: 'elsewhere'
      readonly from: EntityRef
      readonly id: string
      readonly to: EntityRef
      readonly field: string
    }

/** The answers to a record's needs. */
export interface Resolved {
  readonly company: CompanyRef
  /** The linked record's id; undefined only for an optional link that does not exist. */
  link(from: EntityRef, id: string, to: EntityRef): string | undefined
  /** What stands in a field of the linked record; undefined when there is no such link. */
  field(from: EntityRef, id: string, to: EntityRef, field: string): unknown
  /** What stands in a field of its partners in the other companies, one for each; undefined for one that cannot be seen. */
  elsewhere(from: EntityRef, id: string, to: EntityRef, field: string): readonly unknown[]
  /** An id that the target system knows by name, such as the standard price book; empty for an optional one that it does not know. */
  known(name: string): string
}

/** Before and after the record has its first document in the books. */
export type Stage = 'before' | 'after'

/**
 * How one target field is filled. A rule is data: `reads` makes the SELECT list, `how` is what the printed mapping table
 * says, `fill` is pure. `fill` returning undefined leaves the target field alone; null clears it.
 */
export interface Rule<Source, Value> {
  readonly reads: readonly string[]
  readonly how: string
  readonly needs?: (source: Source, company: CompanyRef) => readonly Need[]
  readonly fill: (source: Source, resolved: Resolved) => Value | undefined | Promise<Value | undefined>
  /** Filled when the record is created, never afterwards. */
  readonly onCreateOnly?: boolean
  /** Written along with what changed, but no reason to write by itself: the instant at which figures were read. */
  readonly stampOnly?: boolean
  /** Filled to find the partner, never written. */
  readonly matchOnly?: boolean
  /** Who may edit the field: the source alone (default; what the target side edits is put back), or both sides. */
  readonly owner?: 'source' | 'shared'
  /** The stage of the record (`FlowSpec.stageOf`) in which the field is filled; left out: in every stage. */
  readonly stage?: Stage
  /** Written once when the rule gives nothing any more and what stands there is ours; left out: what is ours stays. */
  readonly whenEmptied?: Value | null
  /** What holds for the field whatever fills it (that it is filled in one company only): a rule that takes its place goes through it. */
  readonly around?: (other: Rule<never, unknown>) => Rule<never, unknown>
  /** The rules of the lines, when the field holds the lines of a document. */
  readonly lines?: LinesOf
}

/** From which lines to which, by which rules. */
export interface LinesOf {
  readonly name: string
  readonly source: EntityRef & { readonly key: string }
  readonly target: EntityRef & { readonly key: string }
  readonly map: Readonly<Record<string, Rule<Readonly<Record<string, unknown>>, unknown>>>
  readonly finish?: FinishLines | undefined
}

/** What is done with the lines of a document once all of them are filled: pure, like a rule. */
export interface FinishLines {
  readonly how: string
  /** Fields of the document. */
  readonly reads: readonly string[]
  readonly finish: (lines: readonly FilledLine[], document: Readonly<Record<string, unknown>>) => readonly FilledLine[]
}

/** One line of a document, filled. `key` is the source line's id: it makes the target line's key. */
export interface FilledLine<Fields = Record<string, unknown>> {
  readonly key: string
  /** The target line, when the rule knows it. */
  readonly id?: string
  readonly fields: Partial<Fields>
}

/** A value does not fit the target field; the record is parked with this message. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit'
}

/** Thrown by `when`: of such a record the target is never made; it is parked with this message and what people do instead. */
export class NotToBeMade extends Error {
  override readonly name = 'NotToBeMade'
  readonly advice: string
  constructor(message: string, { advice }: { readonly advice: string }) {
    super(message)
    this.advice = advice
  }
}
