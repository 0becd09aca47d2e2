import type { ObjectSchema } from '../../schema.ts'
import type { Statement } from '../../soql/parse.ts'
import { type Path, type QueryWorld, resolvePath } from '../../soql/path.ts'
import { bulkError } from '../bulk-error.ts'

const notInBulk = (what: string): Error => bulkError('API_ERROR', `${what} not supported in Bulk Query`)

/**
 * The paths that a query selects, in its order, or the refusal of what a bulk query cannot do: GROUP BY, OFFSET, TYPEOF,
 * functions in SELECT, children, compound fields and files. [Bulk API 2.0: Create a Query Job]
 */
export function selectedPaths({ query }: Statement, object: ObjectSchema, world: QueryWorld): readonly Path[] {
  if (query.groupBy !== undefined || query.having !== undefined) throw notInBulk('GROUP BY')
  if (query.offset !== undefined) throw notInBulk('OFFSET')
  return (query.fields ?? []).map((selected) => {
    switch (selected.type) {
      case 'FieldSubquery':
        throw notInBulk('Aggregate Relationships')
      case 'FieldTypeof':
        throw notInBulk('TYPEOF')
      case 'FieldFunctionExpression': {
        if (selected.functionName.toUpperCase() === 'FIELDS') throw notInBulk('Selecting compound data')
        throw notInBulk(`${selected.functionName}()`)
      }
      case 'Field':
      case 'FieldRelationship': {
        const written =
          selected.type === 'Field' ? selected.field : [...selected.relationships, selected.field].join('.')
        const path = resolvePath(object, written, query.sObjectAlias, world)
        if (path.field.type === 'address') throw notInBulk('Selecting compound data')
        if (path.field.type === 'base64') throw notInBulk('Selecting binary data')
        return path
      }
    }
  })
}

/** `Account.Owner.Name`, in the spelling of the schema: the header of the results. */
export const columnName = ({ steps, field }: Path): string =>
  [...steps.map(({ relation }) => relation.relationshipName ?? relation.name), field.name].join('.')
