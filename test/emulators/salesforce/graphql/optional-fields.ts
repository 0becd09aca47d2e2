import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { optionalDirective } from './user-schema.ts'

/** The document without the `@optional` fields that the user's schema does not have. */
export function withoutMissingOptionalFields(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const info = new TypeInfo(schema)
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const optional = node.directives?.some(({ name }) => name.value === optionalDirective.name)
        return optional && !info.getFieldDef() ? null : undefined
      },
    }),
  )
}
