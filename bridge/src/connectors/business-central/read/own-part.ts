import { Decimal } from 'decimal.js'
import { isApplication, isInitial, isLocalOnly, type DetailedEntry } from '../ledger.ts'
import type { Application } from './applications.ts'
import { apportion } from './apportion.ts'
import { sum } from './sum.ts'

/** An application with what it moved in foreign currency, with the sign of `local`; undefined when neither side tells. */
export interface Moved {
  readonly application: Application
  readonly foreign: Decimal | undefined
  /** Digits of that currency. */
  readonly digits: number
}

/** How much of an application the payment itself brought. */
export interface OwnPart {
  readonly application: Application
  /** Local currency. */
  readonly local: Decimal
  readonly foreign: Decimal | undefined
}

const amounts = (rows: readonly DetailedEntry[]): readonly Decimal[] => rows.map(({ amount }) => new Decimal(amount))

/** Rows by which a payment gets what it did not bring: discount, tolerance, rounding between currencies. */
const isGivenAway = (row: DetailedEntry): boolean => !isInitial(row) && !isApplication(row) && !isLocalOnly(row)

/** What belongs to entries that a payment closed at once. */
interface Posting {
  readonly made: readonly Moved[]
  /** Rows of the payment. */
  readonly given: readonly DetailedEntry[]
  /** What was moved, at the rate of the payment. */
  readonly moved: Decimal
}

/**
 * A payment closes entries at once, each with a row of its own; what is about the payment itself stands once, by type, before the
 * first entry that it is about. So a row of the payment belongs to the entry that is closed next.
 */
function postings(all: readonly Moved[], own: readonly DetailedEntry[]): readonly Posting[] {
  const inOrder = all.toSorted((a, b) => a.application.closed.number - b.application.closed.number)
  const groups = [...Map.groupBy(inOrder, ({ application }) => application.applying?.number ?? -1)]
  const groupOf = ({ number }: DetailedEntry): number | undefined => {
    const next = inOrder.find(({ application }) => application.closed.number > number) ?? inOrder.at(-1)
    return next && (next.application.applying?.number ?? -1)
  }
  return groups.map(([group, made]) => {
    const about = own.filter((row) => groupOf(row) === group)
    const gains = about.filter((row) => isLocalOnly(row) && row.type.startsWith('Realized'))
    const applying = made[0]?.application.applying
    return {
      made,
      given: about.filter(isGivenAway),
      moved: sum(amounts(applying ? [applying, ...gains] : gains)),
    }
  })
}

function partsOf({ made, given, moved }: Posting, localDigits: number): readonly OwnPart[] {
  const nothing = new Decimal(0)
  const givenFor = made.map(() => nothing)
  for (const row of given) {
    // What was closed before it had none.
    const weights = made.map(({ application }) =>
      application.closed.number > row.number ? application.local.abs() : nothing,
    )
    const shares = apportion(new Decimal(row.amount), weights, localDigits)
    shares.forEach((share, index) => (givenFor[index] = (givenFor[index] ?? nothing).plus(share)))
  }
  const whole = sum(givenFor)
  const all = sum(made.map(({ foreign }) => foreign ?? nothing))
  const digits = made[0]?.digits ?? 2
  const inForeign = moved.isZero() ? nothing : all.times(whole).div(moved).toDecimalPlaces(digits)
  const foreignFor = apportion(
    inForeign,
    givenFor.map((each) => each.abs()),
    digits,
  )
  return made.map(({ application, foreign }, index) => ({
    application,
    local: application.local.plus(givenFor[index] ?? nothing),
    foreign: foreign?.plus(foreignFor[index] ?? nothing),
  }))
}

/**
 * An application moves all that the invoice loses. What a payment in time, or nearly in full, did not have to bring is added to
 * the payment's entry by rows of their own. Of several invoices that a payment closes at once only the sum is told: each has
 * it in proportion, to the cent in all. [Microsoft Learn: Detailed customer ledger entries; base application, codeunit Gen.
 * Jnl.-Post Line: CalcPmtDisc; table Detailed CV Ledg. Entry Buffer: InsertDtldCVLedgEntry]
 *
 * @param own all rows of the payment's entry, in order
 * @param localDigits digits of local currency
 */
export function ownParts(
  all: readonly Moved[],
  own: readonly DetailedEntry[],
  localDigits: number,
): readonly OwnPart[] {
  const [byPayment, byOther] = [true, false].map((by) => all.filter(({ application }) => application.byPayment === by))
  return [
    ...postings(byPayment ?? [], own).flatMap((posting) => partsOf(posting, localDigits)),
    ...(byOther ?? []).map(({ application, foreign }) => ({ application, local: application.local, foreign })),
  ]
}
