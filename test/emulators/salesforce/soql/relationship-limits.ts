import { malformedQuery } from './query-error.ts'

/** [SOQL and SOSL Reference: SOQL and SOSL Limits for Relationship Queries] */
const most = { parents: 55, children: 20 }

interface Counted {
  /** `account`, `account.owner`: each relationship once, however many fields are asked of it. */
  readonly parents: Set<string>
  children: number
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function notePath(steps: readonly string[], root: ReadonlySet<string>, scope: string, counted: Counted): void {
  const path = steps.map((step) => step.toLowerCase())
  if (path[0] !== undefined && root.has(path[0])) path.shift()
  for (const [index] of path.entries()) counted.parents.add(`${scope}${path.slice(0, index + 1).join('.')}`)
}

/** @param root names that stand for the object itself in front of a field: its own and its alias */
function count(node: unknown, root: ReadonlySet<string>, scope: string, counted: Counted): void {
  if (Array.isArray(node)) {
    for (const part of node) count(part, root, scope, counted)
    return
  }
  if (!isRecord(node)) return
  const { type, field, relationships, subquery, sObject, sObjectAlias, relationshipName } = node
  let [names, place] = [root, scope]
  if (typeof relationshipName === 'string' || typeof sObject === 'string') {
    const own = [sObject, sObjectAlias, relationshipName].filter((name) => typeof name === 'string')
    names = new Set(own.map((name) => name.toLowerCase()))
    place = `${scope}${typeof relationshipName === 'string' ? relationshipName : ''}>`
  }
  if (type === 'FieldSubquery' && subquery !== undefined) counted.children += 1
  if (Array.isArray(relationships)) notePath(relationships as string[], names, place, counted)
  if (typeof field === 'string') notePath(field.split('.').slice(0, -1), names, place, counted)
  for (const value of Object.values(node)) if (isRecord(value)) count(value, names, place, counted)
}

/**
 * Refuses a parsed query that follows more than 55 child-to-parent relationships, or has more than 20 sub-queries.
 * @throws ApiError MALFORMED_QUERY
 */
export function refuseManyRelationships(query: object): void {
  const counted: Counted = { parents: new Set(), children: 0 }
  count(query, new Set(), '', counted)
  if (counted.children > most.children)
    throw malformedQuery(`Maximum of ${most.children} child relationships allowed in a query.`)
  if (counted.parents.size > most.parents)
    throw malformedQuery(`Maximum of ${most.parents} parent relationships allowed in a query.`)
}
