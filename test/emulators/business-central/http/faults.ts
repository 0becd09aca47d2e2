import type { Clock } from '../../kit/clock.ts'
import type { Fault, Faults } from '../../kit/faults.ts'
import { invalidCredentials, ServiceError } from '../errors.ts'
import { answerTo, errorAnswer, json, type Answer } from './answer.ts'

/** Codes that go with a status when the fault names none. */
const codes: Readonly<Record<number, string>> = {
  401: 'Authentication_InvalidCredentials',
  408: 'Internal_ServerError',
  409: 'Internal_ServerError',
  429: 'Application_TooManyRequests',
  500: 'Internal_ServerError',
  502: 'Internal_ServerError',
  503: 'Internal_ServerError',
  504: 'Internal_ServerError',
}

/** The server ends what runs longer, with nothing done. [Microsoft Learn: Operational limits] */
const longest = 8 * 60 * 1000

/**
 * Waits as long as a `delay` asks, on the sandbox's clock.
 *
 * @throws ServiceError 408 after eight minutes
 */
export async function strikeDelay(faults: Faults, clock: Clock, what: string): Promise<void> {
  const fault = faults.strike(['delay'], what)
  if (!fault) return
  const wanted = Number(fault['milliseconds'] ?? 1000)
  await new Promise<void>((resolve) => void clock.after(Math.min(wanted, longest), resolve))
  if (wanted >= longest)
    throw new ServiceError(408, 'Internal_ServerError', 'The operation took longer than the server allows.')
}

/** An answer instead of the work: `status`, `lock`, `stale-etag`, `expired-token`. */
export function strikeInstead(
  faults: Faults,
  what: string,
): { readonly fault: Fault; readonly answer: Answer } | undefined {
  const writes = /^(POST|PATCH|DELETE) /.test(what)
  const kinds = ['status', 'expired-token', ...(writes ? ['lock', 'stale-etag'] : [])]
  const fault = faults.strike(kinds, what)
  return fault && { fault, answer: insteadOf(fault) }
}

function insteadOf(fault: Fault): Answer {
  switch (fault.kind) {
    case 'expired-token':
      return answerTo(invalidCredentials())
    case 'lock':
      return errorAnswer(
        409,
        'Internal_ServerError',
        'The operation could not be completed because a record was locked: it is being updated in a transaction done by another session.',
      )
    case 'stale-etag':
      return answerTo(
        new ServiceError(
          409,
          'Request_EntityChanged',
          'Another user has already changed the record. Read it again, then retry.',
        ),
      )
    default:
      return status(fault)
  }
}

/** The `status` fault: `status` (default 503), `body` (default an error of the vendor's shape), `headers`. */
function status(fault: Fault): Answer {
  const code = Number(fault['status'] ?? 503)
  const headers = textMap(fault['headers'])
  if (fault['body'] !== undefined) return json(code, fault['body'], headers)
  return errorAnswer(code, codes[code] ?? 'Unknown', `The sandbox was told to answer ${code}.`, headers)
}

function textMap(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
}

/** An answer after the work: the write is done, but the client hears a gateway time-out. */
export function strikeAfter(
  faults: Faults,
  what: string,
): { readonly fault: Fault; readonly answer: Answer } | undefined {
  const fault = faults.strike(['write-done-but-504'], what)
  const answer = errorAnswer(504, 'Internal_ServerError', 'The gateway did not receive a response in time.')
  return fault && { fault, answer }
}
