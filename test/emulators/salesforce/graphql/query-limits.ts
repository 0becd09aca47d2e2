import { type DocumentNode, GraphQLError, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { type ResponseError, responseError } from './response.ts'

/** Record queries below `uiapi { query { … } }` in one request. [GraphQL API Query Limitations] */
export const mostQueries = 10
/** Parent-to-child levels and child-to-parent levels, as in SOQL. */
export const mostLevels = 5

/** What is too much in a valid document. The guide gives the numbers; the wording is this sandbox's own. */
export function limitErrors(schema: GraphQLSchema, document: DocumentNode): readonly ResponseError[] {
  const errors: ResponseError[] = []
  const info = new TypeInfo(schema)
  let queries = 0
  let children = 0
  let parents = 0
  const refuse = (message: string, error: GraphQLError) =>
    errors.push(responseError(error, 'ExecutionAborted', message))
  const nameOf = (): { parent: string; own: string } => ({
    parent: info.getParentType()?.name ?? '',
    own: String(info.getType() ?? '').replace(/[![\]]/g, ''),
  })
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter(node) {
          const { parent, own } = nameOf()
          const at = new GraphQLError('', { nodes: node })
          if ((parent === 'RecordQuery' || parent === 'RecordQueryAggregate') && ++queries === mostQueries + 1)
            refuse(`A request can contain up to ${mostQueries} queries.`, at)
          if (own.endsWith('Connection') && ++children === mostLevels + 1)
            refuse(`A query can contain up to ${mostLevels} levels of child relationships.`, at)
          if (isParent(parent, own) && ++parents === mostLevels + 1)
            refuse(`A query can follow up to ${mostLevels} levels of parent relationships.`, at)
        },
        leave() {
          const { parent, own } = nameOf()
          if (own.endsWith('Connection')) children--
          if (isParent(parent, own)) parents--
        },
      },
    }),
  )
  return errors
}

/** A field of a record that is a record: neither a value nor a connection, nor the `node` of an edge. */
function isParent(parent: string, own: string): boolean {
  return (
    !/Edge$|Connection$|Aggregate$|Payload$|Result$|^(Query|Mutation|UIAPI|UIAPIMutations|RecordQuery|PageInfo)$|^__/.test(
      parent,
    ) &&
    !/Value$|Connection$|^(ID|String|Long)$|^__/.test(own) &&
    own !== ''
  )
}
