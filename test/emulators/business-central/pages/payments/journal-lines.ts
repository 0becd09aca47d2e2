import { BusinessError } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import { copyDefaultDimensions, dropDimensions } from '../dimensions/document-dimensions.ts'
import { dropBelow } from '../drop-below.ts'
import type { Page, PageContext } from '../page.ts'
import { accountFields, resolveAccount } from './journal-account.ts'
import { nextLine } from './next-line.ts'
import { text } from '../../wire/text.ts'

/** Lines of a general journal batch; they vanish when the batch is posted. Debit is positive, credit negative. */
export const journalLines: Page = {
  needsParent: { properties: ['journalId', 'id'], refusal: 'You must specify a journal to get the journal lines.' },
  computed: {
    journalDisplayName: ({ company }, row) => company.table('journals').get(String(row['journalId']))?.['code'],
  },
  create: (context, set, values) => {
    const { company } = context
    const journalId = text(values, 'journalId', noGuid)
    if (!company.table('journals').get(journalId))
      throw new BusinessError('You must specify a journal to create a journal line.')
    const [own, balancing] = accountFields.map((fields) => resolveAccount(context, fields, values))
    const row = company.table(set.name).insert({
      accountType: 'G_x002F_L_x0020_Account',
      balanceAccountType: 'G_x002F_L_x0020_Account',
      postingDate: company.workDate(),
      amount: '0',
      ...fromBatch(context, journalId),
      ...values,
      ...own,
      ...balancing,
      documentNumber: text(values, 'documentNumber') || documentNumber(context, journalId),
      lineNumber: nextLine(context, set.name, journalId, values['lineNumber']),
    })
    copyDefaultDimensions(company, text(row, 'accountId', noGuid), 'Journal_x0020_Line', row.id)
    return row
  },
  update: (context, set, row, change) => {
    if (change['journalId'] !== undefined && change['journalId'] !== row['journalId'])
      throw new BusinessError('The value for "journalId" cannot be modified.')
    const [own, balancing] = accountFields.map((fields) => resolveAccount(context, fields, change, row))
    return context.company.table(set.name).update(row.id, { ...change, ...own, ...balancing })
  },
  remove: ({ company }, set, row) => {
    dropDimensions(company, row.id)
    dropBelow(company, row.id)
    company.table(set.name).delete(row.id)
  },
}

/** A new line takes the balancing account of its batch. [base application, table Gen. Journal Line: SetUpNewLine] */
function fromBatch({ company }: PageContext, journalId: string): Values {
  const batch = company.table('journals').get(journalId)
  const number = text(batch, 'balancingAccountNumber')
  return number === '' ? {} : { balancingAccountId: batch?.['balancingAccountId'], balancingAccountNumber: number }
}

/** Lines of one batch share a document number until somebody sets another. */
function documentNumber({ company }: PageContext, journalId: string): string {
  const last = company.table('journalLines').where('journalId', journalId).at(-1)
  return text(last, 'documentNumber') || company.nextNumber('journal')
}
