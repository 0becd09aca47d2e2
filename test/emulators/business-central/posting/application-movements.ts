import type { Company, Row } from '../tables.ts'
import type { ApplicationAmounts } from './application-amounts.ts'
import { inLocalCurrency } from './currency.ts'
import type { DetailedMovement } from './customer-ledger.ts'
import { adjustedRate, originalRate, originalWorth, remaining, remainingLcy } from './entry-currency.ts'
import { Decimal, decimal, sum, zero } from './money.ts'
import { text } from './read-row.ts'
import { unrealizedOf } from './unrealized.ts'

/** What one application writes about one of its entries. */
export interface Movement extends Pick<DetailedMovement, 'entryType' | 'amount' | 'amountLcy'> {
  readonly of: 'applying' | 'closed'
}

const gainOrLoss = (of: Movement['of'], amountLcy: Decimal): Movement[] =>
  amountLcy.isZero()
    ? []
    : [{ of, entryType: amountLcy.gt(0) ? 'Realized_x0020_Gain' : 'Realized_x0020_Loss', amount: zero, amountLcy }]

/** What adjusting exchange rates did to an entry is taken back with the part of it that is applied. */
function takenBack(company: Company, of: Movement['of'], entry: Row, amount: Decimal): Movement[] {
  const unrealized = unrealizedOf(company, entry)
  const part = inLocalCurrency(unrealized, Decimal.min(amount.div(remaining(entry).abs()), 1))
  if (part.isZero()) return []
  const entryType = unrealized.isNegative() ? 'Unrealized_x0020_Loss' : 'Unrealized_x0020_Gain'
  return [{ of, entryType, amount: zero, amountLcy: part.neg() }]
}

/**
 * What is left of an entry is worth its amount at the rate it was last adjusted to: what its movements leave otherwise, cents
 * of rounding, is corrected. [base application, codeunit Gen. Jnl.-Post Line: CalcAmtLCYAdjustment]
 */
function corrected(of: Movement['of'], entry: Row, made: readonly Movement[]): Movement[] {
  if (text(entry, 'currencyCode') === '') return []
  const left = remaining(entry).plus(sum(made.map(({ amount }) => amount)))
  const leftLcy = remainingLcy(entry).plus(sum(made.map(({ amountLcy }) => amountLcy)))
  const amountLcy = inLocalCurrency(left, adjustedRate(entry)).minus(leftLcy)
  if (amountLcy.isZero()) return []
  return [{ of, entryType: 'Correction_x0020_of_x0020_Remaining_x0020_Amount', amount: zero, amountLcy }]
}

/** What a payment does not bring is added to it, in rows of its own: discount and tolerance with what it was posted with. */
function added(applying: Row, { tolerance, discount, rounding }: ApplicationAmounts): Movement[] {
  const [paid, paidLcy] = [decimal(applying['amount']).abs(), decimal(applying['amountLcy']).abs()]
  const withPaid = (amount: Decimal) => inLocalCurrency(paid.plus(amount), originalRate(applying)).minus(paidLcy)
  const rows = [
    { entryType: 'Payment_x0020_Tolerance', amount: tolerance, amountLcy: withPaid(tolerance) },
    { entryType: 'Payment_x0020_Discount', amount: discount, amountLcy: withPaid(discount) },
    {
      entryType: 'Appln_x002E__x0020_Rounding',
      amount: rounding,
      amountLcy: inLocalCurrency(rounding, adjustedRate(applying)),
    },
  ] as const
  const sign = remaining(applying).isNegative() ? -1 : 1
  return rows
    .filter(({ amount }) => !amount.isZero())
    .map(({ entryType, amount, amountLcy }) => {
      return { of: 'applying', entryType, amount: amount.times(sign), amountLcy: amountLcy.times(sign) }
    })
}

/**
 * The rows of one application but for what the applying entry has to set right in the end, in the order in which they are
 * written. It is worth what the closed entry was posted with, so that a gain or loss falls to the applying one; paid in local
 * currency, it is worth what was paid, and the gain or loss falls to the closed one.
 * [base application, codeunit Gen. Jnl.-Post Line: PostApply, FindAmtForAppln, CalcCurrencyUnrealizedGainLoss,
 * CalcCurrencyRealizedGainLoss, CalcApplication]
 */
export function movements(company: Company, applying: Row, closed: Row, amounts: ApplicationAmounts): Movement[] {
  const side = remaining(closed).isNegative() ? -1 : 1
  const { applied, closes } = amounts
  const closedWorth = originalWorth(closed, closes)
  const paidInLocal = text(applying, 'currencyCode') === '' && text(closed, 'currencyCode') !== ''
  const worth = paidInLocal ? applied : closedWorth
  const ofClosed: Movement[] = [
    ...gainOrLoss('closed', worth.minus(closedWorth).times(side)),
    { of: 'closed', entryType: 'Application', amount: closes.times(-side), amountLcy: worth.times(-side) },
  ]
  const back = takenBack(company, 'closed', closed, closes)
  return [
    ...added(applying, amounts),
    ...back,
    ...gainOrLoss('applying', originalWorth(applying, applied).minus(worth).times(side)),
    ...ofClosed,
    { of: 'applying', entryType: 'Application', amount: applied.times(side), amountLcy: worth.times(side) },
    ...corrected('closed', closed, [...back, ...ofClosed]),
  ]
}

/**
 * What the applying entry sets right once it has closed all others: `made` are its rows so far, `applying` is the entry as it
 * was before. [base application, codeunit Gen. Jnl.-Post Line: ApplyCustLedgEntry]
 */
export function lastMovements(company: Company, applying: Row, made: readonly Movement[]): Movement[] {
  const applied = sum(made.filter(({ entryType }) => entryType === 'Application').map(({ amount }) => amount)).abs()
  const back = takenBack(company, 'applying', applying, applied)
  return [...back, ...corrected('applying', applying, [...made, ...back])]
}
