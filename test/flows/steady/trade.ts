import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccount } from '../../support/sell.ts'
import { startSystem, type TestSystem } from '../../support/start-system.ts'
import { deal, insert, order, win } from '../deals.ts'
import { bookkeeper, type Bookkeeper } from '../histories/bookkeeper.ts'

/** A firm whose trade has come to rest: every flow is on, and each has as many linked records as were asked for. */
export interface Trade {
  readonly test: TestSystem
  readonly books: Bookkeeper
  readonly accounts: readonly string[]
  readonly suppliers: readonly string[]
  readonly contacts: readonly string[]
  readonly orders: readonly string[]
  readonly quoted: readonly string[]
  readonly ordered: readonly string[]
  readonly billed: readonly string[]
  /** Customers of the accounts, contact persons, posted invoices, credit memos and payments, in their order. */
  readonly customers: readonly string[]
  readonly persons: readonly string[]
  readonly invoices: readonly string[]
  readonly memos: readonly string[]
  readonly payments: readonly number[]
  close(): Promise<void>
}

/** Each of the three ways of a won opportunity has its own; an admin would choose one of them. */
const ways = { Quoted: 'quote', Ordered: 'order', Billed: 'invoice' } as const

const everyFlow = `flows:
  item-to-company-price: { enabled: true }
  account-to-vendor: { enabled: true }
  vendor-to-account: { enabled: true }
${Object.entries(ways)
  .map(([name, kind]) => `  opportunity-to-sales-${kind}: { enabled: true, filter: "$contains(Name, '${name}')" }\n`)
  .join('')}`

const sold = [{ item: '1896-S', quantity: 4 }]

/** Where the firm trades. */
export interface TradePlace {
  readonly environment: Readonly<Record<string, string>>
  /** Which of the companies it trades in. */
  readonly company: number
  /** What accounts and documents say of their currency. */
  readonly says: Readonly<Record<string, string>>
}

/** The only company, with customers in its own currency: what calls cost is measured here. */
export const inDollars: TradePlace = { environment: { BC_COMPANIES: '"CRONUS USA, Inc."' }, company: 0, says: {} }
/** The second of two companies, which reckons in pounds, with customers who are billed in euro. */
export const inEuro: TradePlace = { environment: {}, company: 1, says: { BC_Currency_Code__c: 'EUR' } }

/** Makes the trade, and lets it come to rest. */
export async function startTrade(count: number, { environment, company: at, says }: TradePlace): Promise<Trade> {
  const folder = await mkdtemp(join(tmpdir(), 'trade-'))
  await writeFile(join(folder, 'mappings.yaml'), everyFlow)
  const test = await startSystem({
    environment: { BRIDGE_MAPPINGS: join(folder, 'mappings.yaml'), ...environment },
  })
  const { sandboxes } = test
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(3, '0'))
  const here = sandboxes.businessCentral.companies[at]
  const books = bookkeeper(sandboxes.businessCentral.company(here?.id ?? ''))
  const belongs = { BC_Company__c: here?.name }
  const { company } = books
  const each = async (make: (number: string) => string | Promise<string>) => {
    const ids: string[] = []
    for (const number of numbers) ids.push(await make(number))
    return ids
  }
  const table = (name: string) => company.table(name)

  insert(sandboxes, 'Pricebook2', { Name: 'Domestic', IsActive: true, ...belongs })
  for (const number of numbers) {
    table('items').insert({ number: `T-${number}`, displayName: `Thing ${number}`, type: 'Inventory', unitPrice: '10' })
  }
  const accounts = await each((number) => createAccount(sandboxes, `Buyer ${number}`, { ...belongs, ...says }))
  const suppliers = await each((number) =>
    createAccount(sandboxes, `Maker ${number}`, { Type: 'Supplier', ...belongs }),
  )
  await test.settle()
  const customers = accounts.map((_, at) => {
    const made = table('customers').find((row) => row.displayName === `Buyer ${numbers[at] ?? ''}`)
    if (!made) throw new Error(`Account ${numbers[at] ?? ''} has made no customer.`)
    return made
  })

  const buyer = (number: string) => accounts[Number(number) - 1] ?? ''
  const contacts = await each((number) =>
    insert(sandboxes, 'Contact', { AccountId: buyer(number), FirstName: 'Ann', LastName: `Beebe ${number}` }),
  )
  const orders = await each((number) => order(sandboxes, buyer(number), sold, says).id)
  const won = (name: string) =>
    each((number) => {
      const { id } = deal(sandboxes, buyer(number), sold, { Name: `${name} ${number}`, ...says })
      return win(sandboxes, id)
    })
  const [quoted, ordered, billed] = [await won('Quoted'), await won('Ordered'), await won('Billed')]
  const standing = (name: string) =>
    table('contacts').find((row) => row.displayName === name && row.type === 'Company')?.number
  const persons = numbers.map(
    (number) =>
      table('contacts').insert({
        type: 'Person',
        number: `CT-${number}`,
        displayName: `Jan ${number}`,
        companyNumber: standing(`Buyer ${number}`),
      }).id,
  )
  const document = (set: 'salesInvoices' | 'salesCreditMemos', quantity: string) =>
    customers.map(({ number }) => {
      const { id } = books.draft(set, String(number), [{ item: '1896-S', quantity, unitPrice: '100' }])
      books.post(set, id)
      return id
    })
  const invoices = document('salesInvoices', '3')
  const memos = document('salesCreditMemos', '1')
  const payments = customers.map(({ number }) => books.pay(String(number), '50'))
  await test.settle()
  return {
    ...{ test, books, accounts, suppliers, contacts, orders, quoted, ordered, billed },
    ...{ customers: customers.map(({ id }) => id), persons, invoices, memos, payments },
    async close() {
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
