import { BusinessError, type Company, type Row } from '../tables.ts'
import { dimensionSetNumber } from './dimensions.ts'
import type { LedgerDocumentType } from './general-ledger.ts'
import { type Decimal, stored, zero } from './money.ts'
import type { PaymentDiscount } from './payment-discount.ts'
import { rowsWhere, text, zeroDate } from './read-row.ts'

/** Internal table: one row per posted document or payment of a customer. Amounts of what the customer owes are positive. */
export const customerEntries = '_customerLedgerEntries'
/** Internal table: one row per movement of such an entry. The entry's amounts are the sums of its rows. */
export const detailedEntries = '_detailedCustomerLedgerEntries'

export type DetailedEntryType =
  | 'Initial_x0020_Entry'
  | 'Application'
  | 'Realized_x0020_Gain'
  | 'Realized_x0020_Loss'
  | 'Unrealized_x0020_Gain'
  | 'Unrealized_x0020_Loss'
  | 'Payment_x0020_Discount'
  | 'Payment_x0020_Tolerance'
  | 'Appln_x002E__x0020_Rounding'
  | 'Correction_x0020_of_x0020_Remaining_x0020_Amount'

export interface NewCustomerEntry {
  readonly customer: Row
  readonly documentType: LedgerDocumentType
  readonly documentNumber: string
  readonly externalDocumentNumber: string
  readonly description: string
  readonly postingDate: string
  readonly documentDate: string
  readonly dueDate: string
  /** Blank for the company's own. */
  readonly currencyCode: string
  readonly amount: Decimal
  readonly amountLcy: Decimal
  /** Units of the company's currency for one of `currencyCode`. */
  readonly rate: Decimal
  /** Sales without tax, credit memos negative, in the company's currency: feeds the customer's total sales. */
  readonly salesLcy: Decimal
  readonly paymentTermsCode?: string
  readonly discount?: PaymentDiscount
  /** The posted document the entry belongs to. */
  readonly documentId?: string
  /** Number of the transaction that its G/L entries carry too. */
  readonly transaction: number
  /** Id of the document or journal line whose dimensions the entry takes. */
  readonly dimensionsOf?: string | undefined
  /** Posted from a journal, and so open to reversal. */
  readonly journal?: true
}

export interface DetailedMovement {
  readonly entryType: DetailedEntryType
  readonly postingDate: string
  readonly documentType: unknown
  readonly documentNumber: string
  readonly amount: Decimal
  readonly amountLcy: Decimal
  /** Entry number of the entry that does the applying; 0 on other rows. */
  readonly appliedEntryNumber?: number
  /** Binds the rows of one application together, inside the sandbox only. */
  readonly application?: number
}

/** Adds one detailed row to an entry. The entry's own amounts are the caller's business. */
export function insertDetailed(company: Company, entry: Row, movement: DetailedMovement): Row {
  return company.table(detailedEntries).insert({
    entryNumber: company.nextEntry(detailedEntries),
    customerLedgerEntryNumber: entry['entryNumber'],
    customerLedgerEntryId: entry.id,
    entryType: movement.entryType,
    postingDate: movement.postingDate,
    documentType: movement.documentType,
    documentNumber: movement.documentNumber,
    customerNumber: entry['customerNumber'],
    currencyCode: entry['currencyCode'],
    amount: stored(movement.amount),
    amountLcy: stored(movement.amountLcy),
    // True for everything that makes up the entry's amount; these only shift it.
    ledgerEntryAmount: !['Application', 'Appln_x002E__x0020_Rounding'].includes(movement.entryType),
    initialEntryDueDate: entry['dueDate'],
    // BC fills it only in rows whose transaction number it has cleared, which this sandbox never does.
    applicationNumber: 0,
    appliedCustomerLedgerEntryNumber: movement.appliedEntryNumber ?? 0,
    unapplied: false,
    unappliedByEntryNumber: 0,
    _application: movement.application ?? 0,
  })
}

/** Opens a ledger entry with its initial row. An entry over nothing is closed from the start. */
export function openCustomerEntry(company: Company, made: NewCustomerEntry): Row {
  const open = !made.amount.isZero()
  const entry = company.table(customerEntries).insert({
    entryNumber: company.nextEntry(customerEntries),
    customerId: made.customer.id,
    customerNumber: text(made.customer, 'number'),
    documentType: made.documentType,
    documentNumber: made.documentNumber,
    externalDocumentNumber: made.externalDocumentNumber,
    description: made.description,
    postingDate: made.postingDate,
    documentDate: made.documentDate,
    dueDate: made.dueDate,
    currencyCode: made.currencyCode,
    amount: stored(made.amount),
    amountLcy: stored(made.amountLcy),
    originalRate: stored(made.rate),
    adjustedRate: stored(made.rate),
    salesLcy: stored(made.salesLcy),
    remainingAmount: stored(made.amount),
    remainingAmountLcy: stored(made.amountLcy),
    open,
    closedAtDate: open ? zeroDate : made.postingDate,
    closedByEntryNumber: 0,
    reasonCode: '',
    dimensionSetId: made.dimensionsOf === undefined ? 0 : dimensionSetNumber(company, made.dimensionsOf),
    paymentTermsCode: made.paymentTermsCode ?? '',
    paymentDiscountDate: made.discount?.date ?? zeroDate,
    paymentDiscountPossible: stored(made.discount?.possible ?? zero),
    documentId: made.documentId ?? '',
    reversed: false,
    reversedByEntryNumber: 0,
    reversedEntryNumber: 0,
    _transaction: made.transaction,
    _journal: made.journal ?? false,
  })
  insertDetailed(company, entry, {
    entryType: 'Initial_x0020_Entry',
    postingDate: made.postingDate,
    documentType: made.documentType,
    documentNumber: made.documentNumber,
    amount: made.amount,
    amountLcy: made.amountLcy,
  })
  return entry
}

/** The entry with this number; throws when there is none. */
export function customerEntry(company: Pick<Company, 'table'>, entryNumber: number): Row {
  const entry = rowsWhere(company, customerEntries, 'entryNumber', entryNumber)[0]
  if (!entry)
    throw new BusinessError(
      `The Cust. Ledger Entry does not exist. Identification fields and values: Entry No.='${entryNumber}'`,
      'Internal_RecordNotFound',
      404,
    )
  return entry
}

/** Entry numbers are whole numbers in every row. */
export const entryNumberOf = (entry: Row): number => Number(entry['entryNumber'])
