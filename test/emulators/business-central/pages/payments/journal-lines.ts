import { BusinessError } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page } from '../page.ts'
import { nextLine } from './next-line.ts'
import { text } from '../../wire/text.ts'

/** Lines of a general journal batch: kept, but never posted here. */
export const journalLines: Page = {
  needsParent: { properties: ['journalId', 'id'], refusal: 'You must specify a journal to get the journal lines.' },
  create: ({ company }, set, values) => {
    const journalId = text(values, 'journalId', noGuid)
    if (!company.table('journals').get(journalId))
      throw new BusinessError('You must specify a journal to create a journal line.')
    return company.table(set.name).insert({
      postingDate: company.workDate(),
      ...values,
      lineNumber: nextLine(company, set.name, journalId, values['lineNumber']),
    })
  },
}
