import type { Generated } from './request.ts'

/** An answer as it came over the wire. */
export interface Answered {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly text: string
}

/** Codes that go with a status. [Microsoft Learn: Error codes for Business Central web services] */
const codes: Readonly<Record<number, readonly string[]>> = {
  400: [
    'BadRequest',
    'BadRequest_InvalidRequestUrl',
    'BadRequest_InvalidOperation',
    'BadRequest_InvalidToken',
    'BadRequest_RequiredParamNotProvided',
    'Internal_EntityWithSameKeyExists',
    'Internal_InvalidTableRelation',
    'Internal_CompanyNotFound',
    'Application_DialogException',
    'Application_FieldValidationException',
    'Application_StringExceededLength',
    'Application_FilterErrorException',
    'Application_EvaluateException',
    'Unknown',
  ],
  401: ['Authentication_InvalidCredentials'],
  404: [
    'BadRequest_ResourceNotFound',
    'BadRequest_NotFound',
    'Internal_RecordNotFound',
    'Internal_CompanyNotFound',
    'Internal_DataNotFoundFilter',
    'NotFound',
  ],
  405: ['BadRequest_MethodNotAllowed'],
  409: ['Request_EntityChanged'],
  415: ['BadRequest'],
  // One part more than a hundred, several operations in a change set: reported from live systems.
  500: ['Internal_ServerError'],
  501: ['BadRequest_MethodNotImplemented', 'NotSupportedBySandbox'],
  503: ['Internal_TenantUnavailable'],
}

const correlation = / {2}CorrelationId: {2}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.$/

/** What is wrong with an answer; undefined when it is one that the documentation knows. */
export function undocumented(request: Generated, { status, headers, text }: Answered): string | undefined {
  if (headers.get('odata-version') !== '4.0' && !/^\/environments/.test(request.path)) return 'no OData-Version'
  if (status === 204) return text === '' ? undefined : '204 with a body'
  if (status === 201 && headers.get('location') === null) return '201 without Location'
  if (status < 300) return status === 200 || status === 201 ? bodyOf(headers, text) : `status ${status}`
  return badError(status, text)
}

function bodyOf(headers: Answered['headers'], text: string): string | undefined {
  const type = headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) return type === '' ? 'no content type' : undefined
  const body = parsed(text)
  if (typeof body !== 'object' || body === null) return 'no JSON object'
  const { responses } = body as { responses?: unknown }
  if (!Array.isArray(responses)) return 'error' in body ? 'an error with a status of success' : undefined
  return responses.map(badPart).find((each) => each !== undefined)
}

function badPart(part: { id?: unknown; status?: unknown; body?: unknown; headers?: unknown }): string | undefined {
  if (!('id' in part)) return 'a part without id'
  if (typeof part.status !== 'number') return 'a part without status'
  if (part.status === 204) return part.body === undefined ? undefined : 'a part with 204 and a body'
  return part.status < 400 ? undefined : badError(part.status, JSON.stringify(part.body), true)
}

function badError(status: number, text: string, inBatch = false): string | undefined {
  const body = parsed(text) as { error?: { code?: unknown; message?: unknown } } | undefined
  const { code, message } = body?.error ?? {}
  if (typeof code !== 'string' || typeof message !== 'string') return `${status} without an error`
  if (!codes[status]?.includes(code)) return `${status} with ${code}`
  if (!correlation.test(message)) return `message without correlation: ${message}`
  if (status === 500 && (inBatch || !/the maximum is 100|more than one operation/.test(message)))
    return `500: ${message}`
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
