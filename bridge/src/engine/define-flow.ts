import type { CompanyRef, EntityRef, Rule } from '../mapping/index.ts'
import type { Entity, Fields, RecordOf, WriteOf } from './entity.ts'

/** Quote-to-cash goes first; the catalogue and backfill yield. */
export type Lane = 'quote-to-cash' | 'catalogue'

/** Target fields that together identify a record; all must be filled, and exactly one record may carry them. */
export type Match<Target> = readonly (keyof Target & string)[]

export interface FlowSpec<Source, Target> {
  /** One sentence for the printed table and the Setup tab. */
  readonly says: string
  readonly lane?: Lane
  /**
   * Whether the record is in scope; a string is the reason why it is not. Left out: every record is. `needed`: see `onDemand`;
   * false without it.
   */
  readonly when?: (source: Source, company: CompanyRef, needed: boolean) => boolean | string
  /**
   * A record is `needed` in a company where a document waits for its partner, or where this flow has written its partner
   * before: the company that the record itself names is then not the only one.
   */
  readonly onDemand?: boolean
  /** What `when` reads, besides what the rules read. */
  readonly whenReads?: readonly (keyof Source & string)[]
  readonly map: { readonly [Field in keyof Target]?: Rule<Source, Target[Field]> }
  /** How to find a partner that nobody has linked yet, in this order. */
  readonly match?: readonly Match<Target>[]
  /** Our own deterministic reference on the target record; looked up before every create. Unique per source record. */
  readonly reference?: { readonly field: keyof Target & string; readonly rule: Rule<Source, string> }
  /** False: only records that are already linked are written (default true). */
  readonly mayCreate?: boolean
  /** `never`: what was created belongs to the other side from then on (default `always`). */
  readonly update?: 'always' | 'never'
  /**
   * Runs for the record that one of these flows has just written (or for the one it read, when both flows start from the
   * same kind of record), without waiting for the system's own signal.
   */
  readonly follows?: readonly string[]
  /** Says on the source record how its sync went (a rep sees it there). */
  readonly tellsSource?: boolean
  /**
   * For documents: whether a record that is out of scope has been taken back, so that its document is deleted in the target
   * system: `now` (cancelled), `later` (it may come back: after a while). A record that is deleted counts as taken back now.
   * Left out: records that leave the scope leave their partners alone.
   */
  readonly withdrawn?: (source: Source) => 'now' | 'later' | undefined
  /**
   * For flows that tell a record of its document: whether that is gone. When it was made into another one (a quote into an
   * order), that one's flow tells from then on.
   */
  readonly isGone?: (source: Source) => boolean
  /** What `withdrawn` reads, besides what the rules read. */
  readonly withdrawnReads?: readonly (keyof Source & string)[]
  /**
   * The deal that a document is about, when records of several kinds may make it (an opportunity and its order): only one of
   * them does. `leads`: it goes on writing a document that it has joined; the others leave it alone from then on.
   */
  readonly deal?: { readonly rule: Rule<Source, string | null>; readonly leads: boolean }
  /** Whether a match that belongs to another record parks this one, or leaves it out (default `park`). */
  readonly whenTaken?: 'park' | 'skip'
  /**
   * `compare`: the flow looks at targets that somebody else has edited: edits of fields that the source owns are put back,
   * those of shared fields stay (default `leave`: it looks at its sources only). `restore`: as `compare` for flows that own every
   * field they write; a target is looked at only when somebody is heard to have edited it, and lines below it never are.
   */
  readonly onTargetChanged?: 'compare' | 'restore' | 'leave'
  /**
   * What becomes of a record whose target was deleted (default `leave`: a flow that restores writes it again; of any other it is
   * parked, with the target system's own refusal or because the target cannot be found, and looked for again: it may only be
   * hidden; `skip`: there is nothing to say any more).
   */
  readonly onTargetDeleted?: DeletionPolicy<'recreate' | 'skip'>
  /**
   * What becomes of the target when its source record was deleted, for flows without `withdrawn` (default `leave`). Whoever has
   * a policy also follows records that a person has merged.
   */
  readonly onSourceDeleted?: DeletionPolicy<'delete'>
  /**
   * What the target says once its source record was deleted, for targets that are kept (a product of which orders and deals
   * speak); needs `onSourceDeleted: 'leave'`.
   */
  readonly retired?: Partial<Target>
  /**
   * `delete`, for flows with `withdrawn`: the target goes when a record that it was filled from is linked no more, and is made
   * anew, with what the source system has below the record, when that is linked again (default `leave`: the record waits).
   */
  readonly onParted?: 'delete' | 'leave'
  /** The end of the pair whose stage counts for rules with a `stage`: the account. */
  readonly stageOf?: 'source' | 'target'
  /** The record named in the field reaches the later stage as soon as this document stands in the target system. */
  readonly reaches?: { readonly entity: EntityRef; readonly by: keyof Source & string }
  /**
   * For targets that serve several companies: whether the record belongs to this one. Every company's records may be linked to
   * it; only the one it belongs to writes it. Asked before a record is made, too, with what the rules gave (nothing is null).
   */
  readonly belongs?: {
    readonly reads: readonly (keyof Target & string)[]
    readonly to: (target: Target, company: CompanyRef) => boolean
    /** Why a record is not made (default: it would belong to another company). */
    readonly otherwise?: string
  }
  /** `creating`: partners are looked for only while the flow may create records (default `always`). */
  readonly matches?: 'always' | 'creating'
  /** Who wins when a field was edited on both sides; `ask` parks the record with both values (default `source`). */
  readonly conflict?: ConflictRule
  /**
   * What an approval rule of this flow holds (default `writing`). `posting`: the source is a document that people may ask the
   * bridge to post; it is written as ever, and posted only as a named person has approved it.
   */
  readonly approves?: 'writing' | 'posting'
  /** For flows that approve posting: what people look at before they have a document posted. */
  readonly confirms?: Confirms<keyof Source & string, keyof Target & string>
  /** False: an admin switches it on (default true). */
  readonly onByDefault?: boolean
}

