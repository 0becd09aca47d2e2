import { pino, type Logger } from 'pino'

export type Log = Logger

/** Paths that may carry a secret; their values never reach the log. */
const secret = [
  'accessToken',
  'access_token',
  'clientSecret',
  'client_secret',
  'authorization',
  'password',
  'clientState',
]

/** JSON lines on standard error: standard output belongs to what a command prints. */
export function createLog(level: string): Log {
  const paths = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  return pino({ level, base: null, redact: { paths, censor: '[secret]' } }, pino.destination({ fd: 2, sync: true }))
}
