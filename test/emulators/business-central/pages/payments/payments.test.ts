import { afterEach, beforeEach, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
let journal: string
let invoice: string
beforeEach(async () => {
  client = await startClient()
  journal = client.id('customerPaymentJournals', 'code', 'GENERAL')
  invoice = client.id('salesInvoices', 'number', 'PS-INV103003')
})
afterEach(() => client.bc.close())

const pay = (amount: number) =>
  client.post(`customerPaymentJournals(${journal})/customerPayments`, {
    customerNumber: '10000',
    amount,
    appliesToInvoiceId: invoice,
  })
const post = () => client.post(`journals(${journal})/Microsoft.NAV.post`)

test('a part payment moves the remaining amount, but neither stamp nor tag of the invoice', async () => {
  const before = await client.get(`salesInvoices(${invoice})`)
  await client.bc.clock.advance(60_000)
  const line = await pay(-773.66)
  expect(line.json).toMatchObject({
    lineNumber: 10000,
    journalDisplayName: 'GENERAL',
    appliesToInvoiceNumber: 'PS-INV103003',
    description: 'Adatum Corporation',
  })
  expect((await post()).status).toBe(204)
  const after = await client.get(`salesInvoices(${invoice})`)
  expect(after.json['remainingAmount']).toBe(17_000)
  expect([after.json['@odata.etag'], after.json['lastModifiedDateTime']]).toEqual([
    before.json['@odata.etag'],
    before.json['lastModifiedDateTime'],
  ])
  expect((await client.get(`customerPayments?$filter=journalId eq ${journal}`)).value).toEqual([])
})

test('the last payment makes it Paid, stamp and all; the ledger links both', async () => {
  const before = await client.get(`salesInvoices(${invoice})`)
  await client.bc.clock.advance(60_000)
  await pay(-17_773.66)
  await post()
  const after = await client.get(`salesInvoices(${invoice})`)
  expect(after.json).toMatchObject({ status: 'Paid', remainingAmount: 0 })
  expect(after.json['lastModifiedDateTime']).not.toBe(before.json['lastModifiedDateTime'])
  const root = `/v2.0/Production/api/microsoft/analytics/v1.0/companies(${client.usa})/customerLedgerEntries`
  const rows = (
    await client.call(
      'GET',
      `${root}?$filter=${encodeURIComponent("dcleEntryType eq 'Application'")}&$orderby=dcleEntryNo desc&$top=2`,
    )
  ).value
  const payment = rows[0]?.['dcleAppliedCustLedgerEntryNo']
  expect(rows.map((row) => row['dcleAppliedCustLedgerEntryNo'])).toEqual([payment, payment])
  expect(rows.map((row) => row['dcleAmountLCY']).sort()).toEqual([-17_773.66, 17_773.66])
  const later = await client.call(
    'GET',
    `${root}?$filter=${encodeURIComponent(`dcleEntryNo gt ${String(rows[0]?.['dcleEntryNo'])}`)}`,
  )
  expect(later.value).toEqual([])
})

test('payments need their journal, and a posted invoice', async () => {
  expect((await client.get('customerPayments')).code).toBe('Application_DialogException')
  expect((await client.post('customerPayments', { customerNumber: '10000', amount: -1 })).code).toBe(
    'Application_DialogException',
  )
  const draft = client.id('salesInvoices', 'status', 'Draft')
  const reply = await client.post('customerPayments', {
    journalId: journal,
    customerNumber: '30000',
    amount: -1,
    appliesToInvoiceId: draft,
  })
  expect([reply.status, reply.code]).toEqual([400, 'Application_DialogException'])
})

test('nothing to post is an error; the set of payment journals has no action', async () => {
  expect((await post()).message).toContain('nothing to post')
  expect((await client.post(`customerPaymentJournals(${journal})/Microsoft.NAV.post`)).status).toBe(404)
})

test('journals list the general template unless the filter asks for another', async () => {
  expect((await client.get('journals')).value.map((row) => row['code'])).toEqual(['DEFAULT'])
  const receipts = await client.get(`journals?$filter=${encodeURIComponent("templateDisplayName eq 'CASHRCPT'")}`)
  expect(receipts.value.map((row) => row['code'])).toEqual(['GENERAL'])
  const general = client.id('journals', 'code', 'DEFAULT')
  expect((await client.get(`journals(${general})`)).json).toMatchObject({
    code: 'DEFAULT',
    templateDisplayName: 'GENERAL',
  })
})

test('figures of the customer follow', async () => {
  await pay(-773.66)
  await post()
  const [details] = (
    await client.get("customers?$filter=number eq '10000'&$expand=customerFinancialDetail,agedAccountsReceivable")
  ).value
  expect(details).toMatchObject({
    balanceDue: 18_376.7,
    customerFinancialDetail: { balance: 18_376.7, overdueAmount: 1376.7 },
    agedAccountsReceivable: { balanceDue: 18_376.7, currencyCode: 'USD' },
  })
})
