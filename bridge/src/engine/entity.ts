import type { Decimal } from 'decimal.js'
import type { EntityRef, FilledLine } from '../mapping/index.ts'

/**
 * The kinds of field value that cross the engine. Connectors translate their system's wire form to and from these, so
 * that `null` always means empty: no `""`, no `0001-01-01`, no zero guid outside a connector.
 */
export type FieldKind = 'id' | 'text' | 'number' | 'flag' | 'day' | 'instant' | 'choice' | 'reference' | 'lines'

/** One field of an entity. `~type` never exists at run time; it carries the TypeScript type. */
export interface Field<Type = unknown> {
  readonly kind: FieldKind
  /** Characters, for texts. */
  readonly length?: number
  readonly choices?: readonly string[]
  readonly required: boolean
  /** The entity of the lines. */
  readonly lines?: Entity
  /** The connector puts it together from elsewhere: the system's own record has no such field. */
  readonly composed?: boolean
  /** Where the value stands in the system's own record, when not under the field's name: `PricebookEntry.Product2Id`. */
  readonly path?: string
  /** Not every installation of the system has it (the currency of a record in Salesforce); without it the value is null. */
  readonly ifPresent?: boolean
  readonly '~type'?: Type
}

export type Fields = Readonly<Record<string, Field>>

type TypeOf<F> = F extends Field<infer Type> ? Type : never

/** A record as a reader returns it. */
export type RecordOf<F extends Fields> = { readonly [Name in keyof F]: TypeOf<F[Name]> }

/** A record as a mapping fills it: lines are `FilledLine`s. */
export type WriteOf<F extends Fields> = {
  readonly [Name in keyof F]: TypeOf<F[Name]> extends readonly (infer Line)[]
    ? readonly FilledLine<Line>[]
    : TypeOf<F[Name]>
}

/** What there is to say of an entity besides its fields. */
export interface EntityOptions {
  readonly label: string
  readonly key: string
  readonly perCompany: boolean
  /** Default: the name of the system as it stands in keys. */
  readonly systemName?: string
  readonly fieldLabel?: (field: string) => string
  readonly ourKey?: string
  readonly viewOf?: EntityRef
  readonly apart?: string
  readonly annulled?: Annulled
}

/** Which documents are there and stand for nothing any more, by what one of their fields says. */
export interface Annulled {
  readonly field: string
  readonly values: readonly string[]
}

/** One kind of record in one system. */
export interface Entity<F extends Fields = Fields> {
  readonly system: string
  /** What people call the system: "Business Central". */
  readonly systemName: string
  /** As the vendor names it: `Account`, `salesOrder`. */
  readonly name: string
  /** What a person calls it: "customer", "sales order". */
  readonly label: string
  /** What a person calls a field: `jobTitle` is the "job title". */
  readonly fieldLabel?: ((field: string) => string) | undefined
  /** The field that holds the record's id. */
  readonly key: string
  /** Whether each company has its own records. */
  readonly perCompany: boolean
  /** The field that holds the bridge's own key (`{companyId}:{record id}`), in systems that take one. */
  readonly ourKey?: string | undefined
  /** The entity of which this is another view: they share ids and links. */
  readonly viewOf?: EntityRef | undefined
  /** Ends our keys of these records, and the name by which links know them: see `EntityRef`. */
  readonly apart?: string | undefined
  /** Of documents: an invoice that was canceled bills nothing. */
  readonly annulled?: Annulled | undefined
  readonly fields: F
  readonly '~record'?: RecordOf<F>
}

export function defineEntity<const F extends Fields>(
  system: string,
  name: string,
  options: EntityOptions,
  fields: F,
): Entity<F> {
  return { system, systemName: system, name, ...options, fields }
}

/** What a person calls a field of an entity; its name, where the system's connector has no word for it. */
export const labelOf = ({ fieldLabel }: Pick<Entity, 'fieldLabel'>, field: string): string =>
  fieldLabel?.(field) ?? field

type Presence = 'required' | 'optional'
type Maybe<P extends Presence, Type> = P extends 'required' ? Type : Type | null

const make = <Type>(kind: FieldKind, presence: Presence = 'optional', more: Partial<Field> = {}): Field<Type> =>
  ({ kind, required: presence === 'required', ...more }) as Field<Type>

/** A field that the connector puts together from elsewhere: it can be read, not searched or written. */
export const composed = <Type>(field: Field<Type>): Field<Type> => ({ ...field, composed: true })

/** The words an entity's fields are declared with. Everything may be empty unless it says `required`. */
export const field = {
  id: () => make<string>('id', 'required'),
  text: <P extends Presence = 'optional'>(length: number, presence?: P) =>
    make<Maybe<P, string>>('text', presence, { length }),
  /** Quantities, prices, amounts, percentages: always exact. */
  number: <P extends Presence = 'optional'>(presence?: P) => make<Maybe<P, Decimal>>('number', presence),
  flag: () => make<boolean>('flag', 'required'),
  /** A calendar day, `YYYY-MM-DD`, without time or zone. */
  day: <P extends Presence = 'optional'>(presence?: P) => make<Maybe<P, string>>('day', presence),
  /** An instant, ISO 8601 in UTC. */
  instant: <P extends Presence = 'optional'>(presence?: P) => make<Maybe<P, string>>('instant', presence),
  choice: <const C extends string, P extends Presence = 'optional'>(choices: readonly C[], presence?: P) =>
    make<Maybe<P, C>>('choice', presence, { choices }),
  /** The id of another record. */
  reference: <P extends Presence = 'optional'>(presence?: P) => make<Maybe<P, string>>('reference', presence),
  lines: <F extends Fields>(lines: Entity<F>) => make<readonly RecordOf<F>[]>('lines', 'required', { lines }),
}
