import { Doubtful, Misconfigured, Rejected, RetryLater, type SyncError } from '../../engine/errors.ts'
import { NoAnswer, type HttpAnswer } from '../../protocols/http-client.ts'

/** Business Central's own words, from `{"error":{"code","message"}}`. The message is localised: decide on status and code. */
export interface Complaint {
  readonly status: number
  readonly code: string
  readonly message: string
}

export function complaintOf({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): Complaint {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error
  const code = typeof error?.code === 'string' ? error.code : ''
  const message =
    typeof error?.message === 'string' ? error.message : typeof body === 'string' ? body.slice(0, 500) : ''
  return { status, code, message }
}

/** The message without the tail `CorrelationId:  {guid}.` that Business Central puts behind it. */
const readable = (message: string): string => message.replace(/\s*CorrelationId:\s+[0-9a-f-]+\.?\s*$/i, '')

/** What to do about a refusal, by error code. [Microsoft Learn: API error codes] */
const advice: Readonly<Record<string, string>> = {
  Application_StringExceededLength: 'Shorten the value in Salesforce.',
  Application_FieldValidationException: 'Correct the value in Salesforce; Business Central says which field.',
  Application_DialogException:
    'Business Central’s own rules refuse it. Do what its message says, there or in Salesforce.',
  Internal_InvalidTableRelation: 'Use a value that exists in Business Central, or create it there.',
  Internal_EntityWithSameKeyExists: 'A record of this number exists already. Link to it or change the number.',
  BadRequest_RequiredParamNotProvided: 'Fill the field in Salesforce.',
  Unknown: 'Use a value that Business Central’s list knows.',
}

function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}

/**
 * What follows from an answer that is no success. `creating`: the call may have made a record although it failed, so that a
 * doubtful answer must be looked into. [Microsoft Learn: API error codes; operational limits]
 */
export function errorOf(answer: HttpAnswer, what: string, { creating = false } = {}): SyncError {
  const { status, code, message } = complaintOf(answer)
  const vendor = [code, readable(message)].filter((text) => text !== '').join(': ') || `HTTP ${status}`
  const wait = retryAfter(answer.headers)
  const later = (reason: string) =>
    new RetryLater(reason, { vendor, ...(wait === undefined ? {} : { retryAfter: wait }) })
  if (status === 401) {
    return new Misconfigured('Business Central does not accept the application.', {
      vendor,
      advice: 'Check that the Entra application is enabled and consented on the page "Microsoft Entra Applications".',
    })
  }
  if (status === 403 || code.startsWith('Authorization_')) {
    return new Misconfigured(`The application may not ${what}.`, {
      vendor,
      advice: 'Assign the missing permission set on the page "Microsoft Entra Applications" in Business Central.',
    })
  }
  if (code === 'Internal_CompanyNotFound') {
    return new Misconfigured('The company does not exist any more.', { vendor, advice: 'Check BC_COMPANIES.' })
  }
  if (status === 429 || status === 503) return later('Business Central is busy.')
  if (status === 409 && code !== 'Internal_EntityWithSameKeyExists')
    return later('The record is being changed in Business Central.')
  if (status === 412) return later('The record was changed in Business Central meanwhile.')
  if (status === 408 || (status >= 500 && status !== 501)) {
    return creating
      ? new Doubtful(`Nobody knows whether Business Central did ${what}.`, { vendor })
      : later('Business Central failed to answer.')
  }
  return new Rejected(readable(message) || `Business Central refuses to ${what}.`, {
    vendor,
    advice: advice[code] ?? 'Do what Business Central’s message says, then retry.',
  })
}

/** What follows when no answer came at all. */
export function silenceOf(cause: NoAnswer, what: string, { creating = false } = {}): SyncError {
  return creating
    ? new Doubtful(`Nobody knows whether Business Central did ${what}.`, { cause, vendor: cause.message })
    : new RetryLater('Business Central does not answer.', { cause, vendor: cause.message })
}