/** Fields of the source: once a person has confirmed them, a document that says otherwise is not posted. */
export interface Confirms<Name extends string = string, Shown extends string = string> {
  readonly amount: Name
  readonly currency: Name
  readonly besides: readonly Name[]
  /** Fields of the target that show one of them, and move without it: with a merge of accounts, what is below them. */
  readonly movable: readonly Shown[]
}

/** `ask` parks the record with what can be done. */
export type DeletionPolicy<Own extends string> = 'leave' | 'uncouple' | 'ask' | Own

export type ConflictRule = 'source' | 'target' | 'ask'

/**
 * `on`; `paused`: its changes are kept and worked off when it is switched on again; `off`: it was never switched on, its
 * changes are not kept.
 */
export type FlowState = 'on' | 'paused' | 'off'

/** The flows as they are at this moment: an admin may change their rules and switches while the bridge runs. */
export type Flows = () => readonly Flow[]

/** A flow with its types forgotten: what the engine runs. */
export interface Flow {
  readonly name: string
  readonly source: Entity
  readonly target: Entity
  readonly says: string
  readonly lane: Lane
  readonly when: (
    source: SourceFields,
    company: CompanyRef,
    needed?: boolean,
  ) => boolean | string | Promise<boolean | string>
  readonly onDemand: boolean
  readonly map: Readonly<Record<string, Rule<SourceFields, unknown>>>
  readonly match: readonly (readonly string[])[]
  readonly reference: { readonly field: string; readonly rule: Rule<SourceFields, string> } | undefined
  readonly mayCreate: boolean
  readonly update: 'always' | 'never'
  readonly follows: readonly string[]
  readonly tellsSource: boolean
  readonly withdrawn: ((source: SourceFields) => 'now' | 'later' | undefined) | undefined
  readonly isGone: ((source: SourceFields) => boolean) | undefined
  readonly deal: { readonly rule: Rule<SourceFields, string | null>; readonly leads: boolean } | undefined
  readonly whenTaken: 'park' | 'skip'
  readonly conflict: ConflictRule
  readonly onTargetChanged: 'compare' | 'restore' | 'leave'
  readonly onTargetDeleted: DeletionPolicy<'recreate' | 'skip'>
  readonly onSourceDeleted: DeletionPolicy<'delete'>
  readonly retired: SourceFields | undefined
  readonly onParted: 'delete' | 'leave'
  readonly stageOf: 'source' | 'target' | undefined
  readonly reaches: { readonly entity: EntityRef; readonly by: string } | undefined
  readonly belongs:
    | {
        readonly reads: readonly string[]
        readonly to: (target: SourceFields, company: CompanyRef) => boolean
        readonly otherwise?: string
      }
    | undefined
  readonly matches: 'always' | 'creating'
  /** What an approval holds. */
  readonly approves: 'writing' | 'posting'
  readonly confirms: Confirms | undefined
  /** Documents that a person has to approve; set by an admin. */
  readonly approval?: ApprovalRule | undefined
  readonly state: FlowState
  readonly whenReads: readonly string[]
  /** The fields to read of a source record. */
  readonly reads: readonly string[]
}

