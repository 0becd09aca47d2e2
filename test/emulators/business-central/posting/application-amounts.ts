import { BusinessError, type Company, type Row } from '../tables.ts'
import { convert, remaining } from './entry-currency.ts'
import { Decimal, zero } from './money.ts'
import { earnedDiscount } from './payment-discount.ts'
import type { ToClose } from './payment-tolerance.ts'
import { postingSetup } from './posting-setup.ts'

/** How much of both entries an application moves, in the currency of the applying entry but for `closes`. */
export interface ApplicationAmounts {
  /** What the applying entry gets besides what it has: it has too little (positive) or too much (negative). */
  readonly tolerance: Decimal
  /** What it gets for being early; not negative. */
  readonly discount: Decimal
  /** What it has too little or too much between currencies, and is let go. */
  readonly rounding: Decimal
  /** What it loses, of what it has and gets. */
  readonly applied: Decimal
  /** What the closed entry loses, in its own currency. */
  readonly closes: Decimal
}

/** What an application may be off between currencies; nothing within one. [Microsoft Learn: Appln. Rounding Precision] */
const letGo = (company: Company, applying: Row, closed: Row): Decimal =>
  applying['currencyCode'] === closed['currencyCode'] ? zero : postingSetup(company).applicationRounding

/** Throws when more is wanted than both leave. */
function checkLeft(company: Company, applying: Row, { closed, wanted }: ToClose): void {
  const available = convert(company, remaining(applying).abs(), applying, applying, closed)
  if (wanted?.gt(Decimal.min(available, remaining(closed).abs())) === true)
    throw new BusinessError(
      `Amount to Apply must not be larger than Remaining Amount in Cust. Ledger Entry: Entry No.=${String(closed['entryNumber'])}.`,
    )
}

/**
 * Works out an application, in this order: tolerance, discount, rounding of what is then left, and what is applied. A
 * payment within the discount period that covers what is left less the discount, or all but what is let go, closes it and
 * keeps what it has too much. An amount that is asked for is taken as all of the entry when it lacks less than what is let
 * go. Throws when more is wanted than both leave.
 * [base application, codeunit Gen. Jnl.-Post Line: PostApply, CalcPmtTolerance, CalcPmtDisc, CalcCurrencyApplnRounding,
 * FindAmtForAppln; codeunit Payment Tolerance Management: CheckCalcPmtDisc]
 */
export function applicationAmounts(
  company: Company,
  applying: Row,
  { closed, wanted }: ToClose,
  tolerance: Decimal,
): ApplicationAmounts {
  checkLeft(company, applying, { closed, wanted })
  const own = (amount: Decimal) => convert(company, amount, applying, closed, applying)
  const precision = letGo(company, applying, closed)
  const rest = own(remaining(closed).abs())
  const asked = wanted === undefined ? rest : own(wanted)
  const wantsAll = asked.gte(rest) || rest.minus(asked).lt(precision)

  const possible = own(earnedDiscount(company, applying, closed))
  const least = rest.minus(possible)
  const tolerated = remaining(applying).abs().plus(tolerance)
  const isEarned = (wantsAll || asked.gte(least)) && tolerated.plus(precision).gte(least)
  const discount = isEarned ? possible : zero
  const closesAll = wantsAll || !discount.isZero()

  const difference = rest.minus(tolerated).minus(discount)
  const rounding = closesAll && difference.abs().lte(precision) ? difference : zero
  const brought = tolerated.plus(discount).plus(rounding)
  const applied = Decimal.min(brought, closesAll ? rest : asked)
  const converted = convert(company, applied, applying, applying, closed)
  const closes = applied.eq(rest) ? remaining(closed).abs() : Decimal.min(converted, remaining(closed).abs())
  if (applied.isZero() || closes.isZero())
    throw new BusinessError('The amount to apply comes to nothing in the currency of the other entry.')
  return { tolerance, discount, rounding, applied, closes }
}
