import type { HttpAnswer, HttpClient, HttpRequest } from '../../protocols/http-client.ts'
import { NoAnswer } from '../../protocols/http-client.ts'
import type { Lane } from '../../protocols/call-budget.ts'
import type { TokenSource } from '../../protocols/entra-token.ts'
import { mostParts, partsOf, readingBatch } from '../../protocols/odata-batch.ts'
import { RetryLater } from '../../engine/errors.ts'
import { errorOf, silenceOf } from './errors.ts'
import type { BusinessCentralSettings } from './settings.ts'

/** The API routes of one environment. */
export const routes = {
  api: 'api/v2.0',
  /** Read model of the ledger; made for reporting. [Microsoft Learn: Analytics APIs] */
  analytics: 'api/microsoft/analytics/v1.0',
} as const

export type JsonRow = Readonly<Record<string, unknown>>

/** A JSON value as text: numbers as their shortest decimal, nothing as ''. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

export interface Request extends Omit<HttpRequest, 'url'> {
  /** Below the environment: `api/v2.0/…`. */
  readonly path: string
  /** What is being done, for messages: "create a customer". */
  readonly what: string
  /** The call makes a record: a lost answer leaves it in doubt. */
  readonly creating?: boolean
  /** Statuses beside 200 to 299 that the caller wants to see. */
  readonly expect?: readonly number[]
}

export interface Client {
  /** One request; statuses from 200 to 299 and those in `expect` come back, all else throws a `SyncError`. */
  send(request: Request): Promise<HttpAnswer>
  /** All rows of a set, following the server's next links. */
  list(path: string, what: string, lane?: Lane): AsyncGenerator<JsonRow>
  /** All rows at once. */
  rows(path: string, what: string, lane?: Lane): Promise<readonly JsonRow[]>
  /** The rows behind each of several paths of API v2.0, in one call per hundred. */
  rowsOfEach(paths: readonly string[], what: string): Promise<readonly (readonly JsonRow[])[]>
}

interface Page {
  readonly value: readonly JsonRow[]
  readonly '@odata.nextLink'?: string
}

/** `$top` would suppress next links, so pages are asked for by size. [Microsoft Learn: OData paging] */
const pageSize = { prefer: 'odata.maxpagesize=1000' }

/** Signed-in calls to one environment. A refused token is renewed once. */
export function createClient(
  { baseUrl, tenantId, environment }: Pick<BusinessCentralSettings, 'baseUrl' | 'tenantId' | 'environment'>,
  { http, tokens }: { http: Pick<HttpClient, 'send'>; tokens: TokenSource },
): Client {
  const root = `${baseUrl.replace(/\/+$/, '')}/v2.0/${encodeURIComponent(tenantId)}/${encodeURIComponent(environment)}`
  const absolute = (path: string) => (/^https?:/.test(path) ? path : `${root}/${path}`)

  const send: Client['send'] = async ({ path, what, creating = false, expect = [], headers, ...request }) => {
    const attempt = async (token: string) =>
      http.send({ ...request, url: absolute(path), headers: { ...headers, authorization: `Bearer ${token}` } })
    let answer: HttpAnswer
    try {
      const token = await tokens.token()
      answer = await attempt(token)
      if (answer.status === 401) {
        tokens.renew(token)
        answer = await attempt(await tokens.token())
      }
    } catch (error) {
      throw error instanceof NoAnswer ? silenceOf(error, what, { creating }) : error
    }
    if ((answer.status >= 200 && answer.status < 300) || expect.includes(answer.status)) return answer
    throw errorOf(answer, what, { creating })
  }

  const page = (answer: HttpAnswer, what: string): Page => {
    const body = answer.body as Partial<Page> | undefined
    if (!Array.isArray(body?.value)) throw new RetryLater(`Business Central's answer is not understood (${what}).`)
    return body as Page
  }

  async function* list(path: string, what: string, lane?: Lane): AsyncGenerator<JsonRow> {
    for (let next: string | undefined = path; next !== undefined;) {
      const answer = await send({ method: 'GET', path: next, what, headers: pageSize, lane })
      const { value, '@odata.nextLink': link } = page(answer, what)
      yield* value
      next = link
    }
  }

  const rows: Client['rows'] = async (path, what, lane) => {
    const all: JsonRow[] = []
    for await (const row of list(path, what, lane)) all.push(row)
    return all
  }

  const batched = async (paths: readonly string[], what: string) => {
    const relative = paths.map((path) => path.slice(routes.api.length + 1))
    const body = readingBatch(relative)
    const { body: envelope } = await send({
      method: 'POST',
      path: `${routes.api}/$batch`,
      what,
      repeatable: true,
      // Without it, one failing part may end the batch.
      headers: { prefer: 'odata.continue-on-error' },
      body,
    })
    return Promise.all(
      partsOf(envelope, paths.length).map(async (part) => {
        if (!part) throw new RetryLater('Business Central left a part of a batch unanswered.')
        if (part.status !== 200) throw errorOf(part, what)
        const { value, '@odata.nextLink': link } = page(part, what)
        return link === undefined ? value : [...value, ...(await rows(link, what))]
      }),
    )
  }

  return {
    send,
    list,
    rows,
    async rowsOfEach(paths, what) {
      const [only, ...others] = paths
      if (only === undefined) return []
      if (others.length === 0) return [await rows(only, what)]
      const found: (readonly JsonRow[])[] = []
      for (let from = 0; from < paths.length; from += mostParts)
        found.push(...(await batched(paths.slice(from, from + mostParts), what)))
      return found
    },
  }
}

/** The path of a set in a company. */
export const inCompany = (company: { readonly id: string }, set: string, route: string = routes.api): string =>
  `${route}/companies(${company.id})/${set}`
