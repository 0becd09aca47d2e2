import { postGeneralJournal, postPayments } from '../../posting/index.ts'
import type { SandboxCompany } from '../../company/company.ts'
import { dropDimensions } from '../../posting/dimensions.ts'
import { BusinessError } from '../../tables.ts'
import type { Page } from '../page.ts'
import { plain } from '../plain.ts'

/** Lines go with their batch, and their dimensions with them. */
function dropLines(company: SandboxCompany, table: 'journalLines' | 'customerPayments', journalId: string): void {
  for (const line of company.table(table).where('journalId', journalId)) {
    dropDimensions(company, line.id)
    company.table(table).delete(line.id)
  }
}

/** Batches of the general journal and of the cash receipt journal are one table to the application. */
export const general = 'GENERAL'
export const cashReceipts = 'CASHRCPT'

/**
 * General journal batches. A cash receipt batch answers here too, by its id: so read from the vendor's source, where
 * `Microsoft.NAV.post` looks a batch up by its SystemId whatever its template is.
 */
export const journals: Page = {
  unlessFiltered: { property: 'templateDisplayName', value: general },
  source: {
    all: ({ company }) => [...company.table('journals').all(), ...company.table('customerPaymentJournals').all()],
    where: ({ company }, property, value) =>
      property === 'id'
        ? [company.table('journals').get(value) ?? company.table('customerPaymentJournals').get(value)].filter(
            (row) => row !== undefined,
          )
        : [
            ...company.table('journals').where(property, value),
            ...company.table('customerPaymentJournals').where(property, value),
          ],
  },
  computed: {
    templateDisplayName: ({ company }, row) =>
      company.table('customerPaymentJournals').get(row.id) ? cashReceipts : general,
  },
  update: (context, set, row, change) => {
    if (!context.company.table('journals').get(row.id))
      throw new BusinessError('Change the batch through customerPaymentJournals.')
    return plain.update(context, set, row, change)
  },
  remove: ({ company }, set, row) => {
    dropLines(company, 'journalLines', row.id)
    if (!company.table(set.name).get(row.id))
      throw new BusinessError('Delete the batch through customerPaymentJournals.')
    company.table(set.name).delete(row.id)
  },
  actions: {
    post: ({ company, switches }, row) => {
      const payments = company.table('customerPaymentJournals').get(row.id) !== undefined
      const lines = company.table(payments ? 'customerPayments' : 'journalLines').where('journalId', row.id)
      if (payments && !switches.journalPostTakesPayments)
        throw new BusinessError('The journal batch does not belong to the template GENERAL.')
      if (lines.length === 0) throw new BusinessError('There is nothing to post.')
      if (payments) postPayments(company, row.id)
      else postGeneralJournal(company, row.id)
      return undefined
    },
  },
}

/** Batches of the cash receipt journal. The set itself has no action that posts. */
export const customerPaymentJournals: Page = {
  remove: ({ company }, set, row) => {
    dropLines(company, 'customerPayments', row.id)
    company.table(set.name).delete(row.id)
  },
}
