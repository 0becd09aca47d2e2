import { Decimal } from 'decimal.js'
import { isLocalOnly, isPayment, type DetailedEntry } from '../ledger.ts'
import { applicationsOf, type Application } from './applications.ts'
import { currencyDigits } from '../../../mapping/index.ts'
import { hiddenByRounding } from './document-currency.ts'
import type { RateOn } from './exchange-rates.ts'
import type { LedgerDocument } from './ledger-documents.ts'
import { ownParts } from './own-part.ts'
import { sum } from './sum.ts'

/** A customer ledger entry with all its rows, and its document if it has one. */
export interface Entry {
  readonly first: DetailedEntry
  readonly rows: readonly DetailedEntry[]
  readonly document: LedgerDocument | undefined
  /** Its rows in the document's currency; undefined when that is local currency, or nobody tells. */
  readonly foreign: ReadonlyMap<number, Decimal> | undefined
}

/** What stands between a payment and one other entry; never nothing. */
export interface Pair {
  readonly number: number
  readonly other: Entry | undefined
  readonly local: Decimal
  /** In foreign currency, when either side tells. */
  readonly foreign: Decimal | undefined
  readonly postingDate: string
}

const zero = new Decimal(0)

/** What an application moved in foreign currency, with the sign of `local`; undefined when neither side tells. */
function foreignAmount(application: Application, own: Entry, other: Entry | undefined): Decimal | undefined {
  const { closed, applying, byPayment, local } = application
  const [closes, isClosed] = byPayment ? [own, other] : [other, own]
  const exact = isClosed?.foreign?.get(closed.number)
  if (exact !== undefined) return byPayment ? exact.neg() : exact
  const whole = applying && closes?.foreign?.get(applying.number)
  if (applying === undefined || whole === undefined || new Decimal(applying.amount).isZero()) return undefined
  const part = local.div(applying.amount).abs()
  const digits = currencyDigits(closes?.document?.currencyCode ?? '')
  return whole
    .abs()
    .times(part)
    .toDecimalPlaces(digits)
    .times(local.isNegative() ? -1 : 1)
}

function pairsOf(
  entry: number,
  own: Entry,
  entries: ReadonlyMap<number, Entry>,
  others: readonly DetailedEntry[],
  localDigits: number,
): readonly Pair[] {
  const moved = applicationsOf(entry, own.rows, others).map((application) => {
    const other = entries.get(application.other)
    const digits = currencyDigits((other?.document ?? own.document)?.currencyCode ?? '')
    return { application, foreign: foreignAmount(application, own, other), digits }
  })
  return [...Map.groupBy(ownParts(moved, own.rows, localDigits), ({ application }) => application.other)]
    .map(([number, made]) => {
      const foreign = made.map((each) => each.foreign)
      return {
        number,
        other: entries.get(number),
        local: sum(made.map((each) => each.local)),
        foreign: foreign.every((each) => each !== undefined) ? sum(foreign) : undefined,
        postingDate:
          made
            .map(({ application }) => application.postingDate)
            .sort()
            .at(-1) ?? own.first.postingDate,
      }
    })
    .filter(({ local, foreign }) => !local.isZero() || (foreign !== undefined && !foreign.isZero()))
}

/**
 * A document that is used up stands, in its own currency, against exactly its total: the last pair takes what rounding of local
 * currency has hidden of it.
 */
function usedUp({ document, foreign, first, rows }: Entry, pairs: readonly Pair[]): readonly Pair[] {
  const last = pairs.at(-1)
  if (!document || !foreign || last?.foreign === undefined) return pairs
  const local = new Decimal(first.amount).neg()
  const total = local.isNegative() ? document.total.neg() : document.total
  const missing = total.minus(sum(pairs.map((pair) => pair.foreign ?? zero)))
  const hidden = hiddenByRounding(total, local, currencyDigits(document.currencyCode), rows.length)
  return missing.abs().lte(hidden) ? pairs.with(-1, { ...last, foreign: last.foreign.plus(missing) }) : pairs
}

