import type { EntitySet } from '../../entities.ts'
import type { Expression } from './expression.ts'

/**
 * The conditions `property eq 'text'` or `property eq guid` that every row of the result must meet: what an index can
 * be asked for, and what says which parent a flat reading of lines is about.
 */
export function equalities(expression: Expression, set: EntitySet): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (node: Expression): void => {
    if (node.kind === 'and') {
      walk(node.left)
      walk(node.right)
    } else if (node.kind === 'compare' && node.operator === 'eq') {
      const [property, literal] = node.left.kind === 'property' ? [node.left, node.right] : [node.right, node.left]
      if (property.kind !== 'property' || literal.kind !== 'literal') return
      const type = set.properties[property.name]?.type
      if (type === 'Guid' && literal.type === 'guid') found.set(property.name, literal.text.toLowerCase())
      if (type === 'String' && literal.type === 'string') found.set(property.name, literal.text)
    }
  }
  walk(expression)
  return found
}
