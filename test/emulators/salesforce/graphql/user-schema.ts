import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  specifiedDirectives,
} from 'graphql'
import type { Access } from '../context.ts'
import type { Schema } from '../schema.ts'
import { mutationType } from './mutation-types.ts'
import { objectViews } from './object-views.ts'
import { recordTypes } from './record-types.ts'
import type { Request } from './request.ts'

/** A field so marked is left out of the answer when the user has no access to it. [Optional Fields, API v65.0] */
export const optionalDirective = new GraphQLDirective({ name: 'optional', locations: [DirectiveLocation.FIELD] })

/** The GraphQL schema of one user: `uiapi { query { Object(…) } }`, and the mutations. */
function buildSchema(schema: Schema, access: Access): GraphQLSchema {
  const views = objectViews(schema, access)
  const types = recordTypes(views)
  const recordQuery = new GraphQLObjectType<unknown, Request>({ name: 'RecordQuery', fields: types.rootFields() })
  const uiapi = new GraphQLObjectType<unknown, Request>({
    name: 'UIAPI',
    fields: {
      query: { type: new GraphQLNonNull(recordQuery), resolve: () => ({}) },
      aggregate: { type: new GraphQLNonNull(types.aggregates()), resolve: () => ({}) },
    },
  })
  return new GraphQLSchema({
    query: new GraphQLObjectType<unknown, Request>({
      name: 'Query',
      fields: { uiapi: { type: new GraphQLNonNull(uiapi), resolve: () => ({}) } },
    }),
    mutation: mutationType(views, access, (view) => types.written(view)),
    directives: [...specifiedDirectives, optionalDirective],
  })
}

/**
 * Schemas are made once per user and kept until a deploy or a change of permissions: an `Access` is another object after
 * either.
 */
export function createUserSchemas(schema: Schema): (access: Access) => GraphQLSchema {
  const known = new WeakMap<Access, { readonly version: number; readonly made: GraphQLSchema }>()
  return (access) => {
    const found = known.get(access)
    if (found?.version === schema.version) return found.made
    const made = buildSchema(schema, access)
    known.set(access, { version: schema.version, made })
    return made
  }
}
