import type { Company, Row } from '../tables.ts'
import { moveRemaining } from './apply.ts'
import { checkedPostingDate } from './checks.ts'
import { exchangeRate, inLocalCurrency } from './currency.ts'
import { customerEntries, type DetailedEntryType, insertDetailed } from './customer-ledger.ts'
import { givenDate } from './given.ts'
import { nextTransaction, postGeneralLedger } from './general-ledger.ts'
import { Decimal, decimal, stored, zero } from './money.ts'
import { accountFor, detailedAccounts } from './posting-accounts.ts'
import { text } from './read-row.ts'
import { unrealizedOf } from './unrealized.ts'

type Unrealized = Extract<DetailedEntryType, `Unrealized_${string}`>

/** A difference as rows: it takes back what was unrealized the other way first. */
function split(difference: Decimal, before: Decimal): [Unrealized, Decimal][] {
  const gains = difference.gt(0)
  const [same, other] = gains
    ? (['Unrealized_x0020_Gain', 'Unrealized_x0020_Loss'] as const)
    : (['Unrealized_x0020_Loss', 'Unrealized_x0020_Gain'] as const)
  const opposite = gains ? Decimal.max(before.neg(), 0) : Decimal.min(before.neg(), 0)
  const back = gains ? Decimal.min(difference, opposite) : Decimal.max(difference, opposite)
  const rows: [Unrealized, Decimal][] = [
    [other, back],
    [same, difference.minus(back)],
  ]
  return rows.filter(([, amount]) => !amount.isZero())
}

function adjust(company: Company, entry: Row, date: string, documentNumber: string): boolean {
  const rate = exchangeRate(company, text(entry, 'currencyCode'), date)
  const worth = inLocalCurrency(decimal(entry['remainingAmount']), rate)
  const difference = worth.minus(decimal(entry['remainingAmountLcy']))
  if (difference.isZero()) return false
  const under = { postingDate: date, documentType: '_x0020_', documentNumber } as const
  const transaction = nextTransaction(company)
  for (const [entryType, amountLcy] of split(difference, unrealizedOf(company, entry))) {
    insertDetailed(company, entry, { ...under, entryType, amount: zero, amountLcy })
    postGeneralLedger(company, { ...under, description: 'Adjustment of exchange rates', transaction }, [
      { account: accountFor(company, 'receivables'), amount: amountLcy },
      { account: accountFor(company, detailedAccounts[entryType]), amount: amountLcy.neg() },
    ])
  }
  const moved = moveRemaining(company, entry, zero, difference, {})
  company.table(customerEntries).update(moved.id, { adjustedRate: stored(rate) })
  return true
}

/**
 * What the batch job _Adjust Exchange Rates_ does for customers: every open entry in a foreign currency that was posted by
 * `date` (default: the work date) is worth what the rate of that day says, in the company's currency. The difference is a
 * row of type Unrealized Gain or Loss, without an amount in the currency itself; when the entry is applied it is taken back
 * in proportion, and the gain or loss realized. Documents are neither stamped nor told of. Returns how many entries it moved.
 * Throws `BusinessError`, and changes nothing, for a day outside the allowed range and when a rate is missing.
 * [Microsoft Learn: Update currency exchange rates; base application, codeunit Exch. Rate Adjmt. Process]
 */
export function adjustExchangeRates(
  company: Company,
  asked: { readonly date?: string; readonly documentNumber?: string } = {},
): number {
  return company.transaction(() => {
    const { date: given = company.workDate(), documentNumber = 'EXCHRATE' } = asked
    const date = givenDate(given, 'Posting Date')
    checkedPostingDate(company, { id: '', postingDate: date }, 'Adjust Exchange Rates')
    const open = company
      .table(customerEntries)
      .filter((row) => row['open'] === true && text(row, 'currencyCode') !== '' && text(row, 'postingDate') <= date)
    return open.filter((entry) => adjust(company, entry, date, documentNumber)).length
  })
}
