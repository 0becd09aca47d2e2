import { BusinessError, type Company, type Row } from '../tables.ts'
import { type GivenAmount, givenAmount } from './given.ts'
import { type Decimal, decimal, stored } from './money.ts'
import { type AccountRole, usualAccounts } from './posting-accounts.ts'
import { rowsWhere } from './read-row.ts'

/** Internal table: at most one row, what an administrator sets about posting. */
const table = '_postingSetup'

/** What posting does about payments that do not reach what is owed. */
export interface PostingSetup {
  /** Are the discounts that payment terms offer taken by payments in time? */
  readonly paymentDiscounts: boolean
  /** Percentage of an invoice that may stay unpaid and is forgiven; zero = nothing is. */
  readonly paymentTolerancePercent: Decimal
  /** The most that is forgiven; zero = no such limit. */
  readonly maxPaymentTolerance: Decimal
}

/** A change of the set-up: accounts by role (`bankAccount`, `salesAccount`, …) and the rules above. */
export type PostingSetupChange = {
  readonly paymentDiscounts?: boolean
  readonly paymentTolerancePercent?: GivenAmount
  readonly maxPaymentTolerance?: GivenAmount
} & { readonly [role in `${AccountRole}Account`]?: string }

/** The set-up as it is. Defaults: no payment discounts, no tolerance. */
export function postingSetup(company: Pick<Company, 'table'>): PostingSetup {
  const row = company.table(table).all()[0]
  return {
    paymentDiscounts: row?.['paymentDiscounts'] === true,
    paymentTolerancePercent: decimal(row?.['paymentTolerancePercent']),
    maxPaymentTolerance: decimal(row?.['maxPaymentTolerance']),
  }
}

/** Changes the set-up. Throws `BusinessError` for a negative amount and for an account that does not exist. */
export function setUpPosting(company: Company, change: PostingSetupChange): Row {
  const { paymentDiscounts, paymentTolerancePercent, maxPaymentTolerance, ...accounts } = change
  const amounts = Object.entries({ paymentTolerancePercent, maxPaymentTolerance }).flatMap(([name, value]) => {
    if (value === undefined) return []
    const amount = givenAmount(value, name)
    if (amount.isNegative()) throw new BusinessError(`${name} must not be negative.`)
    return [[name, stored(amount)] as const]
  })
  for (const [name, number] of Object.entries(accounts)) {
    const role = name.replace(/Account$/, '')
    if (!Object.hasOwn(usualAccounts, role)) throw new BusinessError(`There is no posting account ${name}.`)
    if (rowsWhere(company, 'accounts', 'number', number).length === 0)
      throw new BusinessError(
        `The G/L Account does not exist. Identification fields and values: No.='${number}'`,
        'Internal_RecordNotFound',
        404,
      )
  }
  const values = {
    ...accounts,
    ...Object.fromEntries(amounts),
    ...(paymentDiscounts !== undefined && { paymentDiscounts }),
  }
  const row = company.table(table).all()[0]
  return row ? company.table(table).update(row.id, values) : company.table(table).insert(values)
}
