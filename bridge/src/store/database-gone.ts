import { StoreUnavailable } from '../engine/store.ts'

/** PostgreSQL's and the network's words for "not now" [PostgreSQL manual, Appendix A: Error Codes]. */
const codes = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '53300', '25006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
])
/** node-postgres reports these without a code. */
const words = /connection terminated|timeout exceeded when trying to connect|not queryable|connection error/i

/** Whether the error says that the database is away for now. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return codes.has(code) || code.startsWith('08')
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone)
  return words.test(error.message)
}

/** Whether the database broke a deadlock or a serialisation conflict at our cost: the transaction may be run again. */
export function isDeadlock(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '40P01' || code === '40001'
}

/** The same port, whose methods throw `StoreUnavailable` when the database is away. */
export function tellingWhenGone<Port extends object>(port: Port): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          return await (Reflect.apply(value, target, args) as unknown)
        } catch (error) {
          throw isDatabaseGone(error) ? new StoreUnavailable(error) : error
        }
      }
    },
  })
}
