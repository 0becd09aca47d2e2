import { ownFields, resultType, treeOf } from '../../formulas/expression.ts'
import type { FormulaType } from '../../formulas/value.ts'
import { fieldOf, type ObjectSchema } from '../../schema.ts'
import { type Component, number, problem, type Problem, text, type XmlElement } from '../component.ts'
import { type CheckWorld, notHere } from './metadata-type.ts'

/** Metadata type of the field → what its formula must give. */
const wanted: Readonly<Record<string, FormulaType>> = {
  Text: 'text',
  Number: 'number',
  Currency: 'number',
  Percent: 'number',
  Checkbox: 'checkbox',
  Date: 'date',
  DateTime: 'datetime',
}

/** Whether a formula comes back to itself over fields of its own object. */
function isCircular(name: string, object: ObjectSchema, seen: ReadonlySet<string> = new Set()): boolean {
  const key = name.toLowerCase()
  if (seen.has(key)) return true
  const formula = fieldOf(object, name)?.formula
  const tree = formula ? treeOf(formula.text) : undefined
  if (!tree || !('type' in tree)) return false
  return ownFields(tree).some((other) => isCircular(other, object, new Set([...seen, key])))
}

/** A formula field: readable to the sandbox, its fields there, its functions known, its result of the field's type. */
export function formulaProblems(
  body: XmlElement,
  type: string,
  component: Component,
  { schema }: CheckWorld,
): readonly Problem[] {
  const [owner = '', name = ''] = component.fullName.split('.')
  const object = schema.object(owner)
  const result = Object.hasOwn(wanted, type) ? wanted[type] : undefined
  if (!object) return []
  if (result === undefined) return [notHere(`A formula field of type ${type}`)]
  const banned = ['required', 'unique', 'externalId', 'defaultValue'].find(
    (tag) => body[tag] !== undefined && text(body, tag) !== 'false',
  )
  if (banned !== undefined) return [problem(`Can not specify '${banned}' for a formula field`)]
  if (result === 'number' && number(body, 'scale') === undefined)
    return [problem(`Must specify 'scale' for a CustomField of type ${type}`)]
  const tree = treeOf(text(body, 'formula') ?? '')
  const given = 'type' in tree ? resultType(tree, object, schema) : tree
  if (typeof given !== 'string') return ['wrong' in given ? problem(given.wrong) : notHere(given.notHere)]
  if (given !== result && given !== 'null')
    return [problem(`Formula result is data type (${given}), incompatible with expected data type (${result}).`)]
  return isCircular(name, object) ? [problem(`The formula of ${name} refers to itself`)] : []
}
