import type { FieldType as Selected, Query, Subquery } from '@jetstreamapp/soql-parser-js'
import { fieldOf, type FieldSchema, type ObjectSchema, parentOf, type Schema } from '../../schema.ts'

const numbers = new Set(['int', 'double', 'currency', 'percent'])

function column(
  name: string,
  field: FieldSchema | undefined,
  joinColumns: readonly unknown[],
): Record<string, unknown> {
  return {
    aggregate: joinColumns.length > 0,
    apexType: field?.type === 'reference' ? 'Id' : 'String',
    booleanType: field?.type === 'boolean',
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: field?.relationshipName ?? null,
    insertable: field?.createable ?? false,
    joinColumns,
    numberType: field !== undefined && numbers.has(field.type),
    textType: field !== undefined && !numbers.has(field.type) && field.type !== 'boolean',
    updatable: field?.updateable ?? false,
  }
}

function columnsOf(
  object: ObjectSchema | undefined,
  selected: readonly Selected[],
  schema: Schema,
): Record<string, unknown>[] {
  const at = (start: ObjectSchema | undefined, path: readonly string[]): Record<string, unknown> => {
    const [head = '', ...rest] = path
    if (rest.length === 0) return column(head, start && fieldOf(start, head), [])
    const relation = start?.fields.find((field) => field.relationshipName?.toLowerCase() === head.toLowerCase())
    return column(head, undefined, [at(relation && parentOf(relation, schema), rest)])
  }
  const child = (query: Subquery): Record<string, unknown> => {
    const wanted = query.relationshipName.toLowerCase()
    const owner = schema
      .objects()
      .find((one) => one.fields.some((field) => field.childRelationshipName?.toLowerCase() === wanted))
    return column(query.relationshipName, undefined, columnsOf(owner, query.fields ?? [], schema))
  }
  let unnamed = 0
  return selected.map((item) => {
    if (item.type === 'Field') return at(object, [item.field])
    if (item.type === 'FieldRelationship') return at(object, [...item.relationships, item.field])
    if (item.type === 'FieldSubquery') return child(item.subquery)
    const alias = 'alias' in item ? item.alias : undefined
    return column(alias ?? `expr${unnamed++}`, undefined, [])
  })
}

/** `GET /query?q=…&columns=true`: what `sf data query` lays its table out by. */
export function columnMetadata(query: Query, schema: Schema): Record<string, unknown> {
  const object = schema.object(query.sObject ?? '')
  return {
    columnMetadata: columnsOf(object, query.fields ?? [], schema),
    entityName: object?.name ?? query.sObject,
    groupBy: query.groupBy !== undefined,
    idSelected: (query.fields ?? []).some((field) => field.type === 'Field' && field.field.toLowerCase() === 'id'),
    keyPrefix: object?.keyPrefix ?? null,
  }
}
