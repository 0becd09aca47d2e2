import { status } from '@grpc/grpc-js'
import type { Clock } from '../../kit/clock.ts'
import type { Journal } from '../../kit/journal.ts'
import type { RpcError } from './errors.ts'

/** Notes an RPC: method `GRPC`, `/eventbus.v1.PubSub/{what}`, the gRPC status number. No RPC here writes data. */
export function recordRpc(
  { journal, clock }: { readonly journal?: Journal; readonly clock: Clock },
  what: string,
  error: RpcError | undefined,
  request?: unknown,
): void {
  journal?.record({
    at: new Date(clock.now()).toISOString(),
    method: 'GRPC',
    url: `/eventbus.v1.PubSub/${what}`,
    status: error?.status ?? status.OK,
    write: false,
    ...(request === undefined ? {} : { requestBody: JSON.stringify(request) }),
    ...(error ? { responseBody: error.message } : {}),
  })
}
