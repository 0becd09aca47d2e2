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
  /** Percentage of an invoice by which its payment may be off; zero = no percentage. */
  readonly paymentTolerancePercent: Decimal
  /** The most that it may be off; zero = no such limit. Without a percentage it is the tolerance itself. */
  readonly maxPaymentTolerance: Decimal
  /** May a payment close an invoice in another currency? */
  readonly applicationBetweenCurrencies: boolean
  /** The most that such a payment may be off and is let go, in its own currency; zero = nothing. */
  readonly applicationRounding: Decimal
  /** Must a prepayment invoice be paid before its order is posted? */
  readonly checkPrepayment: boolean
}

/** A change of the set-up: accounts by role (`bankAccount`, `salesAccount`, …) and the rules above. */
export type PostingSetupChange = {
  readonly paymentDiscounts?: boolean
  readonly checkPrepayment?: boolean
  readonly applicationBetweenCurrencies?: boolean
  readonly paymentTolerancePercent?: GivenAmount
  readonly maxPaymentTolerance?: GivenAmount
  readonly applicationRounding?: GivenAmount
} & { readonly [role in `${AccountRole}Account`]?: string }

/** The set-up as it is. Defaults, as in the product: payment discounts, no tolerance. */
export function postingSetup(company: Pick<Company, 'table'>): PostingSetup {
  const row = company.table(table).all()[0]
  return {
    paymentDiscounts: row?.['paymentDiscounts'] !== false,
    paymentTolerancePercent: decimal(row?.['paymentTolerancePercent']),
    maxPaymentTolerance: decimal(row?.['maxPaymentTolerance']),
    checkPrepayment: row?.['checkPrepayment'] === true,
    applicationBetweenCurrencies: row?.['applicationBetweenCurrencies'] === true,
    applicationRounding: decimal(row?.['applicationRounding']),
  }
}

const flags = ['paymentDiscounts', 'checkPrepayment', 'applicationBetweenCurrencies'] as const
const amounts = ['paymentTolerancePercent', 'maxPaymentTolerance', 'applicationRounding'] as const

/** An account by its role, such as `bankAccount`. */
function checkedAccount(company: Company, name: string, number: unknown): void {
  if (!Object.hasOwn(usualAccounts, name.replace(/Account$/, '')))
    throw new BusinessError(`There is nothing to set up by the name of ${name}.`)
  if (typeof number !== 'string' || rowsWhere(company, 'accounts', 'number', number).length === 0)
    throw new BusinessError(
      `The G/L Account does not exist. Identification fields and values: No.='${String(number)}'`,
      'Internal_RecordNotFound',
      404,
    )
}

/** Changes the set-up. Throws `BusinessError` for a negative amount and for an account that does not exist. */
export function setUpPosting(company: Company, change: PostingSetupChange): Row {
  const values = Object.entries(change).flatMap(([name, value]): [string, unknown][] => {
    if (flags.some((flag) => flag === name)) return [[name, value === true]]
    if (!amounts.some((amount) => amount === name)) {
      checkedAccount(company, name, value)
      return [[name, value]]
    }
    const amount = givenAmount(value as GivenAmount, name)
    if (amount.isNegative()) throw new BusinessError(`${name} must not be negative.`)
    return [[name, stored(amount)]]
  })
  const row = company.table(table).all()[0]
  const changed = Object.fromEntries(values)
  return row ? company.table(table).update(row.id, changed) : company.table(table).insert(changed)
}
