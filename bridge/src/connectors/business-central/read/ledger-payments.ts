import type { SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { createLedger, isInitial, type DetailedEntry } from '../ledger.ts'
import { currencyDigits } from '../../../mapping/index.ts'
import { rowsInCurrency } from './document-currency.ts'
import { exchangeRates } from './exchange-rates.ts'
import { idsByNumber } from './ids-by-number.ts'
import { documentKey, ledgerDocuments, type LedgerDocument } from './ledger-documents.ts'
import { paymentFigures, type Entry, type PaymentFigures } from './payment-figures.ts'

function entriesOf(
  rows: readonly DetailedEntry[],
  documents: ReadonlyMap<string, LedgerDocument>,
  localCurrency: string | null,
): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>()
  const inOrder = [...new Map(rows.map((row) => [row.number, row])).values()].sort((a, b) => a.number - b.number)
  for (const [number, own] of Map.groupBy(inOrder, (row) => row.entry)) {
    const first = own.find(isInitial)
    if (!first) continue
    const document = documents.get(documentKey(first))
    const isForeign = document && document.currencyCode !== '' && document.currencyCode !== localCurrency
    const foreign = isForeign
      ? rowsInCurrency({ ...document, digits: currencyDigits(document.currencyCode) }, own)
      : undefined
    entries.set(number, { first, rows: own, document, foreign })
  }
  return entries
}

const idOf = (set: LedgerDocument['set'], other: Entry | undefined): string | null =>
  other?.document?.set === set ? other.document.id : null

/** The record of a payment; the number of its entry is its id. */
function recordOf(
  id: string,
  { own: { first }, pairs, code, ...figures }: PaymentFigures,
  { customerId, local }: { customerId: string | null; local: string | null },
): SourceRecord {
  const fields = {
    id,
    documentType: first.documentType === '' ? 'Payment' : first.documentType,
    documentNumber: first.documentNumber,
    customerId,
    postingDate: first.postingDate,
    amount: figures.amount,
    unappliedAmount: figures.unappliedAmount,
    currencyCode: code ?? local,
    amountLocal: figures.amountLocal,
    unappliedAmountLocal: figures.unappliedLocal,
    gainLocal: figures.gain,
    localCurrencyCode: local,
    applications: pairs.map(({ number, other, local: amountLocal, foreign, postingDate }) => ({
      id: `${id}-${number}`,
      invoiceId: idOf('salesInvoices', other),
      creditMemoId: idOf('salesCreditMemos', other),
      documentType: other?.first.documentType ?? null,
      documentNumber: other?.first.documentNumber ?? null,
      amount: code === undefined ? amountLocal : (foreign ?? amountLocal),
      amountLocal,
      postingDate,
    })),
  }
  return { id, version: undefined, fields }
}

/** Posted payments, refunds and credit memos with what they stand against, by the number of their customer ledger entry. */
export async function readLedgerPayments(
  client: Client,
  company: CompanyRef,
  ids: readonly string[],
  localCurrency: () => Promise<string | null>,
): Promise<ReadonlyMap<string, SourceRecord>> {
  const ledger = createLedger(client, company)
  const wanted = new Set(ids.filter((id) => /^\d+$/.test(id)).map(Number))
  if (wanted.size === 0) return new Map()
  const [own, applied] = await Promise.all([ledger.ofEntries([...wanted]), ledger.appliedBy([...wanted])])
  const others = new Set([...applied.map((row) => row.entry), ...own.map((row) => row.applied)])
  const theirs = await ledger.ofEntries([...others].filter((entry) => entry !== 0 && !wanted.has(entry)))
  const rows = [...own, ...theirs]
  const customerNumbers = own.map((row) => row.customerNumber)
  const [documents, customers, local] = await Promise.all([
    ledgerDocuments(client, company, rows.filter(isInitial)),
    idsByNumber(client, company, 'customers', customerNumbers),
    localCurrency(),
  ])
  const entries = entriesOf(rows, documents, local)
  const rateOn = exchangeRates(client, company)

  const found = new Map<string, SourceRecord>()
  for (const entry of wanted) {
    const around = rows.filter((row) => row.entry !== entry)
    const figures = await paymentFigures(entry, entries, around, rateOn, currencyDigits(local ?? ''))
    if (!figures) continue
    const customerId = customers.get(figures.own.first.customerNumber) ?? null
    found.set(String(entry), recordOf(String(entry), figures, { customerId, local }))
  }
  return found
}
