import { methodNotAllowed, notSupported } from '../errors.ts'
import { bytes, noContent, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { pageOf } from '../pages/index.ts'
import { checkMatch } from './match.ts'
import type { Target } from './target.ts'

type StreamTarget = Target & { kind: 'stream' }

/** GET of a stream property: the bytes, or 204 when there are none. */
export function readStream({ set, context, row, name }: StreamTarget): Answer {
  const stream = pageOf(set).streams?.[name]
  if (!stream) throw notSupported(`the stream ${set.name}/${name}`)
  const content = stream.read(context, row)
  return content ? bytes(content.bytes, content.type) : noContent()
}

/** PATCH of a stream property: needs `If-Match`, 204. */
export function writeStream({ set, context, row, name }: StreamTarget, request: ServiceRequest): Answer {
  if (!set.verbs.includes('PATCH')) throw methodNotAllowed('PATCH', `${set.name}/${name}`)
  const stream = pageOf(set).streams?.[name]
  if (!stream?.write) throw methodNotAllowed('PATCH', `${set.name}/${name}`)
  checkMatch(request, row, true, context.switches)
  const { write } = stream
  context.company.transaction(() =>
    write(context, row, request.body, request.header('content-type') ?? 'application/octet-stream'),
  )
  return noContent()
}
