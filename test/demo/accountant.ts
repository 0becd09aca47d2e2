/** What finance does in Business Central, through its API, with an app registration of its own. */
export class Accountant {
  /** Tells the accountant's calls from the bridge's in the sandbox's journal. */
  static readonly agent = 'accountant'
  readonly #base: string
  readonly #token: () => Promise<string>

  /** @param company id of the company whose books these are */
  constructor(
    { baseUrl, tenantId, environment }: { baseUrl: string; tenantId: string; environment: string },
    company: string,
    token: () => Promise<string>,
  ) {
    this.#base = `${baseUrl}/v2.0/${tenantId}/${environment}/api/v2.0/companies(${company})`
    this.#token = token
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#base}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token()}`,
        'content-type': 'application/json',
        'user-agent': Accountant.agent,
        ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`Business Central refused ${method} ${path}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  async list(set: string, filter: string): Promise<readonly Record<string, unknown>[]> {
    const answer = (await this.#call('GET', `${set}?$filter=${encodeURIComponent(filter)}`)) as {
      value: Record<string, unknown>[]
    }
    return answer.value
  }

  async shipAndInvoice(orderId: string): Promise<void> {
    await this.#call('POST', `salesOrders(${orderId})/Microsoft.NAV.shipAndInvoice`)
  }

  /** Makes an order of a quote: the quote is gone then. */
  async makeOrder(quoteId: string): Promise<void> {
    await this.#call('POST', `salesQuotes(${quoteId})/Microsoft.NAV.makeOrder`)
  }

  async postInvoice(invoiceId: string): Promise<void> {
    await this.#call('POST', `salesInvoices(${invoiceId})/Microsoft.NAV.post`)
  }

  /** Posts a cash receipt that is applied to one posted invoice. `amount` is what the customer paid, positive. */
  async registerPayment(
    invoice: { id: string; customerNumber: string },
    amount: string,
    document: string,
  ): Promise<void> {
    const journals = await this.list('customerPaymentJournals', "code eq 'GENERAL'")
    const journal =
      journals[0] ??
      ((await this.#call('POST', 'customerPaymentJournals', { code: 'GENERAL' })) as Record<string, unknown>)
    await this.#call('POST', `customerPaymentJournals(${String(journal.id)})/customerPayments`, {
      customerNumber: invoice.customerNumber,
      documentNumber: document,
      amount: -Number(amount),
      appliesToInvoiceId: invoice.id,
    })
    await this.#call('POST', `journals(${String(journal.id)})/Microsoft.NAV.post`)
  }
}
