import type { Page } from './page.ts'
import { numberFor } from './parties/free-number.ts'
import { refuseDuplicate } from './plain.ts'

/** Opportunities of Business Central's own sales module; nothing works out their figures here. */
export const opportunities: Page = {
  create: (context, set, values) => {
    refuseDuplicate(context, set, values)
    const { company } = context
    return company.table(set.name).insert({
      status: 'Not_x0020_Started',
      creationDate: company.workDate(),
      ...values,
      number: numberFor(context, set, 'opportunity', values['number']),
    })
  },
}
