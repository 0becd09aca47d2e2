import type { EntitySet, Property, PropertyType } from '../../entities.ts'
import { badRequest, ServiceError } from '../../errors.ts'
import type { Switches } from '../../switches.ts'
import { memberText } from '../../wire/enum-name.ts'
import { propertiesOf, type Expression, type LiteralType, type Operand } from './expression.ts'

/** What a request brings to the reading of its filter. */
export interface FilterRules {
  readonly set: EntitySet
  readonly switches: Pick<Switches, 'notOperator' | 'calculatedInQuery' | 'version29'>
  /** `$schemaversion=2.1`: lists and nested functions. */
  readonly schema21: boolean
}

type Kind = 'text' | 'guid' | 'date' | 'instant' | 'number' | 'boolean' | 'enum' | 'null'

const kinds: Readonly<Record<PropertyType, Kind | undefined>> = {
  String: 'text',
  Guid: 'guid',
  Date: 'date',
  DateTimeOffset: 'instant',
  Decimal: 'number',
  Int32: 'number',
  Int64: 'number',
  Boolean: 'boolean',
  Enum: 'enum',
  Stream: undefined,
}
const literalKinds: Readonly<Record<LiteralType, Kind>> = {
  string: 'text',
  guid: 'guid',
  date: 'date',
  instant: 'instant',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}
const results: Readonly<Record<string, Kind>> = {
  startswith: 'boolean',
  endswith: 'boolean',
  contains: 'boolean',
  indexof: 'number',
  length: 'number',
  round: 'number',
  floor: 'number',
  ceiling: 'number',
}

/**
 * Holds a parsed filter against the rules of Business Central.
 *
 * - `or` only over one and the same property, `in` and nested functions only with `$schemaversion=2.1`
 * - operands must be of the same type: guids and dates bare, enum members quoted
 *
 * [Microsoft Learn: OData known limitations]
 *
 * @throws ServiceError 400, with the code `Unknown` for what is no member of an enum
 */
export function checkFilter(expression: Expression, rules: FilterRules): void {
  switch (expression.kind) {
    case 'or':
      if (propertiesOf(expression).size > 1)
        throw badRequest("The 'or' operator can only be used over one and the same property.")
      checkFilter(expression.left, rules)
      checkFilter(expression.right, rules)
      break
    case 'and':
      checkFilter(expression.left, rules)
      checkFilter(expression.right, rules)
      break
    case 'not':
      if (rules.switches.notOperator === 'refuse') throw badRequest("The operator 'not' is not supported.")
      checkFilter(expression.of, rules)
      break
    case 'compare':
      compatible(expression.left, expression.right, rules)
      break
    case 'in':
      if (!rules.schema21) throw badRequest("The operator 'in' needs $schemaversion=2.1.")
      for (const item of expression.list) compatible(expression.left, item, rules)
      break
    case 'test':
      if (kindOf(expression.operand, rules) !== 'boolean')
        throw badRequest('The $filter expression must evaluate to a single boolean value.')
  }
}

function compatible(left: Operand, right: Operand, rules: FilterRules): void {
  const [a, b] = [kindOf(left, rules), kindOf(right, rules)]
  if (a === b || a === 'null' || b === 'null') return
  if ((a === 'enum' && b === 'text') || (a === 'text' && b === 'enum')) {
    const [property, literal] = a === 'enum' ? [left, right] : [right, left]
    mustBeMember(property, literal, rules)
    return
  }
  throw badRequest(
    `A binary operator with incompatible types was detected. Found operand types '${a}' and '${b}' for operator.`,
  )
}

/** A literal that stands for a member may be spelled as it travels or as it is shown: which one is meant is unknown. */
function mustBeMember(property: Operand, literal: Operand, { set, switches }: FilterRules): void {
  if (property.kind !== 'property' || literal.kind !== 'literal') return
  const { enum: name = property.name, members = [], members29 = [] } = set.properties[property.name] ?? {}
  const known = [...members, ...(switches.version29 ? members29 : [])]
  if (known.length === 0 || known.some((member) => memberText(member) === memberText(literal.text))) return
  throw new ServiceError(
    400,
    'Unknown',
    `The value '${literal.text}' is not a member of the type 'Microsoft.NAV.${name}'.`,
  )
}

function kindOf(operand: Operand, rules: FilterRules, inCall = false): Kind {
  if (operand.kind === 'literal') return literalKinds[operand.type]
  if (operand.kind === 'property') {
    const kind = kinds[queryProperty(operand.name, rules).type]
    if (!kind) throw badRequest(`The property '${operand.name}' cannot be used in $filter.`)
    return kind
  }
  if (inCall && !rules.schema21) throw badRequest('Nested functions need $schemaversion=2.1.')
  const expected: Kind = ['round', 'floor', 'ceiling'].includes(operand.name) ? 'number' : 'text'
  operand.arguments.forEach((argument, index) => {
    const kind = kindOf(argument, rules, true)
    const wanted = operand.name === 'substring' && index > 0 ? 'number' : expected
    if (kind !== wanted && !(wanted === 'text' && kind === 'enum'))
      throw badRequest(`The function '${operand.name}' cannot take an argument of type '${kind}'.`)
  })
  return results[operand.name] ?? 'text'
}

/**
 * The property a `$filter` or `$orderby` names.
 *
 * @throws ServiceError 400 when the type has none of that name, or it is a page variable and those are refused
 */
export function queryProperty(name: string, { set, switches }: Pick<FilterRules, 'set' | 'switches'>): Property {
  const property = Object.hasOwn(set.properties, name) ? set.properties[name] : undefined
  if (!property) throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${set.type}'.`)
  if (property.calculated && switches.calculatedInQuery === 'refuse')
    throw new ServiceError(
      400,
      'Application_FilterErrorException',
      `'${name}' is not a field of the table behind '${set.name}': filtering and sorting on it is not supported.`,
    )
  return property
}
