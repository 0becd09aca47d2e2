import { Metadata, status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { pubSubError, stopped } from './errors.ts'

function grpcError(code: status, errorCode: string | undefined, details = 'words'): Error {
  const metadata = new Metadata()
  if (errorCode !== undefined) metadata.set('error-code', `sfdc.platform.eventbus.grpc.${errorCode}`)
  metadata.set('rpc-id', '1234')
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata })
}

describe('pubSubError', () => {
  it.each([
    ['service.unavailable', 'resume'],
    ['service.auth.error', 'sign-in'],
    ['service.auth.headers.invalid', 'stop'],
    ['topic.not.found', 'no-topic'],
    ['topic.meta.permission', 'closed'],
    ['subscription.topic.cannot.subscribe', 'closed'],
    ['schema.meta.permission', 'stop'],
    ['subscription.fetch.replayid.corrupted', 'catch-up'],
    ['subscription.limit.exceeded', 'wait-long'],
    ['subscription.internal.error', 'resume'],
  ])('%s → %s', (code, next) => {
    const error = pubSubError(grpcError(status.INTERNAL, code))
    expect(error).toMatchObject({ code, next, vendor: 'words rpcId: 1234' })
  })

  it('reads the code from the words when the trailers lack it', () => {
    const details = 'sfdc.platform.eventbus.grpc.service.unavailable. rpcId: 1234'
    expect(pubSubError(grpcError(status.INTERNAL, undefined, details))).toMatchObject({ vendor: details })
    expect(pubSubError(grpcError(status.UNAUTHENTICATED, undefined)).next).toBe('sign-in')
  })

  it('takes what is no gRPC error for a lost connection', () => {
    expect(pubSubError(new Error('socket hang up'))).toMatchObject({ next: 'resume', vendor: 'socket hang up' })
  })

  it('says what an admin must do', () => {
    const advice = (code: string) => stopped(pubSubError(grpcError(status.INTERNAL, code)), '/data/X').advice
    expect(advice('topic.not.found')).toContain('Change Data Capture')
    expect(advice('topic.meta.permission')).toContain('View All')
    expect(advice('service.tenant.license')).toContain('licensed')
  })
})
