import { expect, it } from 'vitest'
import { NoAnswer } from '../../protocols/http-client.ts'
import { complaintOf, errorOf, silenceOf } from './errors.ts'

const answer = (status: number, code = '', message = '', headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body: code === '' && message === '' ? undefined : { error: { code, message } },
})
const kind = (status: number, code = '', creating = false) => errorOf(answer(status, code), 'do it', { creating }).name

it.each([
  [400, 'Application_DialogException', 'Rejected', 'Rejected'],
  [400, 'Internal_EntityWithSameKeyExists', 'Rejected', 'Rejected'],
  [409, 'Internal_EntityWithSameKeyExists', 'Rejected', 'Rejected'],
  [409, 'Request_EntityChanged', 'RetryLater', 'RetryLater'],
  [409, 'Internal_ServerError', 'RetryLater', 'RetryLater'],
  [412, '', 'RetryLater', 'RetryLater'],
  [401, 'Authentication_InvalidCredentials', 'Misconfigured', 'Misconfigured'],
  [403, '', 'Misconfigured', 'Misconfigured'],
  [400, 'Authorization_RequestDenied', 'Misconfigured', 'Misconfigured'],
  [404, 'Internal_CompanyNotFound', 'Misconfigured', 'Misconfigured'],
  [404, 'Internal_RecordNotFound', 'Rejected', 'Rejected'],
  [413, '', 'Rejected', 'Rejected'],
  [429, 'Application_TooManyRequests', 'RetryLater', 'RetryLater'],
  [501, 'BadRequest_MethodNotImplemented', 'Rejected', 'Rejected'],
  [503, '', 'RetryLater', 'RetryLater'],
  // These may come after the work was done.
  [408, '', 'RetryLater', 'Doubtful'],
  [500, 'Internal_ServerError', 'RetryLater', 'Doubtful'],
  [502, '', 'RetryLater', 'Doubtful'],
  [504, '', 'RetryLater', 'Doubtful'],
])('takes %d %s for %s, when creating for %s', (status, code, otherwise, creating) => {
  expect([kind(status, code), kind(status, code, true)]).toEqual([otherwise, creating])
})

it('separates Business Central’s message from the id that its support asks for', () => {
  const message = 'The item is blocked.  CorrelationId:  0a1b2c3d-0000-4000-8000-000000000001.'
  expect(complaintOf(answer(400, 'Application_DialogException', message))).toEqual({
    status: 400,
    code: 'Application_DialogException',
    message: 'The item is blocked.',
    correlationId: '0a1b2c3d-0000-4000-8000-000000000001',
  })
  expect(errorOf(answer(400, 'Application_DialogException', message), 'do it')).toMatchObject({
    message: 'The item is blocked.',
    vendor: 'Application_DialogException: The item is blocked. (correlation id 0a1b2c3d-0000-4000-8000-000000000001)',
  })
})

it('makes do with an answer that is no error of Business Central', () => {
  expect(errorOf({ status: 400, headers: new Headers(), body: '<html>Bad Request</html>' }, 'do it')).toMatchObject({
    name: 'Rejected',
    vendor: '<html>Bad Request</html>',
  })
  expect(errorOf(answer(418), 'create a customer')).toMatchObject({
    message: 'Business Central refuses to create a customer.',
    vendor: 'HTTP 418',
  })
})

it('hands on how long to wait', () => {
  expect(errorOf(answer(429, '', '', { 'retry-after': '20' }), 'do it')).toMatchObject({ retryAfter: 20 })
})

it('doubts a create only when the request can have arrived', () => {
  const silence = (sent: boolean) => new NoAnswer('silence', { cause: undefined, sent, timedOut: false })
  expect(silenceOf(silence(true), 'do it', { creating: true }).name).toBe('Doubtful')
  expect(silenceOf(silence(false), 'do it', { creating: true }).name).toBe('RetryLater')
  expect(silenceOf(silence(true), 'do it').name).toBe('RetryLater')
})
