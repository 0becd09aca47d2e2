import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { addDealLine, activate, deal, draft, update, win } from './deals.ts'

/** An admin has chosen quotes: a won opportunity becomes one, and follows it to the order that finance makes of it. */
let test: TestSystem
let books: Books
let accountId: string

const org = () => test.sandboxes.salesforce.records
const table = (name: string) => test.sandboxes.businessCentral.company(books.companyId).table(name)
const opportunity = (id: string) => org().get('Opportunity', id)
const quoteOf = (id: string) => {
  const [only, ...others] = table('salesQuotes').filter((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)
  expect(others).toEqual([])
  return only
}
const lines = [{ item: '1896-S', quantity: 2 }]

/** What the admin does in the Setup tab. */
function chooses(flow: string): void {
  const row = (name: string) => org().all('BC_Flow__c').find((each) => each.Name === name)?.Id ?? ''
  update(test.sandboxes, 'BC_Flow__c', row('opportunity-to-sales-order'), { BC_Enabled__c: false })
  update(test.sandboxes, 'BC_Flow__c', row(flow), { BC_Enabled__c: true })
}
