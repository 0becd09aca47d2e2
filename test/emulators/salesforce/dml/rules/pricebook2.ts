import { refuse } from '../errors.ts'
import type { ObjectRules } from './rule.ts'

/** There is exactly one standard price book: it comes with the org and stays. */
export const pricebook2: ObjectRules = {
  beforeDelete(row) {
    if (row.IsStandard === true) refuse('DELETE_FAILED', 'The standard price book cannot be deleted')
  },
}
