import type { FieldType as Selected, FunctionExp, Query, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js'
import { flagsOf } from '../describe/field-flags.ts'
import { notSupported } from '../context.ts'
import type { ObjectSchema } from '../schema.ts'
import { anyRecord } from './any-record.ts'
import { inClause } from './clause-place.ts'
import type { Comparison } from './condition.ts'
import { checkSemiJoins } from './semi-join.ts'
import { type Path, type QueryWorld, resolvePath } from './path.ts'
import { invalidField, malformedAt, malformedQuery } from './query-error.ts'
import { asLink, treeOf, type Tree } from './where.ts'

type Clauses = QueryBase & { readonly sObjectAlias?: string; readonly for?: string }
type Call = Pick<FunctionExp, 'functionName' | 'parameters'>

const list = <Item>(items: Item | readonly Item[] | undefined): readonly Item[] =>
  items === undefined ? [] : Array.isArray(items) ? (items as readonly Item[]) : [items as Item]

const aggregate = /^(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)$/i
const isAggregate = ({ functionName }: Call): boolean => aggregate.test(functionName ?? '')
const isCountAll = (item: Selected | undefined): boolean =>
  item?.type === 'FieldFunctionExpression' && /^COUNT$/i.test(item.functionName) && item.parameters.length === 0

const isSubtotal = ({ functionName }: Call): boolean => /^(ROLLUP|CUBE)$/i.test(functionName ?? '')

/** The fields of a ROLLUP or CUBE; a date function groups by a date that by itself cannot be grouped by. */
const subtotalled = (call: Call): readonly string[] =>
  isSubtotal(call) ? (call.parameters ?? []).filter((one) => typeof one === 'string') : []

/** `SELECT Id, Id`, and two columns of an aggregate query with one name. [SOQL: SELECT, FIELDS()] */
function checkSelected(fields: readonly Selected[], grouped: boolean, object: ObjectSchema, world: QueryWorld): void {
  const [fieldsSeen, aliases] = [new Set<string>(), new Set<string>()]
  const once = (name: string): void => {
    const key = name.toLowerCase()
    if (fieldsSeen.has(key)) throw invalidField(world, name, `duplicate field selected: ${name}`)
    fieldsSeen.add(key)
  }
  for (const item of fields) {
    const alias = 'alias' in item ? item.alias : undefined
    const written =
      item.type === 'Field'
        ? item.field
        : item.type === 'FieldRelationship'
          ? [...item.relationships, item.field].join('.')
          : undefined
    if (written !== undefined && !grouped) once(written)
    if (item.type === 'FieldFunctionExpression' && /^FIELDS$/i.test(item.functionName) && !grouped)
      for (const field of object.fields)
        if (fieldsSeen.has(field.name.toLowerCase()) && matchesFields(item.parameters[0], field.custom))
          once(field.name)
    const column = alias ?? (grouped ? written?.split('.').at(-1) : undefined)
    if (column === undefined) continue
    if (aliases.has(column.toLowerCase())) throw malformedAt(world, column, `duplicate alias: ${column}`)
    aliases.add(column.toLowerCase())
  }
}

const matchesFields = (which: unknown, custom: boolean): boolean =>
  typeof which === 'string' && (/^ALL$/i.test(which) || /^CUSTOM$/i.test(which) === custom)

function checkFilter({ field, object }: Path, world: QueryWorld): void {
  if (object === anyRecord || flagsOf(field).filterable) return
  throw invalidField(
    world,
    field.name,
    field.type === 'address'
      ? 'Address fields can only be filtered using Distance expressions'
      : `field '${field.name}' can not be filtered in a query call`,
  )
}

/** The field behind the functions of a condition. [SOQL: convertCurrency(), FORMAT(), HAVING] */
function fieldOfFilter(call: Call): string {
  const name = call.functionName ?? ''
  if (isAggregate(call)) throw malformedQuery(`aggregate function ${name} is not allowed in WHERE, use HAVING`)
  if (/^CONVERTCURRENCY$/i.test(name)) throw malformedQuery('convertCurrency is not allowed in WHERE, use USD5000')
  if (/^FORMAT$/i.test(name)) throw notSupported('FORMAT() in WHERE')
  const [parameter] = call.parameters ?? []
  if (parameter === undefined) throw notSupported(`The SOQL function ${name}()`)
  return typeof parameter === 'string' ? parameter : fieldOfFilter(parameter)
}

function refuse(path: Path, flag: 'sortable' | 'groupable', verb: string, world: QueryWorld): void {
  if (!flagsOf(path.field)[flag])
    throw malformedAt(world, path.field.name, `field '${path.field.name}' can not be ${verb} in a query call`)
}

/** `MAX(Description)`: what the field does not support. */
function checkMeasure(call: Call, object: ObjectSchema, alias: string | undefined, world: QueryWorld): void {
  const [parameter] = call.parameters ?? []
  if (!isAggregate(call) || typeof parameter !== 'string') return
  const { field } = resolvePath(object, parameter, alias, world)
  if (!flagsOf(field).aggregatable)
    throw malformedAt(
      world,
      field.name,
      `field ${field.name} does not support aggregate operator ${(call.functionName ?? '').toUpperCase()}`,
    )
}

const leaves = <Node>(tree: Tree<Node>): readonly Node[] =>
  tree.is === 'leaf' ? [tree.leaf] : tree.is === 'not' ? leaves(tree.part) : tree.parts.flatMap((part) => leaves(part))

/** COUNT() stands alone; locks are of rows that are read, in no order. [SOQL: COUNT(), FOR UPDATE, LIMIT] */
function checkClauses(query: Clauses, measures: boolean): void {
  const grouped = query.groupBy !== undefined
  const countAll = isCountAll(query.fields?.[0])
  if (countAll && (query.fields ?? []).length > 1)
    throw malformedQuery('unexpected token: COUNT() must be selected alone')
  if (countAll && grouped) throw malformedQuery('COUNT() cannot be used with GROUP BY, use COUNT(fieldName)')
  if (countAll && query.orderBy !== undefined)
    throw malformedQuery('COUNT() cannot be used with ORDER BY, use COUNT(fieldName)')
  if (query.having && !grouped) throw malformedQuery('HAVING can only be used with GROUP BY')
  if (measures && !countAll && !grouped && query.limit !== undefined)
    throw malformedQuery('Non-grouped query that uses overall aggregate functions cannot also use LIMIT')
  if (query.for !== 'UPDATE') return
  if (query.orderBy !== undefined) throw malformedQuery('ORDER BY is not allowed in a query that uses FOR UPDATE')
  if (measures || grouped) throw malformedQuery('FOR UPDATE is not allowed in a query that uses aggregate functions')
}

/**
 * Refuses what an org refuses although it can be parsed: fields in places for which describe says that they are not `filterable`, `sortable`,
 * `groupable` or `aggregatable`, columns twice, semi-joins beyond their bounds, clauses that do not go together.
 * @throws ApiError MALFORMED_QUERY or INVALID_FIELD
 */
export function checkQuery(
  object: ObjectSchema,
  query: Query | Subquery,
  world: QueryWorld,
  { inSemiJoin = false }: { inSemiJoin?: boolean } = {},
): void {
  const clauses: Clauses = query
  const alias = clauses.sObjectAlias
  const fields = clauses.fields ?? []
  const measures = fields.some((item) => item.type === 'FieldFunctionExpression' && isAggregate(item))
  const grouped = clauses.groupBy !== undefined || measures
  checkSelected(fields, grouped, object, world)
  if (grouped && 'relationshipName' in query) throw malformedQuery('only root queries support aggregate expressions')
  checkClauses(clauses, measures)
  const subtotals = list(clauses.groupBy).some((clause) => 'fn' in clause && isSubtotal(clause.fn))
  const checkCall = (call: Call, place: QueryWorld): void => {
    checkMeasure(call, object, alias, place)
    if (/^GROUPING$/i.test(call.functionName ?? '') && !subtotals)
      throw malformedQuery('GROUPING can only be used with GROUP BY ROLLUP or GROUP BY CUBE')
  }
  for (const item of fields) if (item.type === 'FieldFunctionExpression') checkCall(item, world)
  if (clauses.where) {
    const place = inClause(world, 'WHERE')
    const tree = treeOf<Comparison>(asLink(clauses.where))
    for (const leaf of leaves(tree)) {
      const path = resolvePath(object, 'fn' in leaf ? fieldOfFilter(leaf.fn) : leaf.field, alias, place)
      checkFilter(path, place)
    }
    checkSemiJoins(object, tree, alias, world, inSemiJoin)
  }
  for (const clause of list(clauses.groupBy)) {
    const place = inClause(world, 'GROUP')
    for (const field of 'field' in clause ? [clause.field] : subtotalled(clause.fn))
      refuse(resolvePath(object, field, alias, place), 'groupable', 'grouped', place)
  }
  for (const leaf of clauses.having ? leaves(treeOf<{ fn?: Call }>(asLink(clauses.having))) : [])
    if (leaf.fn) checkCall(leaf.fn, inClause(world, 'HAVING'))
  for (const clause of list(clauses.orderBy)) {
    const place = inClause(world, 'ORDER')
    if ('field' in clause) refuse(resolvePath(object, clause.field, alias, place), 'sortable', 'sorted', place)
    else checkCall(clause.fn, place)
  }
}
