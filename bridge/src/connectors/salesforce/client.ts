import { Connection } from 'jsforce'
import { RetryLater } from '../../engine/errors.ts'
import type { ApiUsage } from '../../engine/ports.ts'
import { createBudget } from './budget.ts'
import { callError } from './errors.ts'
import { createFootprint, type Footprint } from './footprint.ts'
import { ListeningTransport, noAnswer, transportOptions, type Exchange } from './http/exchange.ts'
import { parseExactJson } from '../../protocols/exact-json.ts'
import { createTurns } from '../../protocols/turns.ts'
import { createSessions, type Session } from './session.ts'
import { clientName, type SalesforceSettings, type Services } from './settings.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Who goes first when calls queue up: documents before the catalogue, both before looking for missed changes. */
export type Urgency = 'documents' | 'catalogue' | 'backfill'

const priorities: Readonly<Record<Urgency, number>> = { documents: 3, catalogue: 2, backfill: 1 }

/** Salesforce lets 25 calls run longer than 20 seconds at a time (5 in a Developer org): stay below both. */
const concurrency = 4

/** Calls to one org, in a session that is renewed by itself. */
export interface Client {
  /**
   * One call; `path` is below `/services/data/vXX.X`, or begins with `/services`. The parsed JSON answer.
   *
   * @throws RetryLater, Rejected, Misconfigured
   */
  call(method: Method, path: string, options?: { body?: unknown; urgency?: Urgency }): Promise<unknown>
  session(): Promise<Session>
  /** The Pub/Sub API refused this session: another one. */
  renewSession(refused: Session): Promise<Session>
  /** What this bridge has written so far. */
  readonly footprint: Footprint
  /** What Salesforce last said in `Sforce-Limit-Info`. */
  usage(): readonly ApiUsage[]
  close(): Promise<void>
}

export function createClient(settings: SalesforceSettings, services: Pick<Services, 'clock'>): Client {
  const sessions = createSessions(settings, services)
  const turns = createTurns(concurrency)
  let connection: { readonly session: Session; readonly jsforce: Connection } | undefined
  const budget = createBudget(services.clock)

  /**
   * jsforce gets no refresh function on purpose: it repeats a refused call without end, and always to the URL that the org
   * had before it moved. [jsforce#1168, #196] A new session gets a new connection.
   */
  const connectionOf = (session: Session): Connection => {
    if (connection?.session !== session) {
      const { accessToken, instanceUrl } = session
      const callOptions = { client: clientName }
      const jsforce = new Connection({ version: settings.apiVersion, instanceUrl, accessToken, callOptions })
      connection = { session, jsforce }
    }
    return connection.jsforce
  }

  const once = async (session: Session, method: Method, path: string, body: unknown): Promise<Exchange> => {
    const transport = new ListeningTransport()
    const request = {
      method,
      url: path,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=UTF-8' } }),
    }
    try {
      await connectionOf(session).request(request, { ...transportOptions(session.instanceUrl), transport })
    } catch (error) {
      if (transport.exchange === undefined) throw noAnswer(error)
    }
    if (transport.exchange === undefined) throw noAnswer(new Error('the answer could not be read'))
    budget.heed(transport.exchange.headers['sforce-limit-info'])
    return transport.exchange
  }

  const call = async (method: Method, path: string, body: unknown): Promise<unknown> => {
    let session = await sessions.current()
    let answer = await once(session, method, path, body)
    if (isExpiry(answer)) {
      session = await sessions.renew(session)
      answer = await once(session, method, path, body)
      if (isExpiry(answer)) {
        // Let the next caller sign in again, after the pause that session.ts keeps.
        await sessions.renew(session).catch(() => undefined)
        throw new RetryLater('Salesforce refuses the session that it has just handed out.', { vendor: answer.body })
      }
    }
    if (answer.status !== 401) sessions.accepted()
    if (answer.status >= 300) throw callError(answer, describePath(path))
    return answer.body === '' ? undefined : parseAnswer(answer)
  }

  return {
    call: (method, path, { body, urgency = 'documents' } = {}) =>
      turns.take(priorities[urgency], () => {
        budget.spend(urgency)
        return call(method, path, body)
      }),
    footprint: createFootprint(),
    session: () => sessions.current(),
    renewSession: (refused) => sessions.renew(refused),
    usage: () => budget.usage(),
    close: () => turns.close(),
  }
}

/** 401 is not always expiry: these two say that no session of this app will ever do. */
function isExpiry(answer: Exchange): boolean {
  if (answer.status !== 401) return false
  return !/not valid for use with the REST API|Connected app is not attached to Agent/.test(answer.body)
}

function parseAnswer(answer: Exchange): unknown {
  try {
    return parseExactJson(answer.body)
  } catch (cause) {
    throw new RetryLater('Salesforce answered with something that is not JSON.', {
      vendor: answer.body.slice(0, 200),
      cause,
    })
  }
}

/** `sobjects/Account` of a path, for messages: without versions, queries and ids. */
function describePath(path: string): string {
  const bare = path.replace(/\?.*$/, '').replace(/^\/(services\/data\/v[\d.]+\/)?/, '')
  return bare === '' ? 'API' : bare
}
