import { defineEntity, field } from '../../../engine/entity.ts'
import { record, system } from './system.ts'

/** How much of a payment stands against one other document: applied less un-applied; nothing left, no record. */
export const ledgerApplication = defineEntity(
  system,
  'ledgerApplication',
  { label: 'application', ...record },
  {
    /** Numbers of the two customer ledger entries: `{payment}-{other}`. */
    id: field.id(),
    /** The sales invoice or credit memo it stands against, by id; both null when it is something else. */
    invoiceId: field.reference(),
    creditMemoId: field.reference(),
    documentType: field.text(40),
    documentNumber: field.text(20),
    /** In the payment's currency; positive = lowers what the other document asks for. */
    amount: field.number('required'),
    amountLocal: field.number('required'),
    /** Of the newest application of the two. */
    postingDate: field.day('required'),
  },
)

/**
 * A posted payment, put together from the detailed customer ledger entries of the Analytics API: API v2.0 itself has no
 * posted payments. The id is the number of the customer ledger entry. Positive = received. `unappliedAmount` is `amount`
 * less the applications, to the cent.
 *
 * The ledger is told in local currency only. `amount`, `unappliedAmount` and the applications are in the currency of the
 * documents that the payment is applied to (of a credit memo: its own); in local currency as long as there are none.
 */
export const ledgerPayment = defineEntity(
  system,
  'ledgerPayment',
  { label: 'payment', ...record },
  {
    id: field.id(),
    documentType: field.choice(['Payment', 'Refund', 'Credit Memo'], 'required'),
    documentNumber: field.text(20, 'required'),
    customerId: field.reference('required'),
    postingDate: field.day('required'),
    amount: field.number('required'),
    unappliedAmount: field.number('required'),
    currencyCode: field.text(10),
    amountLocal: field.number('required'),
    unappliedAmountLocal: field.number('required'),
    /** Realized by changes of the exchange rate between the documents and the payment; positive = gain. */
    gainLocal: field.number('required'),
    localCurrencyCode: field.text(10),
    applications: field.lines(ledgerApplication),
  },
)
