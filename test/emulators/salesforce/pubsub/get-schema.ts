import { RpcError } from './errors.ts'
import type { Grounds } from './grounds.ts'
import type { SchemaInfo, SchemaRequest } from './messages.ts'

/** `rpc GetSchema`: any version that an event or a topic has named. */
export function getSchema(
  { schemaId }: SchemaRequest,
  { schemas }: Pick<Grounds, 'schemas'>,
): Omit<SchemaInfo, 'rpcId'> {
  const schema = schemas.byId(schemaId)
  if (!schema)
    throw new RpcError(
      'schema.validation.failed',
      `Schema ${schemaId === '' ? '(empty)' : schemaId} could not be found.`,
    )
  return { schemaJson: schema.json, schemaId }
}
