import type { Company } from '../../tables.ts'
import type { LedgerDocumentType } from '../general-ledger.ts'
import { accountFor } from '../posting-accounts.ts'
import { zeroGuid } from '../read-row.ts'
import { cardByNumber, journalAccount } from './journal-account.ts'
import type { JournalAccount } from './journal-line.ts'

/** The G/L account that takes the other side of a payment: the one named, else the bank account of the posting set-up. */
export function balancingAccount(
  company: Pick<Company, 'table'>,
  number: string,
  of: { readonly documentType: LedgerDocumentType; readonly where: string },
): JournalAccount {
  const type = 'G_x002F_L_x0020_Account'
  if (number === '') return { type, row: { id: zeroGuid, number: accountFor(company, 'bank') } }
  return journalAccount(company, type, cardByNumber(company, type, number), { ...of, field: 'Bal. Account No.' })
}
