import type { Query } from '@jetstreamapp/soql-parser-js'
import type { ObjectSchema } from '../schema.ts'
import { anyRecord } from './any-record.ts'
import { inClause, inSubquery } from './clause-place.ts'
import type { Comparison } from './condition.ts'
import { type Path, type QueryWorld, resolvePath } from './path.ts'
import { invalidType, malformedAt, malformedQuery } from './query-error.ts'
import type { Tree } from './where.ts'

const most = 2

const subqueryOf = (leaf: Comparison): Query | undefined => ('valueQuery' in leaf ? leaf.valueQuery : undefined)

function found(tree: Tree<Comparison>): readonly Comparison[] {
  if (tree.is === 'leaf') return subqueryOf(tree.leaf) ? [tree.leaf] : []
  return tree.is === 'not' ? found(tree.part) : tree.parts.flatMap(found)
}

/** Sub-queries stand at the top of WHERE, joined by AND. */
function checkPlace(tree: Tree<Comparison>): void {
  if (tree.is === 'leaf' || found(tree).length === 0) return
  if (tree.is === 'not') throw malformedQuery("Semi join sub-selects are not allowed with the 'NOT' operator")
  if (tree.is === 'or') throw malformedQuery("Semi join sub-selects are not allowed with the 'OR' operator")
  if (tree.parts.some((part) => part.is !== 'leaf' && found(part).length > 0))
    throw malformedQuery(
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    )
}

/** The objects whose ids a field holds; undefined for any. Empty for what holds no ids. */
function pointsTo({ field, object }: Path): readonly string[] | undefined {
  if (object === anyRecord) return undefined
  return field.type === 'id' ? [object.name] : field.type === 'reference' ? field.referenceTo : []
}

function checkOne(object: ObjectSchema, leaf: Comparison, alias: string | undefined, world: QueryWorld): void {
  const query = subqueryOf(leaf)
  if (!query || 'fn' in leaf) return
  const where = inClause(world, 'WHERE')
  const inside = inSubquery(where, query.sObject ?? '')
  const left = pointsTo(resolvePath(object, leaf.field, alias, where))
  if (left?.length === 0)
    throw malformedAt(
      where,
      leaf.field,
      `The left operand field in the where expression for outer query should be an id field, cannot use: '${leaf.field}'`,
    )
  const inner = world.records.schema.object(query.sObject ?? '')
  if (!inner || !world.access.canRead(inner.name)) throw invalidType(inside, query.sObject ?? '')
  if (inner === object) throw malformedQuery('The inner and outer selects should not be on the same object type')
  const clause = (['orderBy', 'limit', 'for', 'groupBy', 'offset'] as const).find((name) => query[name] !== undefined)
  if (clause !== undefined)
    throw malformedQuery(
      `missing value at '${clause === 'orderBy' ? 'ORDER' : clause === 'groupBy' ? 'GROUP' : clause.toUpperCase()}'`,
    )
  const [selected, ...more] = query.fields ?? []
  if (more.length > 0 || selected?.type === 'FieldSubquery')
    throw malformedQuery('The sub-select of a semi join selects exactly one field')
  if (selected?.type !== 'Field' && selected?.type !== 'FieldRelationship')
    throw malformedQuery('semi join sub selects can only query id fields, cannot use functions')
  const written = selected.type === 'Field' ? selected.field : [...selected.relationships, selected.field].join('.')
  const path = resolvePath(inner, written, query.sObjectAlias, inside)
  const right = pointsTo(path)
  if (right?.length === 0)
    throw malformedAt(inside, written, `semi join sub selects can only query id fields, cannot use: '${written}'`)
  if (path.steps.length > 0)
    throw malformedAt(inside, written, 'inner select field cannot have more than one level of relationships')
  if (left && right && !left.some((one) => right.includes(one)))
    throw malformedAt(
      where,
      'WHERE',
      `The selected field '${written}' in the subquery and the left operand field in the where expression in the outer query '${leaf.field}' should point to the same object type`,
    )
}

/**
 * Semi-joins and anti-joins: at most two, at the top of WHERE, over ids of one object, from another object, not nested, not sorted or
 * limited. [SOQL: Comparison Operators — Semi-Joins with IN and Anti-Joins with NOT IN]
 * @throws ApiError MALFORMED_QUERY
 */
export function checkSemiJoins(
  object: ObjectSchema,
  tree: Tree<Comparison>,
  alias: string | undefined,
  world: QueryWorld,
  nested: boolean,
): void {
  const joins = found(tree)
  if (joins.length === 0) return
  if (nested) throw malformedQuery('Nesting of semi join sub-selects is not supported')
  checkPlace(tree)
  if (joins.length > most) throw malformedQuery(`Maximum ${most} semi join sub-selects are allowed`)
  for (const join of joins) checkOne(object, join, alias, world)
}
