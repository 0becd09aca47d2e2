import { Doubtful, Misconfigured, Rejected, RetryLater, type SyncError } from '../../engine/errors.ts'
import type { HttpAnswer, NoAnswer } from '../../protocols/http-client.ts'
import { retryAfter } from '../../protocols/retry-after.ts'

/** Business Central's own words, from `{"error":{"code","message"}}`. The message is localised: decide on status and code. */
export interface Complaint {
  readonly status: number
  readonly code: string
  readonly message: string
  /** What Microsoft's support finds the call by. */
  readonly correlationId: string | undefined
}

/** The tail that Business Central puts behind its messages: `CorrelationId:  {guid}.` */
const tail = /\s*CorrelationId:\s+([0-9a-f-]+)\.?\s*$/i

export function complaintOf({ status, headers, body }: HttpAnswer): Complaint {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error
  const code = typeof error?.code === 'string' ? error.code : ''
  const text = typeof error?.message === 'string' ? error.message : typeof body === 'string' ? body.slice(0, 500) : ''
  const correlationId = tail.exec(text)?.[1] ?? headers.get('x-ms-correlation-id') ?? undefined
  return { status, code, message: text.replace(tail, ''), correlationId }
}

/** The words as a person will search for them and support will ask for them. */
function vendorWords({ status, code, message, correlationId }: Complaint): string {
  const words = [code, message].filter((text) => text !== '').join(': ') || `HTTP ${status}`
  return correlationId === undefined ? words : `${words} (correlation id ${correlationId})`
}

/** What to do about a refusal, by error code. [Microsoft Learn: API error codes] */
const advice: Readonly<Record<string, string>> = {
  Application_StringExceededLength: 'Shorten the value in Salesforce.',
  Application_FieldValidationException: 'Correct the value in Salesforce; Business Central says which field.',
  Application_DialogException:
    'A rule of Business Central refuses it (blocked customer, unknown item, closed period …). Somebody in finance does what its message says, or the record is corrected in Salesforce.',
  Application_CallbackNotAllowed:
    'Business Central wanted to ask a question, which it cannot do here: an extension or a setting shows a dialog. Its administrator must turn that off.',
  Application_InvalidGUID: 'The link to this record is broken: unlink it and link it again.',
  Internal_InvalidTableRelation: 'Use a value that exists in Business Central, or create it there.',
  Internal_EntityWithSameKeyExists: 'A record of this number exists already. Link to it or change the number.',
  Internal_RecordNotFound: 'The record is no longer in Business Central. Restore it there or unlink it.',
  BadRequest_RequiredParamNotProvided: 'Fill the field in Salesforce.',
  BadRequest_InvalidOperation:
    'Business Central does not let this field be written. Take it out of the mapping of this flow.',
  BadRequest_NotFound:
    'A property of the mapping is not known to this environment. Update Business Central, or correct the mapping.',
  Unknown: 'Use a value that Business Central’s list knows.',
}

/** Business Central ends its messages with a period or without; what is said after them begins a sentence. */
const asSentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`)

const apps = 'the page "Microsoft Entra Applications" of Business Central'

/**
 * What follows from an answer that is no success. `creating`: the call may have made a record although it failed, so that a
 * doubtful answer must be looked into. [Microsoft Learn: API error codes; Operational limits]
 *
 * @param what what was being done: "create a customer"
 */
export function errorOf(answer: HttpAnswer, what: string, { creating = false } = {}): SyncError {
  const complaint = complaintOf(answer)
  const { status, code, message } = complaint
  const vendor = vendorWords(complaint)
  const wait = retryAfter(answer.headers)
  const later = (reason: string) =>
    new RetryLater(reason, { vendor, ...(wait === undefined ? {} : { retryAfter: wait }) })
  if (status === 401) {
    return new Misconfigured('Business Central does not accept the application.', {
      vendor,
      advice: `An administrator sets the application to Enabled and grants consent on ${apps}.`,
    })
  }
  if (status === 403 || code.startsWith('Authorization_')) {
    return new Misconfigured(`The application may not ${what}.`, {
      vendor,
      advice: `An administrator assigns the missing permission set to the application on ${apps}.`,
    })
  }
  if (code === 'Internal_CompanyNotFound') {
    return new Misconfigured('The company does not exist any more.', { vendor, advice: 'Correct BC_COMPANIES.' })
  }
  // Not begun, or taken back by the server: nothing was done.
  if (status === 429 || status === 503) return later('Business Central is busy.')
  if (status === 409 && code === 'Request_EntityChanged') return later('The record was changed meanwhile.')
  if (status === 412) return later('The record was changed meanwhile.')
  if (status === 409 && code !== 'Internal_EntityWithSameKeyExists') return later('The record is locked just now.')
  if (status === 408 || (status >= 500 && status !== 501)) {
    return creating
      ? new Doubtful(`Business Central did not say whether it could ${what}.`, { vendor })
      : later('Business Central failed to answer.')
  }
  return new Rejected(message === '' ? `Business Central refuses to ${what}.` : asSentence(message), {
    vendor,
    advice: advice[code] ?? 'Do what Business Central’s message says, then retry.',
  })
}

/** What follows when no answer came at all: in doubt only if the request can have arrived. */
export function silenceOf(cause: NoAnswer, what: string, { creating = false } = {}): SyncError {
  return creating && cause.sent
    ? new Doubtful(`Business Central did not say whether it could ${what}.`, { cause, vendor: cause.message })
    : new RetryLater('Business Central does not answer.', { cause, vendor: cause.message })
}