/** The one foreign currency of the payment, when its own document has it, or everything that it stands against. */
function currencyOf(own: Entry, pairs: readonly Pair[]): string | undefined {
  if (pairs.some(({ foreign }) => foreign === undefined)) return undefined
  if (own.foreign) return own.document?.currencyCode
  const codes = new Set(pairs.map(({ other }) => (other?.foreign ? other.document?.currencyCode : undefined)))
  const [only, ...more] = codes
  return more.length === 0 ? only : undefined
}

/**
 * The whole amount of a payment in foreign currency, or undefined when nobody tells. Its document does; else all that it
 * stands against does, when nothing of it is open; else the company's exchange rate of the day, if that is what both
 * the whole and the applied part were converted with.
 */
async function amountInCurrency(
  { document, first }: Entry,
  code: string,
  { amountLocal, unappliedLocal, applied }: { amountLocal: Decimal; unappliedLocal: Decimal; applied: Decimal },
  rateOn: RateOn,
): Promise<Decimal | undefined> {
  if (document) return amountLocal.isNegative() ? document.total.neg() : document.total
  if (unappliedLocal.isZero()) return applied
  const rate = await rateOn(code, first.postingDate)
  if (rate === undefined || rate.isZero()) return undefined
  const amount = amountLocal.div(rate).toDecimalPlaces(currencyDigits(code))
  const penny = new Decimal('0.01')
  const fits = (foreign: Decimal, local: Decimal, by: Decimal) => foreign.times(rate).minus(local).abs().lte(by)
  const unit = rate.times(new Decimal(10).pow(-currencyDigits(code)))
  const close =
    fits(amount, amountLocal, Decimal.max(penny, unit)) &&
    fits(applied, amountLocal.minus(unappliedLocal), unit.plus('0.05'))
  return close ? amount : undefined
}

/** What a payment is about: its amounts, and what it stands against. */
export interface PaymentFigures {
  readonly own: Entry
  readonly pairs: readonly Pair[]
  /** The foreign currency of `amount` and `unappliedAmount`; undefined: local currency. */
  readonly code: string | undefined
  readonly amount: Decimal
  readonly unappliedAmount: Decimal
  readonly amountLocal: Decimal
  readonly unappliedLocal: Decimal
  readonly gain: Decimal
}

/**
 * The figures of a payment, refund or credit memo; undefined for any other entry.
 *
 * @param localDigits digits of local currency
 */
export async function paymentFigures(
  entry: number,
  entries: ReadonlyMap<number, Entry>,
  others: readonly DetailedEntry[],
  rateOn: RateOn,
  localDigits: number,
): Promise<PaymentFigures | undefined> {
  const own = entries.get(entry)
  if (!own || !isPayment(own.first)) return undefined
  // Received money is a credit, thus negative in the ledger.
  const amountLocal = new Decimal(own.first.amount).neg()
  const unappliedLocal = sum(own.rows.map((row) => new Decimal(row.amount))).neg()
  const made = pairsOf(entry, own, entries, others, localDigits)
  const pairs = unappliedLocal.isZero() ? usedUp(own, made) : made
  const gain = sum(own.rows.filter(isLocalOnly).map((row) => new Decimal(row.amount)))
  const figures = { own, pairs, amountLocal, unappliedLocal, gain }

  const code = currencyOf(own, pairs)
  const applied = sum(pairs.map(({ foreign }) => foreign ?? zero))
  const known = { amountLocal, unappliedLocal, applied }
  const amount = code === undefined ? undefined : await amountInCurrency(own, code, known, rateOn)
  return code === undefined || amount === undefined
    ? { ...figures, code: undefined, amount: amountLocal, unappliedAmount: unappliedLocal }
    : { ...figures, code, amount, unappliedAmount: amount.minus(applied) }
}
