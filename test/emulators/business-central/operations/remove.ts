import { methodNotAllowed, notSupported } from '../errors.ts'
import { noContent, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { pageOf } from '../pages/index.ts'
import { plain } from '../pages/plain.ts'
import { checkMatch } from './match.ts'
import type { EntityTarget } from './target.ts'

/** DELETE of one row: the tag is compared only when one is sent. */
export function remove({ set, context, row }: EntityTarget, request: ServiceRequest): Answer {
  if (!set.verbs.includes('DELETE')) throw methodNotAllowed('DELETE', set.name)
  checkMatch(request, row, false, context.switches)
  const page = pageOf(set)
  if (page.source && !page.remove) throw notSupported(`deleting ${set.name}`)
  context.company.transaction(() => (page.remove ?? plain.remove)(context, set, row))
  return noContent()
}
