import type { SaveResult } from '../../context.ts'
import type { FieldSchema, ObjectSchema } from '../../schema.ts'
import { badRequest, bodyOf, isRecord, objectInPath, type Operation, type RestWorld } from '../call.ts'

interface Node {
  readonly object: ObjectSchema
  readonly referenceId: string
  readonly fields: Record<string, unknown>
  /** The record this one belongs to, and the field that says so. */
  readonly parent?: { readonly node: Node; readonly field: FieldSchema }
}

/** [REST API: sObject Tree] */
const limits = { records: 200, types: 5, depth: 5 }

/** The object and reference of children under a name such as `Contacts` or `Lines__r`. */
function childOf(
  parent: ObjectSchema,
  name: string,
  { schema }: Pick<RestWorld, 'schema'>,
): { object: ObjectSchema; field: FieldSchema } | undefined {
  for (const object of schema.objects()) {
    const field = object.fields.find(
      (one) => one.childRelationshipName?.toLowerCase() === name.toLowerCase() && one.referenceTo.includes(parent.name),
    )
    if (field) return { object, field }
  }
  return undefined
}

function nodeOf(record: unknown, object: ObjectSchema, parent: Node['parent']): Node {
  const attributes = isRecord(record) && isRecord(record.attributes) ? record.attributes : {}
  if (!isRecord(record) || typeof attributes.type !== 'string' || typeof attributes.referenceId !== 'string')
    throw badRequest('INVALID_INPUT', 'Each record needs attributes with type and referenceId')
  if (attributes.type.toLowerCase() !== object.name.toLowerCase())
    throw badRequest('INVALID_INPUT', `The record ${attributes.referenceId} is not of the type ${object.name}`)
  // Nested lists are children; what is left are fields.
  const fields = Object.fromEntries(
    Object.entries(record).filter(
      ([key, value]) => key !== 'attributes' && !(isRecord(value) && Array.isArray(value.records)),
    ),
  )
  return { object, referenceId: attributes.referenceId, fields, ...(parent ? { parent } : {}) }
}

/** All records, level by level: the order in which they are saved and answered. */
function nodesOf(records: unknown, object: ObjectSchema, world: Pick<RestWorld, 'schema'>): readonly Node[] {
  if (!Array.isArray(records) || records.length === 0)
    throw badRequest('INVALID_INPUT', 'records: a list of records is required')
  const all: Node[] = []
  let level = records.map((record: unknown) => ({ record, node: nodeOf(record, object, undefined) }))
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limits.depth) throw badRequest('LIMIT_EXCEEDED', `A tree can be at most ${limits.depth} levels deep`)
    all.push(...level.map(({ node }) => node))
    level = level.flatMap(({ record, node }) =>
      Object.entries(isRecord(record) ? record : {}).flatMap(([name, value]) => {
        if (!isRecord(value) || !Array.isArray(value.records)) return []
        const child = childOf(node.object, name, world)
        if (!child) throw badRequest('INVALID_FIELD', `No such column '${name}' on sobject of type ${node.object.name}`)
        return value.records.map((one: unknown) => ({
          record: one,
          node: nodeOf(one, child.object, { node, field: child.field }),
        }))
      }),
    )
  }
  if (all.length > limits.records)
    throw badRequest('LIMIT_EXCEEDED', `A tree can have at most ${limits.records} records`)
  if (new Set(all.map((node) => node.object.name)).size > limits.types)
    throw badRequest('LIMIT_EXCEEDED', `A tree can have at most ${limits.types} types of records`)
  return all
}

/** A referenceId that comes more than once fails each of its records. */
function repeated(nodes: readonly Node[]): readonly object[] {
  const times = Map.groupBy(nodes, (node) => node.referenceId)
  return nodes
    .filter((node) => (times.get(node.referenceId)?.length ?? 0) > 1)
    .map(({ referenceId }) => ({
      referenceId,
      errors: [
        {
          statusCode: 'INVALID_INPUT',
          message: `Duplicate ReferenceId provided in the request: ${referenceId}.`,
          fields: [],
        },
      ],
    }))
}

/**
 * `POST /composite/tree/{S}`: creates records with their children, all or none. 201 with every id; when one fails 400 with
 * the failing ones alone. [REST API: sObject Tree]
 */
export const createTree: Operation<'dml' | 'schema'> = (call, world) => {
  const nodes = nodesOf(bodyOf(call).records, objectInPath(call, world), world)
  const twice = repeated(nodes)
  if (twice.length > 0) return { status: 400, body: { hasErrors: true, results: twice } }
  return world.dml.transaction(call.actor, (rollback) => {
    const saved = new Map<Node, string>()
    const failures: object[] = []
    for (const node of nodes) {
      const parentId = node.parent && saved.get(node.parent.node)
      // Children of a record that failed are not tried.
      if (node.parent && parentId === undefined) continue
      const link = node.parent ? { [node.parent.field.name]: parentId } : {}
      const result: SaveResult = world.dml.insert(call.actor, node.object.name, { ...node.fields, ...link })
      if (result.success) saved.set(node, result.id)
      else
        failures.push({
          referenceId: node.referenceId,
          errors: result.errors.map(({ extra, ...error }) => ({ ...extra, ...error })),
        })
    }
    if (failures.length === 0) {
      const results = nodes.map((node) => ({ referenceId: node.referenceId, id: saved.get(node) }))
      return { status: 201, body: { hasErrors: false, results } }
    }
    rollback()
    return { status: 400, body: { hasErrors: true, results: failures } }
  })
}
