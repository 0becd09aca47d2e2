import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import { copyDefaultDimensions, dropDimensions } from '../dimensions/document-dimensions.ts'
import type { Page, PageContext } from '../page.ts'
import { isPosted } from '../../posting/statuses.ts'
import { nextLine } from './next-line.ts'
import { text } from '../../wire/text.ts'

/**
 * Unposted lines of a cash receipt batch; they vanish when the batch is posted. Money received is negative.
 */
export const customerPayments: Page = {
  needsParent: {
    properties: ['journalId', 'id'],
    refusal: 'You must specify a journal to get the customer payments.',
  },
  computed: {
    journalDisplayName: ({ company }, row) =>
      company.table('customerPaymentJournals').get(String(row['journalId']))?.['code'],
  },
  create: (context, set, values) => {
    const { company } = context
    const journalId = text(values, 'journalId', noGuid)
    if (!company.table('customerPaymentJournals').get(journalId))
      throw new BusinessError('You must specify a journal to create a customer payment.')
    const customer = company.table('customers').get(text(values, 'customerId', noGuid))
    checkInvoice(context, values, customer)
    const lineNumber = nextLine(context, set.name, journalId, values['lineNumber'])
    const row = company.table(set.name).insert({
      postingDate: company.workDate(),
      description: customer?.['displayName'] ?? '',
      amount: '0',
      ...values,
      documentNumber: text(values, 'documentNumber') || documentNumber(context, journalId),
      lineNumber,
    })
    if (customer) copyDefaultDimensions(company, customer.id, 'Journal_x0020_Line', row.id)
    return row
  },
  remove: ({ company }, set, row) => {
    dropDimensions(company, row.id)
    company.table(set.name).delete(row.id)
  },
  update: (context, set, row, change) => {
    const { company } = context
    if (change['journalId'] !== undefined && change['journalId'] !== row['journalId'])
      throw new BusinessError('The value for "journalId" cannot be modified.')
    const next = { ...row, ...change }
    checkInvoice(context, next, company.table('customers').get(text(next, 'customerId', noGuid)))
    return company.table(set.name).update(row.id, change)
  },
}

/** Lines of one batch share a document number until somebody sets another. */
function documentNumber({ company }: PageContext, journalId: string): string {
  const last = company.table('customerPayments').where('journalId', journalId).at(-1)
  return text(last, 'documentNumber') || company.nextNumber('paymentDocument')
}

/** A payment can be applied to a posted invoice only, and to one of the same customer. */
function checkInvoice({ company }: PageContext, values: Values, customer: Row | undefined): void {
  const id = text(values, 'appliesToInvoiceId', noGuid)
  if (id === noGuid) return
  const invoice = company.table('salesInvoices').get(id)
  if (!invoice || !isPosted(invoice))
    throw new BusinessError('The "appliesToInvoiceId" should be a posted invoice: Open, Paid, Corrective or Canceled.')
  if (customer && invoice['billToCustomerId'] !== customer.id && invoice['customerId'] !== customer.id)
    throw new BusinessError('The invoice belongs to another customer.')
}
