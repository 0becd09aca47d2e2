import { BusinessError, type Company, type Row } from '../tables.ts'
import { exchangeRate, inLocalCurrency, roundingPrecision } from './currency.ts'
import type { DetailedMovement } from './customer-ledger.ts'
import { Decimal, decimal, roundTo, sum, zero } from './money.ts'
import { type Settlement, settle } from './payment-discount.ts'
import { postingSetup } from './posting-setup.ts'
import { text } from './read-row.ts'
import { unrealizedOf } from './unrealized.ts'

/** What one application writes about one of its entries. */
export interface Movement extends Pick<DetailedMovement, 'entryType' | 'amount' | 'amountLcy'> {
  readonly of: 'applying' | 'closed'
}

/** What is still open of an entry, positive or negative as the entry is. */
export const remaining = (entry: Row): Decimal => decimal(entry['remainingAmount'])
export const remainingLcy = (entry: Row): Decimal => decimal(entry['remainingAmountLcy'])

/** The LCY part of `amount` of an entry, at the rate it was posted with; all that is left when it closes. */
function shareLcy(company: Company, entry: Row, amount: Decimal): Decimal {
  if (amount.eq(remaining(entry).abs())) return remainingLcy(entry).minus(unrealizedOf(company, entry)).abs()
  return inLocalCurrency(amount, decimal(entry['amountLcy']).div(decimal(entry['amount'])).abs())
}

/** Converts an amount from the currency of one entry to that of another, at the rates of the applying entry's date. */
function convert(company: Company, amount: Decimal, applying: Row, from: Row, to: Row): Decimal {
  const [source, target] = [text(from, 'currencyCode'), text(to, 'currencyCode')]
  if (source === target) return amount
  const date = text(applying, 'postingDate')
  const rate = exchangeRate(company, source, date).div(exchangeRate(company, target, date))
  return roundTo(amount.times(rate), roundingPrecision(company, target))
}

/** How much of both entries an application moves; amounts are not negative but for `rounding`. */
export interface ApplicationAmounts extends Settlement {
  /** What is used of the applying entry, in its own currency; `applied` is that in the currency of the closed one. */
  readonly used: Decimal
  /** What the applying entry has too much (negative) or too little in its own currency, and is let go. */
  readonly rounding: Decimal
}

/**
 * The difference that is let go when entries in different currencies are applied to each other: no more than the set-up
 * allows. [Microsoft Learn: Appln. Rounding Precision; base application, codeunit Gen. Jnl.-Post Line:
 * CalcCurrencyApplnRounding]
 */
function applicationRounding(company: Company, applying: Row, closed: Row): Decimal {
  if (text(applying, 'currencyCode') === text(closed, 'currencyCode')) return zero
  const wanted = convert(company, remaining(closed).abs(), applying, closed, applying)
  const difference = wanted.minus(remaining(applying).abs())
  return difference.abs().lte(postingSetup(company).applicationRounding) ? difference : zero
}

/**
 * Works out an application. `wanted` is in the currency of the entry that is closed; left out = as much as both leave.
 * Throws when more is wanted than both leave.
 */
export function applicationAmounts(
  company: Company,
  applying: Row,
  closed: Row,
  wanted: Decimal | undefined,
): ApplicationAmounts {
  const available = convert(company, remaining(applying).abs(), applying, applying, closed)
  if (wanted?.gt(Decimal.min(available, remaining(closed).abs())) === true)
    throw new BusinessError(
      `Amount to Apply must not be larger than Remaining Amount in Cust. Ledger Entry: Entry No.=${String(closed['entryNumber'])}.`,
    )
  const rounding = wanted ? zero : applicationRounding(company, applying, closed)
  if (!rounding.isZero())
    return {
      applied: remaining(closed).abs(),
      used: remaining(applying).abs(),
      rounding,
      discount: zero,
      tolerance: zero,
    }
  const offered = wanted ?? available
  const settlement = settle(company, applying, closed, offered, offered.eq(available))
  const usesAll = settlement.applied.eq(available)
  const converted = convert(company, settlement.applied, applying, closed, applying)
  const used = usesAll ? remaining(applying).abs() : Decimal.min(converted, remaining(applying).abs())
  if (settlement.applied.isZero() || used.isZero())
    throw new BusinessError('The amount to apply comes to nothing in the currency of the other entry.')
  return { ...settlement, used, rounding: zero }
}

