import { BusinessError, type Company, type Row } from '../tables.ts'
import { exchangeRate, inLocalCurrency, roundingPrecision } from './currency.ts'
import type { DetailedMovement } from './customer-ledger.ts'
import { Decimal, decimal, roundTo, sum, zero } from './money.ts'
import { type Settlement, settle } from './payment-discount.ts'
import { text } from './read-row.ts'

/** What one application writes about one of its entries. */
export type Movement = Pick<DetailedMovement, 'entryType' | 'amount' | 'amountLcy'>

/** What is still open of an entry, positive or negative as the entry is. */
export const remaining = (entry: Row): Decimal => decimal(entry['remainingAmount'])
export const remainingLcy = (entry: Row): Decimal => decimal(entry['remainingAmountLcy'])

/** The LCY part of `amount` of an entry, at the rate it was posted with; all that is left when it closes. */
function shareLcy(entry: Row, amount: Decimal): Decimal {
  if (amount.eq(remaining(entry).abs())) return remainingLcy(entry).abs()
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

/** How much of both entries an application moves; amounts are not negative. */
export interface ApplicationAmounts extends Settlement {
  /** What is used of the applying entry, in its own currency; `applied` is that in the currency of the closed one. */
  readonly used: Decimal
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
  const offered = wanted ?? available
  const settlement = settle(company, applying, closed, offered, offered.eq(available))
  const usesAll = settlement.applied.eq(available)
  const converted = convert(company, settlement.applied, applying, closed, applying)
  const used = usesAll ? remaining(applying).abs() : Decimal.min(converted, remaining(applying).abs())
  if (settlement.applied.isZero() || used.isZero())
    throw new BusinessError('The amount to apply comes to nothing in the currency of the other entry.')
  return { ...settlement, used }
}

const gainOrLoss = (amountLcy: Decimal): Movement[] =>
  amountLcy.isZero()
    ? []
    : [{ entryType: amountLcy.gt(0) ? 'Realized_x0020_Gain' : 'Realized_x0020_Loss', amount: zero, amountLcy }]

/**
 * The rows of one application: of the entry that is closed, and of the one that closes it. The application is worth what
 * the closed entry was posted with, so that a gain or loss falls to the applying one; paid in local currency, it is worth
 * what was paid, and the gain or loss falls to the closed one.
 * [base application, codeunit Gen. Jnl.-Post Line: FindAmtForAppln, CalcCurrencyRealizedGainLoss]
 */
export function movements(
  applying: Row,
  closed: Row,
  { applied, discount, tolerance, used }: ApplicationAmounts,
): { closed: Movement[]; applying: Movement[] } {
  const side = remaining(closed).isNegative() ? -1 : 1
  const given = [
    { entryType: 'Payment_x0020_Discount', amount: discount, amountLcy: shareLcy(closed, discount) },
    { entryType: 'Payment_x0020_Tolerance', amount: tolerance, amountLcy: shareLcy(closed, tolerance) },
  ] as const
  const away = given.filter(({ amount }) => !amount.isZero())
  const wholeLcy = shareLcy(closed, applied.plus(discount).plus(tolerance))
  const closedLcy = wholeLcy.minus(sum(away.map(({ amountLcy }) => amountLcy)))
  const paidInLocal = text(applying, 'currencyCode') === '' && text(closed, 'currencyCode') !== ''
  const worth = paidInLocal ? used : closedLcy
  const lowered = [{ entryType: 'Application', amount: applied, amountLcy: worth } as const, ...away]
  return {
    closed: [
      ...lowered.map((each) => ({
        entryType: each.entryType,
        amount: each.amount.times(-side),
        amountLcy: each.amountLcy.times(-side),
      })),
      ...gainOrLoss(worth.minus(closedLcy).times(side)),
    ],
    applying: [
      { entryType: 'Application', amount: used.times(side), amountLcy: worth.times(side) },
      ...gainOrLoss(shareLcy(applying, used).minus(worth).times(side)),
    ],
  }
}
