import { to18 } from '../../ids.ts'
import { fieldOf, type ObjectSchema } from '../../schema.ts'
import { badRequest, type Call, isRecord, notFound, objectInPath, type Operation, type RestWorld } from '../call.ts'

/** `GET /sobjects/ContentVersion/{id}/VersionData`: the file itself. */
export const readContent: Operation<'store' | 'schema'> = (call, world) => {
  const object = objectInPath({ ...call, params: { object: 'ContentVersion' } }, world)
  const id = call.params.id ?? ''
  const row = world.store.get(object.name, to18(id) ?? '')
  if (!row) throw notFound()
  const content = new Uint8Array(Buffer.from(String(row.VersionData), 'base64'))
  return { status: 200, content }
}

/** Content inside JSON may be 37.5 MB (50 MB as base64); larger files need a multipart body. */
export function refuseLargeContent(
  call: Pick<Call, 'body' | 'multipart'>,
  object: ObjectSchema,
  { switches }: Pick<RestWorld, 'switches'>,
): void {
  if (call.multipart === true || !isRecord(call.body)) return
  for (const [name, value] of Object.entries(call.body))
    if (
      typeof value === 'string' &&
      fieldOf(object, name)?.type === 'base64' &&
      (value.length / 4) * 3 > switches.maxFileBytesInJson + 2
    )
      throw badRequest(
        'FILE_SIZE_LIMIT_EXCEEDED',
        `${name}: content in a JSON body may have ${switches.maxFileBytesInJson} bytes, use a multipart body`,
        [name],
      )
}
