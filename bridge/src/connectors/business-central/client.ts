import { NoAnswer, type HttpAnswer, type HttpClient, type HttpRequest } from '../../protocols/http-client.ts'
import type { TokenSource } from '../../protocols/entra-token.ts'
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

export interface Client {
  /** One request; statuses from 200 to 299 and those in `expect` come back, all else throws. */
  send(
    request: Omit<HttpRequest, 'url'> & { path: string; what: string; creating?: boolean; expect?: readonly number[] },
  ): Promise<HttpAnswer>
  /** All rows of a set, following the server's next links. */
  list(path: string, what: string): AsyncGenerator<JsonRow>
  /** All rows at once. */
  rows(path: string, what: string): Promise<readonly JsonRow[]>
}

/** Signed-in calls to one environment. A refused token is renewed once. */
export function createClient(
  { baseUrl, tenantId, environment }: Pick<BusinessCentralSettings, 'baseUrl' | 'tenantId' | 'environment'>,
  { http, tokens }: { http: HttpClient; tokens: TokenSource },
): Client {
  const root = `${baseUrl}/v2.0/${encodeURIComponent(tenantId)}/${encodeURIComponent(environment)}`
  const absolute = (path: string) => (/^https?:/.test(path) ? path : `${root}/${path}`)

  const send: Client['send'] = async ({ path, what, creating = false, expect = [], headers, ...request }) => {
    const attempt = async () =>
      http.send({
        ...request,
        url: absolute(path),
        headers: { ...headers, authorization: `Bearer ${await tokens.token()}` },
      })
    try {
      let answer = await attempt()
      if (answer.status === 401) {
        tokens.renew()
        answer = await attempt()
      }
      if ((answer.status >= 200 && answer.status < 300) || expect.includes(answer.status)) return answer
      throw errorOf(answer, what, { creating })
    } catch (error) {
      throw error instanceof NoAnswer ? silenceOf(error, what, { creating }) : error
    }
  }

  async function* list(path: string, what: string): AsyncGenerator<JsonRow> {
    for (let next: string | undefined = path; next !== undefined;) {
      const { body } = await send({ method: 'GET', path: next, what, headers: { prefer: 'odata.maxpagesize=1000' } })
      const page = body as { value: readonly JsonRow[]; '@odata.nextLink'?: string }
      yield* page.value
      next = page['@odata.nextLink']
    }
  }

  return {
    send,
    list,
    async rows(path, what) {
      const all: JsonRow[] = []
      for await (const row of list(path, what)) all.push(row)
      return all
    },
  }
}

/** The path of a set in a company. */
export const inCompany = (company: { readonly id: string }, set: string, route: string = routes.api): string =>
  `${route}/companies(${company.id})/${set}`