/** Which documents wait for a person, and for whom. */
export interface ApprovalRule {
  readonly needed: (source: SourceFields) => Promise<boolean>
  /** The names by which they sign in. */
  readonly approvers: readonly string[]
  /** What `needed` reads. */
  readonly reads: readonly string[]
}

export type SourceFields = Readonly<Record<string, unknown>>

/**
 * One entity becomes one entity, in one direction. The entities are arguments so that the compiler knows both sides: a
 * misspelt field, an empty source into a required target or a wrong choice does not compile.
 */
export function defineFlow<S extends Fields, T extends Fields>(
  name: string,
  source: Entity<S>,
  target: Entity<T>,
  spec: FlowSpec<RecordOf<S>, WriteOf<T>>,
): Flow {
  const whenReads = [
    ...new Set([
      ...(spec.whenReads ?? []),
      ...(spec.withdrawnReads ?? []),
      ...(spec.deal?.rule.reads ?? []),
      ...(spec.reaches ? [spec.reaches.by] : []),
    ]),
  ]
  return {
    name,
    source,
    target,
    says: spec.says,
    lane: spec.lane ?? 'quote-to-cash',
    when: (spec.when as Flow['when'] | undefined) ?? (() => true),
    onDemand: spec.onDemand ?? false,
    map: spec.map as unknown as Flow['map'],
    match: spec.match ?? [],
    reference: spec.reference as Flow['reference'],
    mayCreate: spec.mayCreate ?? true,
    update: spec.update ?? 'always',
    follows: spec.follows ?? [],
    tellsSource: spec.tellsSource ?? false,
    withdrawn: spec.withdrawn as Flow['withdrawn'],
    isGone: spec.isGone as Flow['isGone'],
    deal: spec.deal as Flow['deal'],
    whenTaken: spec.whenTaken ?? 'park',
    conflict: spec.conflict ?? 'source',
    onTargetChanged: spec.onTargetChanged ?? 'leave',
    onTargetDeleted: spec.onTargetDeleted ?? 'leave',
    onSourceDeleted: spec.onSourceDeleted ?? 'leave',
    retired: spec.retired,
    onParted: spec.onParted ?? 'leave',
    stageOf: spec.stageOf,
    reaches: spec.reaches,
    belongs: spec.belongs as Flow['belongs'],
    matches: spec.matches ?? 'always',
    approves: spec.approves ?? 'writing',
    confirms: spec.confirms,
    state: spec.onByDefault === false ? 'off' : 'on',
    whenReads,
    reads: [
      ...new Set([
        ...whenReads,
        ...readsOf(source, spec.map as unknown as Flow['map'], spec.reference as Flow['reference']),
      ]),
    ],
  }
}

/** The fields that rules read, and the record's id. */
export function readsOf(
  source: Pick<Entity, 'key'>,
  map: Flow['map'],
  reference: Flow['reference'],
): readonly string[] {
  const rules = [...Object.values(map), ...(reference ? [reference.rule] : [])]
  return [...new Set([source.key, ...rules.flatMap((rule) => rule.reads)])]
}