const gainOrLoss = (of: Movement['of'], amountLcy: Decimal): Movement[] =>
  amountLcy.isZero()
    ? []
    : [{ of, entryType: amountLcy.gt(0) ? 'Realized_x0020_Gain' : 'Realized_x0020_Loss', amount: zero, amountLcy }]

/** What adjusting exchange rates did to an entry is taken back with the part of it that is applied. */
function takenBack(company: Company, of: Movement['of'], entry: Row, amount: Decimal): Movement[] {
  const unrealized = unrealizedOf(company, entry)
  const part = inLocalCurrency(unrealized, amount.div(remaining(entry).abs()))
  if (part.isZero()) return []
  const entryType = unrealized.isNegative() ? 'Unrealized_x0020_Loss' : 'Unrealized_x0020_Gain'
  return [{ of, entryType, amount: zero, amountLcy: part.neg() }]
}

/**
 * The rows of one application, in the order in which they are written. The closed entry is moved by all
 * that it loses. What a payment does not bring – discount, tolerance, rounding – is added to the payment first, by rows of
 * its own, at the rate it was posted with. The application is worth what the closed entry was posted with, so that a gain
 * or loss falls to the applying one; paid in local currency, it is worth what was paid, and the gain or loss falls to the
 * closed one.
 * [base application, codeunit Gen. Jnl.-Post Line: CalcPmtDisc, CalcPmtTolerance, FindAmtForAppln,
 * CalcCurrencyUnrealizedGainLoss, CalcCurrencyRealizedGainLoss, CalcApplication]
 */
export function movements(
  company: Company,
  applying: Row,
  closed: Row,
  { applied, discount, tolerance, rounding, used }: ApplicationAmounts,
): Movement[] {
  const side = remaining(closed).isNegative() ? -1 : 1
  const rate = exchangeRate(company, text(applying, 'currencyCode'), text(applying, 'postingDate'))
  const [paid, paidLcy] = [decimal(applying['amount']).abs(), decimal(applying['amountLcy']).abs()]
  const own = (amount: Decimal) => convert(company, amount, applying, closed, applying)
  const added = (
    [
      ['Payment_x0020_Tolerance', own(tolerance)],
      ['Payment_x0020_Discount', own(discount)],
      ['Appln_x002E__x0020_Rounding', rounding],
    ] as const
  )
    .filter(([, amount]) => !amount.isZero())
    .map(([entryType, amount]) => ({
      entryType,
      amount,
      amountLcy: inLocalCurrency(paid.plus(amount), rate).minus(paidLcy),
    }))
  const brought = used.plus(sum(added.map(({ amount }) => amount)))
  const broughtLcy = shareLcy(company, applying, used).plus(sum(added.map(({ amountLcy }) => amountLcy)))

  const lost = applied.plus(discount).plus(tolerance)
  const lostLcy = shareLcy(company, closed, lost)
  const paidInLocal = text(applying, 'currencyCode') === '' && text(closed, 'currencyCode') !== ''
  const worth = paidInLocal ? brought : lostLcy
  return [
    ...added.map(({ entryType, amount, amountLcy }): Movement => {
      return { of: 'applying', entryType, amount: amount.times(-side), amountLcy: amountLcy.times(-side) }
    }),
    ...takenBack(company, 'closed', closed, lost),
    ...gainOrLoss('closed', worth.minus(lostLcy).times(side)),
    { of: 'closed', entryType: 'Application', amount: lost.times(-side), amountLcy: worth.times(-side) },
    { of: 'applying', entryType: 'Application', amount: brought.times(side), amountLcy: worth.times(side) },
    ...takenBack(company, 'applying', applying, used),
    ...gainOrLoss('applying', broughtLcy.minus(worth).times(side)),
  ]
}
