import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql'
import type { Access } from '../context.ts'
import type { FieldSchema } from '../schema.ts'
import type { ObjectView } from './filter-types.ts'
import { inputScalarOf } from './input-scalars.ts'
import { rootViews } from './object-views.ts'
import { type MutationKind, type Outcomes, runMutations } from './run-mutations.ts'
import type { Request } from './request.ts'
import { idOrRef } from './scalars.ts'

const deleteInput = new GraphQLInputObjectType({
  name: 'RecordDeleteInput',
  fields: { Id: { type: new GraphQLNonNull(idOrRef) } },
})

const deletePayload = new GraphQLObjectType<{ readonly Id: string }>({
  name: 'RecordDeletePayload',
  fields: { Id: { type: GraphQLID } },
})

const optionsInput = new GraphQLInputObjectType({
  name: 'UIAPIMutationsInput',
  fields: { allOrNone: { type: GraphQLBoolean, defaultValue: true } },
})

/** The values of a record that may be written, each in the scalar of its field. */
function representation(
  name: string,
  fields: readonly FieldSchema[],
): { readonly type: GraphQLInputObjectType } | undefined {
  const config: GraphQLInputFieldConfigMap = {}
  for (const field of fields) {
    const type = inputScalarOf(field)
    if (type) config[field.name] = { type }
  }
  if (Object.keys(config).length === 0) return undefined
  return { type: new GraphQLInputObjectType({ name, fields: config }) }
}

const payload = (name: string, record: GraphQLOutputType) =>
  new GraphQLObjectType({ name, fields: { Record: { type: record } } })

/** `{object}{kind}` → what it does: the fields of `UIAPIMutations`, and what each stands for. */
export type MutationNames = ReadonlyMap<string, { readonly object: string; readonly kind: MutationKind }>

/**
 * The Mutation type of a user: `uiapi(input: {allOrNone}) { AccountCreate, AccountUpdate, AccountDelete, … }` for every object that
 * the user sees, with the fields that field-level security lets him write.
 * [GraphQL API Developer Guide: Mutations Schema, API v66.0 and later]
 * @param recordOf the record type that a mutation answers: without parents and children
 */
export function mutationType(
  views: ReadonlyMap<string, ObjectView>,
  access: Access,
  recordOf: (view: ObjectView) => GraphQLOutputType,
): GraphQLObjectType<unknown, Request> {
  const names = new Map<string, { readonly object: string; readonly kind: MutationKind }>()
  const fields: GraphQLFieldConfigMap<Outcomes, Request> = {}

  function add(view: ObjectView, kind: MutationKind, input: GraphQLInputObjectType, type: GraphQLOutputType): void {
    const name = `${view.object.name}${kind}`
    names.set(name, { object: view.object.name, kind })
    fields[name] = {
      type,
      args: { input: { type: new GraphQLNonNull(input) } },
      resolve: (outcomes, _arguments, _request, info) => outcomes.of(String(info.path.key)),
    }
  }

  for (const view of rootViews(views)) {
    const { object } = view
    const record = recordOf(view)
    const editable = view.fields.filter((field) => field.name !== 'Id' && access.editableField(object.name, field.name))
    const create = representation(
      `${object.name}CreateRepresentation`,
      editable.filter((field) => field.createable),
    )
    const update = representation(
      `${object.name}UpdateRepresentation`,
      editable.filter((field) => field.updateable),
    )
    if (object.createable && create)
      add(
        view,
        'Create',
        new GraphQLInputObjectType({
          name: `${object.name}CreateInput`,
          fields: { [object.name]: { type: new GraphQLNonNull(create.type) } },
        }),
        payload(`${object.name}CreatePayload`, record),
      )
    if (object.updateable && update)
      add(
        view,
        'Update',
        new GraphQLInputObjectType({
          name: `${object.name}UpdateInput`,
          fields: {
            Id: { type: new GraphQLNonNull(idOrRef) },
            [object.name]: { type: new GraphQLNonNull(update.type) },
          },
        }),
        payload(`${object.name}UpdatePayload`, record),
      )
    if (object.deletable) add(view, 'Delete', deleteInput, deletePayload)
  }

  const uiapi = new GraphQLObjectType<Outcomes, Request>({ name: 'UIAPIMutations', fields })
  return new GraphQLObjectType<unknown, Request>({
    name: 'Mutation',
    fields: {
      uiapi: {
        type: new GraphQLNonNull(uiapi),
        args: { input: { type: optionsInput } },
        resolve: (_source, { input }: { input?: { allOrNone?: boolean | null } | null }, request, info) =>
          runMutations(info, uiapi, names, input?.allOrNone ?? true, request),
      },
    },
  })
}
