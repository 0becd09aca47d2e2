import formulon, { type Expression } from 'formulon'
import { Decimal } from 'decimal.js'
import type { Row } from '../records.ts'
import { fieldOf, type FieldSchema, type ObjectSchema, parentOf, type Schema } from '../schema.ts'
import { changeFunction } from './change-functions.ts'
import { FormulaError, functions, type FormulaFunction } from './functions.ts'
import { type FormulaType, typeOf, type Value, valueOf } from './value.ts'

/** Why a formula cannot be taken: in Salesforce's words, or because this sandbox does not do it. */
export type FormulaProblem = { readonly wrong: string } | { readonly notHere: string }

interface Reference {
  /** Look-ups followed, from the row outwards. */
  readonly steps: readonly FieldSchema[]
  /** The object that has the field. */
  readonly object: ObjectSchema
  readonly field: FieldSchema
}

/** A formula's tree, or what is wrong with its text. */
export function treeOf(text: string): Expression | FormulaProblem {
  const tree = formulon.ast(text)
  // The grammar is smaller than Salesforce's (no comments, no minus before a field): its no need not be Salesforce's no.
  return tree.type === 'error' ? { notHere: `The syntax of the formula ${text}` } : tree
}

/** `Account__r.Owner.Name` from an object: the way there, and the field at its end. */
function referenceOf(name: string, object: ObjectSchema, schema: Schema): Reference | FormulaProblem {
  if (name.startsWith('$')) return { notHere: `${name} in a formula` }
  const parts = name.split('.')
  const steps: FieldSchema[] = []
  let at: ObjectSchema | undefined = object
  for (const part of parts.slice(0, -1)) {
    const step: FieldSchema | undefined = at?.fields.find(
      (one) => one.relationshipName?.toLowerCase() === part.toLowerCase(),
    )
    if (!step) return { wrong: `Field ${name} does not exist. Check spelling.` }
    steps.push(step)
    at = parentOf(step, schema)
  }
  const field = at && fieldOf(at, parts.at(-1) ?? '')
  return at && field ? { steps, object: at, field } : { wrong: `Field ${name} does not exist. Check spelling.` }
}

const isProblem = (one: object): one is FormulaProblem => 'wrong' in one || 'notHere' in one

/**
 * The type of a formula's result, or why it has none.
 * @param options `changes`: whether it may ask how the row was before, as validation rules may
 */
export function resultType(
  tree: Expression,
  object: ObjectSchema,
  schema: Schema,
  options: { readonly changes?: boolean } = {},
): FormulaType | FormulaProblem {
  if (tree.type === 'literal') return tree.dataType
  if (tree.type === 'identifier') {
    const reference = referenceOf(tree.name, object, schema)
    if (isProblem(reference)) return reference
    return typeOf(reference.field) ?? { notHere: `The field ${tree.name} (${reference.field.type}) in a formula` }
  }
  const change = options.changes ? changeFunction(tree, (name) => fieldOf(object, name)) : undefined
  if (change) return 'wrong' in change ? change : change.type
  const known = functions.get(tree.id)
  if (!known) return { notHere: `The formula function ${tree.id.toUpperCase()}` }
  const types: FormulaType[] = []
  for (const argument of tree.arguments) {
    const type = resultType(argument, object, schema, options)
    if (typeof type !== 'string') return type
    types.push(type)
  }
  const type = known.types(types)
  return (
    type ?? {
      wrong: `Incorrect parameter type for function '${tree.id.toUpperCase()}()'. Received ${types.join(', ') || 'nothing'}`,
    }
  )
}

/** Names of the fields of the object itself that a formula uses. */
export function ownFields(tree: Expression): readonly string[] {
  if (tree.type === 'identifier') return tree.name.includes('.') ? [] : [tree.name]
  return tree.type === 'callExpression' ? tree.arguments.flatMap(ownFields) : []
}

export interface FormulaGrounds {
  readonly schema: Schema
  get(object: string, id: string): Row | undefined
  /** Milliseconds. */
  now(): number
}

/** A value of a row; `before` is the row as it was, in validation rules. */
type Compute = (row: Row, before?: Row) => Value

/** A formula as a function of a row. The tree has passed `resultType`. */
function compiled(tree: Expression, object: ObjectSchema, blanksAsZero: boolean, grounds: FormulaGrounds): Compute {
  if (tree.type === 'literal') {
    const { value } = tree
    const constant = typeof value === 'number' ? new Decimal(value) : value
    return () => constant
  }
  if (tree.type === 'identifier') {
    const reference = referenceOf(tree.name, object, grounds.schema)
    if (isProblem(reference)) return () => null
    const { field } = reference
    if (field.formula) return inner(reference, blanksAsZero, grounds)
    return (row) => valueOf(field, endOf(reference, row, grounds)?.[field.name], blanksAsZero)
  }
  const change = changeFunction(tree, (name) => fieldOf(object, name))
  if (change && 'work' in change) return change.work
  const known = functions.get(tree.id) as FormulaFunction
  const parts = tree.arguments.map((argument) => compiled(argument, object, blanksAsZero, grounds))
  return (row, before) =>
    known.work(
      parts.map((part) => () => part(row, before)),
      grounds.now(),
    )
}

/** Formulas of formulas; two objects whose formulas look at each other never end. */
const deepest = 15
let depth = 0

/** Another formula's result as it is before it is rounded for its field. */
function inner(reference: Reference, blanksAsZero: boolean, grounds: FormulaGrounds): Compute {
  const { field, object } = reference
  let compute: Compute | undefined
  return (row) => {
    const end = endOf(reference, row, grounds)
    if (!end) return valueOf(field, null, blanksAsZero)
    if (depth === deepest) throw new FormulaError('too deep')
    depth++
    try {
      compute ??= compiledText(field, object, grounds)
      return compute(end) ?? valueOf(field, null, blanksAsZero)
    } finally {
      depth--
    }
  }
}

function endOf({ steps }: Reference, row: Row, grounds: FormulaGrounds): Row | undefined {
  let at: Row | undefined = row
  for (const step of steps) {
    const id: unknown = at?.[step.name]
    at = typeof id === 'string' ? step.referenceTo.flatMap((name) => grounds.get(name, id) ?? [])[0] : undefined
  }
  return at
}

/** A formula field's own text, compiled. */
function compiledText({ formula }: FieldSchema, object: ObjectSchema, grounds: FormulaGrounds): Compute {
  const tree = treeOf(formula?.text ?? '')
  return 'type' in tree ? compiled(tree, object, formula?.blanksAsZero ?? true, grounds) : () => null
}

/** The value of a formula field for a row; null when the formula fails on it. */
export function formulaOf(field: FieldSchema, object: ObjectSchema, grounds: FormulaGrounds): Compute {
  return guarded(compiledText(field, object, grounds))
}

/**
 * The condition of a validation rule, which has passed `resultType`. Empty numbers are no zeros here, as ISBLANK tells them; a formula that fails on a
 * row finds nothing.
 */
export function conditionOf(
  text: string,
  object: ObjectSchema,
  grounds: FormulaGrounds,
): (row: Row, before: Row | undefined) => boolean {
  const tree = treeOf(text)
  if (!('type' in tree)) return () => false
  const compute = guarded(compiled(tree, object, false, grounds))
  return (row, before) => compute(row, before) === true
}

/** As `compiled`, with null for a formula that fails on this row. */
function guarded(compute: Compute): Compute {
  return (row, before) => {
    try {
      return compute(row, before)
    } catch (error) {
      if (error instanceof FormulaError) return null
      throw error
    }
  }
}
