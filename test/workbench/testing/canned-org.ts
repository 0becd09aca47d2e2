import { Hono } from 'hono'
import { listen, type Listening } from '../../emulators/kit/listen.ts'

/** Field values of one record; nested objects are parents. */
export type CannedRecord = Readonly<Record<string, unknown>> & { readonly Id: string }

/** What each operation of the panel finds, by the name of its connection in the answer. */
export interface CannedData {
  BillingCustomers: { Account: CannedRecord[]; BC_Customer__c: CannedRecord[] }
  BillingDocuments: Record<'open' | 'other' | 'BC_Payment__c' | 'Order', CannedRecord[]>
  BillingInvoiceDetail: Record<'BC_Invoice_Line__c' | 'BC_Payment_Application__c', CannedRecord[]>
}

export interface CannedOrg extends Listening {
  data: CannedData
  /** Set to answer every question with these GraphQL errors. */
  errors: readonly { message: string }[] | undefined
  /** Operations asked for, oldest first. */
  readonly asked: readonly { operationName: string; variables: Record<string, unknown> }[]
  /** What came in the Authorization header. */
  readonly authorizations: ReadonlySet<string | undefined>
}

function node(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const field = ([name, value]: [string, unknown]): [string, unknown] => {
    if (name === 'Id') return [name, value]
    if (typeof value === 'object' && value !== null) return [name, node(value as Record<string, unknown>)]
    return [name, { value, displayValue: null }]
  }
  return Object.fromEntries(Object.entries(record).map(field))
}

const connection = (records: readonly CannedRecord[]) => ({
  edges: records.map((record) => ({ node: node(record) })),
  pageInfo: { hasNextPage: false },
})

/** An org that only knows the panel's three questions: for tests of the page itself, not of what it reads. */
export async function startCannedOrg(data: CannedData): Promise<CannedOrg> {
  const asked: { operationName: string; variables: Record<string, unknown> }[] = []
  const authorizations = new Set<string | undefined>()
  const app = new Hono()
  app.post('/services/data/v67.0/graphql', async ({ req, json }) => {
    const { operationName, variables } = await req.json<{
      operationName: keyof CannedData
      variables: Record<string, unknown>
    }>()
    asked.push({ operationName, variables })
    authorizations.add(req.header('authorization'))
    if (org.errors) return json({ data: null, errors: [...org.errors] })
    const found: Record<string, CannedRecord[]> = org.data[operationName]
    const query = Object.fromEntries(Object.entries(found).map(([name, records]) => [name, connection(records)]))
    return json({ data: { uiapi: { query } }, errors: [] })
  })
  const org: CannedOrg = { data, errors: undefined, asked, authorizations, ...(await listen(app.fetch)) }
  return org
}
