import {
  type FieldNode,
  getArgumentValues,
  getDirectiveValues,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { SalesforceError, SaveResult } from '../context.ts'
import type { MutationNames } from './mutation-types.ts'
import type { Request } from './request.ts'

export type MutationKind = 'Create' | 'Update' | 'Delete'

/** What became of every mutation of a request, by its response key (alias or name). */
export interface Outcomes {
  /** The payload; throws the failure. */
  of(key: string): unknown
}

interface Operation {
  readonly key: string
  readonly object: string
  readonly kind: MutationKind
  readonly input: Readonly<Record<string, unknown>>
}

/** `@{alias}`: the id of the record that the mutation of that alias made. [GraphQL guide: Mutation Field References] */
const reference = /^@\{([_A-Za-z]\w*)\}$/

/** The fields asked for below `uiapi`, in the order they are written, fragments opened. */
function selected(set: SelectionSetNode | undefined, info: GraphQLResolveInfo): FieldNode[] {
  return (set?.selections ?? []).flatMap((node) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.if === true
    const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.if !== false
    if (skip || !include) return []
    if (node.kind === Kind.FIELD) return [node]
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value]
    return selected(fragment?.selectionSet, info)
  })
}

function operationsOf(info: GraphQLResolveInfo, type: GraphQLObjectType, names: MutationNames): Operation[] {
  const operations = new Map<string, Operation>()
  for (const node of info.fieldNodes.flatMap(({ selectionSet }) => selected(selectionSet, info))) {
    const mutation = names.get(node.name.value)
    const field = type.getFields()[node.name.value]
    const key = node.alias?.value ?? node.name.value
    // The same field twice under one key is one field.
    if (!mutation || !field || operations.has(key)) continue
    const { input } = getArgumentValues(field, node, info.variableValues)
    operations.set(key, { key, ...mutation, input: input as Operation['input'] })
  }
  return [...operations.values()]
}

const refusal = (errors: readonly SalesforceError[]): GraphQLError =>
  new GraphQLError(errors.map(({ message }) => message).join('; '))

/**
 * Runs all mutations of a request as one transaction, each after those it refers to. With `allOrNone` one failure undoes all of
 * them, without it only itself and what depends on it. [GraphQL API Developer Guide: Send Mutation Requests]
 */
export function runMutations(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  names: MutationNames,
  allOrNone: boolean,
  { dml, actor, access, records }: Request,
): Outcomes {
  const operations = operationsOf(info, type, names)
  const outcomes = new Map<string, { readonly payload: unknown; readonly id: string } | GraphQLError>()
  const under = new Set<string>()

  function idBehind(value: unknown): unknown {
    const alias = typeof value === 'string' ? reference.exec(value)?.[1] : undefined
    if (alias === undefined) return value
    const target = operations.find(({ key }) => key === alias)
    if (under.has(alias)) throw new GraphQLError(`The references of operation ${alias} form a circle.`)
    if (!target) throw new GraphQLError(`The reference @{${alias}} names no operation of this request.`)
    const outcome = run(target)
    if (outcome instanceof GraphQLError)
      throw new GraphQLError(`The operation ${alias} that this operation depends on has failed.`)
    return outcome.id
  }

  function save({ object, kind, input }: Operation): SaveResult {
    const id = idBehind(input.Id)
    const values = (input[object] ?? {}) as Readonly<Record<string, unknown>>
    const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, idBehind(value)]))
    if (kind === 'Create') return dml.insert(actor, object, fields)
    return kind === 'Update' ? dml.update(actor, object, String(id), fields) : dml.delete(actor, object, String(id))
  }

  function attempt(operation: Operation): { readonly payload: unknown; readonly id: string } | GraphQLError {
    under.add(operation.key)
    try {
      const result = save(operation)
      if (!result.success) return refusal(result.errors)
      if (operation.kind === 'Delete') return { payload: { Id: result.id }, id: result.id }
      const row = records.get(operation.object, result.id) ?? result.row
      return { payload: { Record: access.readable(operation.object, row) ? row : null }, id: result.id }
    } catch (error) {
      if (error instanceof GraphQLError) return error
      throw error
    } finally {
      under.delete(operation.key)
    }
  }

  function run(operation: Operation): { readonly payload: unknown; readonly id: string } | GraphQLError {
    const known = outcomes.get(operation.key)
    if (known) return known
    const outcome = attempt(operation)
    outcomes.set(operation.key, outcome)
    return outcome
  }

  dml.transaction(actor, (rollback) => {
    for (const operation of operations) run(operation)
    const failed = [...outcomes.values()].some((outcome) => outcome instanceof GraphQLError)
    if (!allOrNone || !failed) return
    rollback()
    for (const [key, outcome] of outcomes)
      if (!(outcome instanceof GraphQLError))
        outcomes.set(
          key,
          new GraphQLError(
            'Record rolled back because not all records were valid and the request was using AllOrNone header',
          ),
        )
  })

  return {
    of(key) {
      const outcome = outcomes.get(key)
      if (outcome instanceof GraphQLError) throw new GraphQLError(outcome.message)
      return outcome?.payload
    },
  }
}
