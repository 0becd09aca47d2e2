import type { Company, Row } from '../tables.ts'
import { localCurrency } from './currency.ts'
import { openEntries } from './customer-balances.ts'
import { addFormula } from './date-formula.ts'
import { decimal, stored, sum } from './money.ts'
import { text } from './read-row.ts'

/** One row of `agedAccountsReceivables`; amounts are decimal strings in the company's currency. */
export interface AgedReceivable {
  readonly customerId: string
  readonly customerNumber: string
  readonly name: string
  readonly currencyCode: string
  readonly balanceDue: string
  readonly currentAmount: string
  readonly period1Label: string
  readonly period1Amount: string
  readonly period2Label: string
  readonly period2Amount: string
  readonly period3Label: string
  readonly period3Amount: string
  readonly agedAsOfDate: string
  readonly periodLengthFilter: string
}

const labels = ['1 - 30 days', '31 - 60 days', 'Over 60 days'] as const

/**
 * Open amounts of the customers by how long they are overdue on `asOf` (default: the work date), in periods of 30 days;
 * `currentAmount` is not yet due. Microsoft describes the columns but neither labels nor borders: these are the
 * sandbox's choice.
 */
export function agedReceivables(
  company: Company,
  options: { asOf?: string; customerId?: string } = {},
): AgedReceivable[] {
  const asOf = options.asOf ?? company.workDate()
  const borders = [asOf, addFormula(asOf, '-30D'), addFormula(asOf, '-60D')] as const
  const customers = company
    .table('customers')
    .filter((customer) => options.customerId === undefined || customer.id === options.customerId)
  return customers.map((customer) => {
    const entries = openEntries(company, customer.id)
    const amount = (within: (due: string) => boolean): string =>
      stored(
        sum(
          entries
            .filter((each: Row) => within(text(each, 'dueDate')))
            .map((each) => decimal(each['remainingAmountLcy'])),
        ),
      )
    return {
      customerId: customer.id,
      customerNumber: text(customer, 'number'),
      name: text(customer, 'displayName'),
      currencyCode: localCurrency(company),
      balanceDue: amount(() => true),
      currentAmount: amount((due) => due >= borders[0]),
      period1Label: labels[0],
      period1Amount: amount((due) => due < borders[0] && due >= borders[1]),
      period2Label: labels[1],
      period2Amount: amount((due) => due < borders[1] && due >= borders[2]),
      period3Label: labels[2],
      period3Amount: amount((due) => due < borders[2]),
      agedAsOfDate: asOf,
      periodLengthFilter: '30D',
    }
  })
}
