import { BusinessError, type Company, type Row } from '../tables.ts'
import { exchangeRate, foreignCurrency, inLocalCurrency, localPrecision } from './currency.ts'
import { openCustomerEntry } from './customer-ledger.ts'
import { type GeneralLedgerLine, nextTransaction, postGeneralLedger } from './general-ledger.ts'
import { isStocked, itemOf } from './item-ledger.ts'
import { isLineType, lineObjects } from './line-object.ts'
import { type Decimal, decimal, roundTo, runningRounder, sum, zero } from './money.ts'
import { offeredDiscount } from './payment-discount.ts'
import { accountFor } from './posting-accounts.ts'
import type { PostedLine } from './posted-lines.ts'
import { fixedAssetEntries, postOtherLedger, resourceEntries } from './resource-ledger.ts'
import { referred, text } from './read-row.ts'

export interface LedgerPosting {
  readonly kind: 'salesInvoice' | 'salesCreditMemo'
  readonly documentId: string
  readonly number: string
  readonly postingDate: string
  readonly documentDate: string
  readonly dueDate: string
  /** The header that carries currency, terms and external number. */
  readonly header: Row
  readonly billTo: Row
}

const names = {
  salesInvoice: { type: 'Invoice', says: 'Invoice', sign: 1 },
  salesCreditMemo: { type: 'Credit_x0020_Memo', says: 'Credit Memo', sign: -1 },
} as const

/** Where the revenue of a line goes: the account it names, else the one for what it sells. */
function salesAccount(company: Company, line: Row): string {
  const type = text(line, 'lineType')
  const role = isLineType(type) ? lineObjects[type].sales : 'sales'
  const account = referred(company, 'accounts', line, 'accountId')
  return account ? text(account, 'number') : accountFor(company, role ?? 'sales')
}

/** Resources and fixed assets have ledgers of their own. */
function postOtherLedgers(
  company: Company,
  lines: readonly PostedLine[],
  amounts: readonly Decimal[],
  of: LedgerPosting,
) {
  const { sign } = names[of.kind]
  const tables: Readonly<Record<string, typeof resourceEntries | typeof fixedAssetEntries>> = {
    Resource: resourceEntries,
    Fixed_x0020_Asset: fixedAssetEntries,
  }
  lines.forEach((line, index) => {
    const table = tables[text(line.source, 'lineType')]
    if (!table) return
    postOtherLedger(company, table, {
      line: line.source,
      postingDate: of.postingDate,
      documentNumber: of.number,
      quantity: line.quantity.times(sign),
      amountLcy: (amounts[index] ?? zero).times(sign),
    })
  })
}

/** What the goods of a line cost, when they have a stock. */
function costLines(company: Company, line: PostedLine, sign: number): GeneralLedgerLine[] {
  const item = itemOf(company, line.source)
  if (!item || !isStocked(item)) return []
  const cost = roundTo(line.quantity.times(decimal(item['unitCost'])).times(sign), localPrecision)
  return [
    { account: accountFor(company, 'costOfGoodsSold'), amount: cost, dimensionsOf: line.source.id },
    { account: accountFor(company, 'inventory'), amount: cost.neg(), dimensionsOf: line.source.id },
  ]
}

/**
 * Posts the lines of an invoice or credit memo: the customer ledger entry with its initial row, and balanced G/L entries
 * for receivables, sales, tax and cost of goods. Returns the entry, and the sales in the company's currency by line.
 */
export function postToLedgers(
  company: Company,
  lines: readonly PostedLine[],
  posting: LedgerPosting,
): { entry: Row; salesLcy: Decimal[] } {
  const { type, says, sign } = names[posting.kind]
  const { header, postingDate, number } = posting
  const total = sum(lines.map((line) => line.amounts.netAmountIncludingTax))
  if (total.isNegative())
    throw new BusinessError(`The total amount for the ${says.toLowerCase()} must be 0 or greater.`)
  const currencyCode = foreignCurrency(company, header)
  const rate = exchangeRate(company, currencyCode, postingDate)
  // The converted total is what the customer owes; sales are handed out over the lines, tax is what they leave of it.
  // [base application, codeunit Sales-Post: RoundAmount]
  const convertNet = runningRounder(localPrecision)
  const salesLcy = lines.map((line) => convertNet(line.amounts.netAmount.times(rate)))
  const totalLcy = inLocalCurrency(total, rate)
  const taxLcy = totalLcy.minus(sum(salesLcy))
  const terms = referred(company, 'paymentTerms', header, 'paymentTermsId')
  const description = `${says} ${number}`
  const transaction = nextTransaction(company)

  const entry = openCustomerEntry(company, {
    customer: posting.billTo,
    documentType: type,
    documentNumber: number,
    externalDocumentNumber: text(header, 'externalDocumentNumber'),
    description,
    postingDate,
    documentDate: posting.documentDate,
    dueDate: posting.dueDate,
    currencyCode,
    amount: total.times(sign),
    amountLcy: totalLcy.times(sign),
    rate,
    salesLcy: sum(salesLcy).times(sign),
    paymentTermsCode: terms ? text(terms, 'code') : '',
    ...(sign > 0 && { discount: offeredDiscount(company, header, posting.documentDate, total) }),
    documentId: posting.documentId,
    transaction,
    dimensionsOf: header.id,
  })
  const revenue = lines.map((line, index): GeneralLedgerLine => {
    const amount = (salesLcy[index] ?? zero).times(-sign)
    return { account: salesAccount(company, line.source), amount, dimensionsOf: line.source.id }
  })
  postGeneralLedger(company, { postingDate, documentType: type, documentNumber: number, description, transaction }, [
    { account: accountFor(company, 'receivables'), amount: totalLcy.times(sign), dimensionsOf: header.id },
    ...revenue,
    { account: accountFor(company, 'salesTax'), amount: taxLcy.times(-sign), dimensionsOf: header.id },
    ...lines.flatMap((line) => costLines(company, line, sign)),
  ])
  postOtherLedgers(company, lines, salesLcy, posting)
  return { entry, salesLcy }
}
