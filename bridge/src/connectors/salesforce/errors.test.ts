import { describe, expect, it } from 'vitest'
import { Misconfigured, Rejected, RetryLater } from '../../engine/errors.ts'
import { callError, rowError, vendorErrors } from './errors.ts'
import { meanings } from './meanings.ts'

const row = (...errors: { statusCode: string; message?: string; fields?: string[] }[]) =>
  rowError('Account', vendorErrors(errors, 200))

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  callError({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, 'query')

describe('a refused row', () => {
  it.each([
    ['UNABLE_TO_LOCK_ROW', RetryLater],
    ['STRING_TOO_LONG', Rejected],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', Rejected],
    ['INVALID_FIELD_FOR_INSERT_UPDATE', Misconfigured],
    ['SOME_CODE_OF_TOMORROW', Rejected],
  ])('%s', (statusCode, kind) => {
    const error = row({ statusCode, message: 'vendor words', fields: ['Name'] })
    expect(error).toBeInstanceOf(kind)
    expect(error.vendor).toBe(`${statusCode}: vendor words (Name)`)
  })

  it('follows the error that asks for most, and keeps the words of all', () => {
    const error = row(
      { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' },
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'missing', fields: ['Name'] },
    )
    expect(error).toBeInstanceOf(Rejected)
    expect(error.vendor).toBe('UNABLE_TO_LOCK_ROW: locked; REQUIRED_FIELD_MISSING: missing (Name)')
    expect(error).toMatchObject({ advice: expect.stringContaining('Salesforce asks for Name') as string })
  })

  it('takes a hidden column for a setting, whatever code it comes with', () => {
    const message = "No such column 'BC_Key__c' on sobject of type Account"
    const error = row({ statusCode: 'JSON_PARSER_ERROR', message })
    expect(error).toBeInstanceOf(Misconfigured)
    expect(error).toMatchObject({ advice: expect.stringContaining('BC_Key__c') as string })
  })

  it('has advice for every code that somebody must act on', () => {
    for (const [code, { then, advice }] of Object.entries(meanings)) {
      expect(then === 'retry' || advice.length > 20, code).toBe(true)
    }
  })
})

describe('a failed call', () => {
  it.each([
    [503, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'x' }], RetryLater],
    [500, [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'x' }], RetryLater],
    [502, '<html>Bad gateway</html>', RetryLater],
    [429, '', RetryLater],
    [403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }], RetryLater],
    [401, [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }], RetryLater],
    [
      401,
      [{ errorCode: 'INVALID_SESSION_ID', message: 'This session is not valid for use with the REST API' }],
      Misconfigured,
    ],
    [404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }], Misconfigured],
    [410, [{ errorCode: 'UNSUPPORTED_API_VERSION', message: 'x' }], Misconfigured],
    [400, [{ errorCode: 'INVALID_TYPE', message: 'x' }], Misconfigured],
    [400, { errorCode: 'JSON_PARSER_ERROR', message: 'x' }, Rejected],
  ])('%i %j', (status, body, kind) => {
    expect(answer(status, body)).toBeInstanceOf(kind)
  })

  it('obeys Retry-After', () => {
    expect(answer(503, '', { 'retry-after': '30' })).toMatchObject({ retryAfter: 30 })
    expect(answer(503, '', { 'retry-after': 'soon' })).toMatchObject({ retryAfter: undefined })
  })

  it("says a query's error in one line, and keeps the vendor's own", () => {
    const message =
      "\nSELECT X FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'X' on entity 'Account'."
    const error = answer(400, [{ errorCode: 'INVALID_FIELD', message }])
    expect(error.message).toBe("Salesforce: No such column 'X' on entity 'Account'.")
    expect(error.vendor).toContain(message)
  })
})
