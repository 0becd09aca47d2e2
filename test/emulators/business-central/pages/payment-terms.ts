import { addFormula } from '../posting/date-formula.ts'
import { BusinessError } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'
import type { Page } from './page.ts'
import { plain } from './plain.ts'

const formulas = ['dueDateCalculation', 'discountDateCalculation']
const anyDay = '2026-01-01'

/** Terms of payment: their date formulas (`10D`, `CM`) are read when they are written. */
export const paymentTerms: Page = {
  create: (context, set, values) => plain.create(context, set, readable(values)),
  update: (context, set, row, change) => plain.update(context, set, row, readable(change)),
}

/** @throws BusinessError 400 `Application_EvaluateException` for what is no date formula */
function readable(values: Values): Values {
  for (const name of formulas) {
    const formula = values[name]
    if (typeof formula !== 'string' || formula === '') continue
    try {
      addFormula(anyDay, formula)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new BusinessError(reason, 'Application_EvaluateException')
    }
  }
  return values
}
