import { type Access, ApiError } from '../context.ts'
import { fieldOf, type FieldSchema, type ObjectSchema, type Schema } from '../schema.ts'

/** Fields of one object, and through its lookups those of its parents. */
export interface FieldTree {
  readonly object: ObjectSchema
  readonly fields: Set<FieldSchema>
  /** By relationship name; several trees where the parent may be of several objects. */
  readonly parents: Map<string, { readonly lookup: FieldSchema; readonly trees: readonly FieldTree[] }>
}

export const emptyTree = (object: ObjectSchema): FieldTree => ({ object, fields: new Set(), parents: new Map() })

/** A lookup can be followed so often. [User Interface API Developer Guide: Get a Record] */
const mostLevels = 5

function relationship(object: ObjectSchema, name: string): FieldSchema | undefined {
  return object.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase())
}

/** Adds what the rest of a path names to the tree; false when the user cannot see something on the way. */
function follow(tree: FieldTree, path: readonly string[], grounds: Grounds): boolean {
  const { schema, access } = grounds
  const [head = '', ...rest] = path
  if (rest.length === 0) {
    const field = fieldOf(tree.object, head)
    if (!field || !access.readableField(tree.object.name, field.name)) return false
    tree.fields.add(field)
    return true
  }
  const lookup = relationship(tree.object, head)
  if (!lookup?.relationshipName || !access.readableField(tree.object.name, lookup.name)) return false
  const known = tree.parents.get(lookup.relationshipName)?.trees ?? []
  const next = lookup.referenceTo.flatMap((name) => {
    const parent = schema.object(name)
    const found = known.find((one) => one.object === parent) ?? (parent && emptyTree(parent))
    return found && follow(found, rest, grounds) ? [found] : []
  })
  if (next.length === 0) return false
  tree.parents.set(lookup.relationshipName, { lookup, trees: [...new Set([...known, ...next])] })
  return true
}

export interface Grounds {
  readonly schema: Schema
  readonly access: Access
}

const invalid = (message: string): ApiError => new ApiError(400, { statusCode: 'INVALID_FIELD', message, fields: [] })

/** `Account.Name` → `['Name']`; the object's name in front is required. */
function pathOf(qualified: string, object: ObjectSchema): readonly string[] {
  const [first = '', ...path] = qualified.trim().split('.')
  if (path.length === 0 || first.toLowerCase() !== object.name.toLowerCase())
    throw invalid(`The field ${qualified} isn't qualified with the object API name ${object.name}.`)
  if (path.length > mostLevels + 1)
    throw invalid(`The field ${qualified} follows more than ${mostLevels} relationships.`)
  return path
}

export const listOf = (text: string | undefined | null): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/**
 * The tree of the fields asked for. A field of `fields` that the user cannot see is an error, one of `optionalFields` is left out.
 * @param fields qualified names, e.g. `Contact.Account.Name`
 */
export function fieldTree(
  object: ObjectSchema,
  fields: readonly string[],
  optionalFields: readonly string[],
  grounds: Grounds,
): FieldTree {
  const tree = emptyTree(object)
  for (const qualified of fields) {
    const path = pathOf(qualified, object)
    if (!follow(tree, path, grounds))
      throw invalid(
        `No such column '${path.join('.')}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      )
  }
  for (const qualified of optionalFields) follow(tree, pathOf(qualified, object), grounds)
  return tree
}
