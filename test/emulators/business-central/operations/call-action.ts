import { notSupported } from '../errors.ts'
import { noContent, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { pageOf } from '../pages/index.ts'
import { entityUrl, type ApiAt } from './context-url.ts'
import { checkMatch } from './match.ts'
import type { Target } from './target.ts'

/** Actions that post. [base application, codeunit Sales-Post: it commits] */
const posting = ['post', 'postAndSend', 'shipAndInvoice', 'cancel', 'cancelAndSend']

/** POST to a bound action: 204. What follows after the commit (mail) may still fail, with the work done. */
export function callAction(at: ApiAt, target: Target & { kind: 'action' }, request: ServiceRequest): Answer {
  const { set, context, row, name } = target
  checkMatch(request, row, false, context.switches)
  const action = pageOf(set).actions?.[name]
  if (!action) throw notSupported(`the action ${set.name}/${name}`)
  const { company, switches } = context
  const result = company.transaction(() => action(context, row))
  if (posting.includes(name)) company.commit()
  result?.afterwards?.()
  const location =
    result && switches.locationOnActions ? entityUrl(at, company.id, { name: result.set }, result.id) : undefined
  const answer = noContent(location === undefined ? {} : { Location: location })
  // Nothing was invoiced: the result is the order itself.
  return name === 'shipAndInvoice' && result?.set === set.name ? { ...answer, status: switches.shipOnlyStatus } : answer
}
