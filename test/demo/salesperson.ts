/** What a salesperson does in Salesforce, through its REST API, with their own session. */
export class Salesperson {
  readonly #base: string
  readonly #headers: Record<string, string>

  constructor({ loginUrl, accessToken, apiVersion }: { loginUrl: string; accessToken: string; apiVersion: string }) {
    this.#base = `${loginUrl}/services/data/v${apiVersion}`
    this.#headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: this.#headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`Salesforce refused ${method} ${path}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  async create(object: string, fields: Record<string, unknown>): Promise<string> {
    return ((await this.#call('POST', `/sobjects/${object}`, fields)) as { id: string }).id
  }

  async update(object: string, id: string, fields: Record<string, unknown>): Promise<void> {
    await this.#call('PATCH', `/sobjects/${object}/${id}`, fields)
  }

  async query(soql: string): Promise<readonly Record<string, unknown>[]> {
    const answer = (await this.#call('GET', `/query?q=${encodeURIComponent(soql)}`)) as {
      records: Record<string, unknown>[]
    }
    return answer.records
  }
}
