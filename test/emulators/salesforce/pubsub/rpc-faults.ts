import { status } from '@grpc/grpc-js'
import type { Fault, Faults } from '../../kit/faults.ts'
import { RpcError } from './errors.ts'

/** Faults that strike a call or an answer. */
export const rpcFaults = ['service-unavailable', 'auth-error', 'drop-stream', 'rpc-error'] as const

/** A gRPC status by its name, e.g. `UNAVAILABLE`; undefined when the fault names none that exists. */
function statusNamed(name: unknown): status | undefined {
  const found = Object.entries(status).find(([key, value]) => key === name && typeof value === 'number')
  return found?.[1] as status | undefined
}

function errorOf(fault: Fault): RpcError {
  const grpcStatus = statusNamed(fault.status)
  if (fault.kind === 'auth-error')
    return new RpcError(
      'service.auth.error',
      'An authentication exception occurred: the session is invalid or has expired.',
      grpcStatus,
    )
  if (fault.kind === 'rpc-error')
    return new RpcError(
      typeof fault.code === 'string' ? fault.code : 'subscription.internal.error',
      typeof fault.message === 'string' ? fault.message : 'An internal error occurred.',
      grpcStatus ?? status.INTERNAL,
    )
  if (fault.kind === 'service-unavailable')
    return new RpcError(
      'service.unavailable',
      'The service is temporarily unavailable. Please try again later.',
      grpcStatus,
    )
  return new RpcError(undefined, 'Connection dropped', grpcStatus)
}

/**
 * The failure that an armed fault wants here.
 * @param what `GetTopic {topic}`, `GetSchema {id}`, `Subscribe {topic}` or `Deliver {topic}`
 * @returns with `after`: what was to be sent is sent first
 */
export function rpcFault(
  faults: Faults,
  what: string,
): { readonly error: RpcError; readonly after: boolean } | undefined {
  const fault = faults.strike(rpcFaults, what)
  return fault && { error: errorOf(fault), after: fault.after === true }
}
