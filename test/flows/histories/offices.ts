import type { Row } from '../../emulators/business-central/tables.ts'
import { createAccount } from '../../support/sell.ts'
import type { TestSystem } from '../../support/start-system.ts'
import { bookkeeper, type Bookkeeper } from './bookkeeper.ts'

/** A customer of one company, and its account. */
export interface Partner {
  readonly accountId: string
  readonly id: string
  readonly number: string
  /** Blank for the company's own. */
  readonly currencyCode: string
}

/** One company's finance department, and the customers it has in common with Salesforce: one local, one foreign. */
export interface Office {
  readonly books: Bookkeeper
  readonly name: string
  readonly local: Partner
  readonly foreign: Partner
}

/** The key that records of this company have in Salesforce. */
export const keyIn = ({ books }: Pick<Office, 'books'>, id: string | number): string => `${books.company.id}:${id}`

/** Two companies, each with a customer in its own currency and one in euro, all made of accounts. */
export async function openOffices(test: TestSystem): Promise<readonly [Office, Office]> {
  const { businessCentral } = test.sandboxes
  const accounts = new Map<string, string>()
  const codes = ['', 'EUR'] as const
  const title = (company: string, code: string) => `${company} ${code}`.trim()
  for (const { name } of businessCentral.companies) {
    for (const code of codes) {
      const fields = { BC_Company__c: name, BillingPostalCode: '10001' }
      accounts.set(title(name, code), await createAccount(test.sandboxes, title(name, code), fields))
    }
  }
  await test.settle()
  const offices = businessCentral.companies.map(({ id, name }): Office => {
    const company = businessCentral.company(id)
    const partner = (code: string): Partner => {
      const made = (row: Row) => row.displayName === title(name, code)
      const customer = company.table('customers').find(made)
      if (!customer) throw new Error(`The account ${title(name, code)} has made no customer.`)
      if (code !== '') company.table('customers').update(customer.id, { currencyCode: code })
      return {
        accountId: accounts.get(title(name, code)) ?? '',
        id: customer.id,
        number: String(customer.number),
        currencyCode: code,
      }
    }
    return { books: bookkeeper(company), name, local: partner(''), foreign: partner('EUR') }
  })
  await test.settle()
  const [first, second] = offices
  if (!first || !second) throw new Error('The seed has two companies.')
  return [first, second]
}
