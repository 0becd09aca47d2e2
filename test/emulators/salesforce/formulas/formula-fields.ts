import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { type FormulaGrounds, formulaOf } from './expression.ts'
import { stored } from './value.ts'

/**
 * What rows of an object inherit: one getter per formula field. A formula is thus worked out when somebody reads it, sees
 * the parents as they are now, and is never a part of what is stored, copied or told in change events.
 * Undefined when the object has no formulas.
 */
export function formulaFields(object: ObjectSchema, grounds: FormulaGrounds): object | undefined {
  const formulas = object.fields.filter((field) => field.formula)
  if (formulas.length === 0) return undefined
  const getters = Object.create(Object.prototype) as object
  for (const field of formulas) {
    const compute = formulaOf(field, object, grounds)
    Object.defineProperty(getters, field.name, {
      configurable: true,
      get(this: Row) {
        return stored(field, compute(this))
      },
    })
  }
  return getters
}
