import type { Row } from '../../tables.ts'
import { type Books, createBooks } from '../testing/books.ts'

/** Books with four customers in three currencies, a vendor, a bank account and a resource. */
export interface World {
  readonly books: Books
  readonly customers: readonly Row[]
  /** What a journal line may name, with its account type. */
  readonly accounts: readonly { readonly type: string; readonly row: Row }[]
}

export function createWorld(): World {
  const books = createBooks()
  const { company, adatum, relecloud } = books
  const add = (table: string, row: Record<string, unknown>): Row => company.table(table).insert(row)
  const yen = add('customers', {
    number: '60000',
    displayName: 'Nod Publishers',
    blocked: '_x0020_',
    currencyCode: 'JPY',
  })
  const plain = add('customers', { number: '70000', displayName: 'Fabrikam', blocked: '_x0020_', currencyCode: '' })
  const vendor = add('vendors', { number: 'V1', displayName: 'Graphic Design Institute', blocked: '_x0020_' })
  const bank = add('bankAccounts', { number: 'CHECKING', displayName: 'World Wide Bank', blocked: false })
  add('_resources', { number: 'LINA', displayName: 'Lina Townsend' })
  const sales = company.table('accounts').find((row) => row['number'] === '6110') ?? books.rent
  const ledger = 'G_x002F_L_x0020_Account'
  return {
    books,
    customers: [adatum, relecloud, yen, plain],
    accounts: [
      { type: ledger, row: books.rent },
      { type: ledger, row: sales },
      { type: 'Customer', row: adatum },
      { type: 'Customer', row: relecloud },
      { type: 'Vendor', row: vendor },
      { type: 'Bank_x0020_Account', row: bank },
    ],
  }
}
