import { Misconfigured, Rejected, RetryLater, type SyncError } from '../../engine/errors.ts'
import type { Exchange } from './http/exchange.ts'
import { byMessage, meanings, type Meaning } from './meanings.ts'
import { permissionSet } from './settings.ts'
import { retryAfterOf } from './sign-in-error.ts'

/** One error in Salesforce's words; rows of a collection say `statusCode` where all else says `errorCode`. */
export interface VendorError {
  readonly code: string
  readonly message: string
  readonly fields: readonly string[]
}

/** Something like this can only mean that the request as a whole went wrong; ask again later, then a person must look. */
const unknownCode: Meaning = {
  then: 'record',
  advice: "Look up Salesforce's message; correct the record on either side, then retry it.",
}

/** Reads an error body: the REST array, one bare object, or a row's `errors`. Never empty. */
export function vendorErrors(body: unknown, status: number): readonly [VendorError, ...VendorError[]] {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body]
  const errors = list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { errorCode, statusCode, message, fields } = entry as Partial<Record<string, unknown>>
    const code = errorCode ?? statusCode
    if (typeof code !== 'string') return []
    const names = Array.isArray(fields) ? fields.filter((name) => typeof name === 'string') : []
    return [{ code, message: typeof message === 'string' ? message : '', fields: names }]
  })
  const [first, ...others] = errors
  return first === undefined ? [{ code: `HTTP_${status}`, message: '', fields: [] }] : [first, ...others]
}

/** Why one row of a collection was refused. The code that asks for the most is decisive; all words are kept. */
export function rowError(object: string, errors: readonly [VendorError, ...VendorError[]]): SyncError {
  const weight = { retry: 0, record: 1, setting: 2 } as const
  const worst = errors.reduce((a, b) => (weight[meaningOf(b).then] > weight[meaningOf(a).then] ? b : a))
  return toSyncError(object, worst, { vendor: words(errors) })
}

/** Why a whole call failed (HTTP 4xx or 5xx). */
export function callError(answer: Exchange, call: string): SyncError {
  const body = parsed(answer.body)
  const errors = vendorErrors(body, answer.status)
  const [first] = errors
  const vendor = body === undefined ? `HTTP ${answer.status} ${answer.body.slice(0, 200)}`.trim() : words(errors)
  if (first.code === 'REQUEST_LIMIT_EXCEEDED') {
    return new RetryLater('The API limit of the Salesforce org is used up; the bridge waits.', {
      vendor,
      // No Retry-After is given, and the 24 hours roll: some of it comes back every minute.
      retryAfter: retryAfterOf(answer).retryAfter ?? 60,
    })
  }
  if (answer.status >= 500 || answer.status === 429 || answer.status === 420 || answer.status === 408) {
    return new RetryLater(`Salesforce cannot answer just now (HTTP ${answer.status}).`, {
      vendor,
      ...retryAfterOf(answer),
    })
  }
  if (answer.status === 401) {
    return /not valid for use with the REST API|Connected app is not attached/.test(answer.body)
      ? new Misconfigured('Salesforce accepts no session of this app.', {
          vendor,
          advice:
            'Setup → External Client App Manager → your app → Settings: the OAuth scopes must hold "Manage user data via APIs (api)".',
        })
      : new RetryLater('Salesforce refused the session.', { vendor })
  }
  if (answer.status === 410) return misconfigured(first, vendor, meanings.UNSUPPORTED_API_VERSION)
  if (answer.status === 404 && first.code === 'NOT_FOUND') {
    return new Misconfigured(`Salesforce knows no ${call}: ${vendor}`, {
      vendor,
      advice: `Deploy the package to this org, and assign the permission set ${permissionSet} to the bridge's run-as user.`,
    })
  }
  return toSyncError(call, first, { vendor })
}

/** What the code means; codes that say nothing are the record's. */
export function meaningOf(error: VendorError): Meaning {
  const told = byMessage.find(([pattern]) => pattern.test(error.message))
  if (told) return told[1]
  return meanings[error.code] ?? unknownCode
}

function toSyncError(object: string, error: VendorError, { vendor }: { vendor: string }): SyncError {
  const meaning = meaningOf(error)
  const said = inOneLine(error)
  const advice = fill(meaning.advice, object, error)
  switch (meaning.then) {
    case 'retry':
      return new RetryLater(`Salesforce: ${said}`, { vendor })
    case 'setting':
      return misconfigured(error, vendor, { ...meaning, advice })
    case 'record':
      return new Rejected(`Salesforce refuses the ${object} record: ${said}`, {
        vendor,
        advice,
        ...(meaning.again === undefined ? {} : { again: meaning.again }),
      })
  }
}

function misconfigured(error: VendorError, vendor: string, meaning: Meaning | undefined): Misconfigured {
  return new Misconfigured(`Salesforce: ${inOneLine(error)}`, {
    vendor,
    advice: meaning?.advice ?? unknownCode.advice,
  })
}

/** A message for people: a query's error shows a piece of the query and an arrow first. */
function inOneLine({ code, message }: VendorError): string {
  const plain = message.replace(/^[\s\S]*ERROR at Row:\d+:Column:\d+\s*/, '')
  return plain === '' ? code : plain.replace(/\s+/g, ' ')
}

function fill(advice: string, object: string, error: VendorError): string {
  const column = /No such column '([^']+)'/.exec(error.message)?.[1]
  const named = error.fields.length > 0 ? error.fields.join(', ') : column
  return advice.replaceAll('{object}', object).replaceAll('{fields}', named ?? 'the field named in the message')
}

/** `CODE: message (fields)` of each, as a person would search for it. */
function words(errors: readonly VendorError[]): string {
  return errors
    .map(({ code, message, fields }) => `${code}: ${message}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`)
    .join('; ')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
