import { conditionOf } from '../formulas/expression.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema, ValidationRule } from '../schema.ts'
import { failed, RowRefused, rowError } from './errors.ts'
import type { DmlWorld } from './save.ts'

interface Broken {
  readonly rule: ValidationRule
  readonly by: (row: Row, before: Row | undefined) => boolean
}

/** By the objects of an org, which a deploy makes anew. */
const compiled = new WeakMap<ObjectSchema, readonly Broken[]>()

function rulesOf(object: ObjectSchema, { store, clock }: Pick<DmlWorld, 'store' | 'clock'>): readonly Broken[] {
  const known = compiled.get(object)
  if (known) return known
  const grounds = {
    schema: store.schema,
    get: (name: string, id: string) => store.get(name, id),
    now: () => clock.now(),
  }
  const made = (object.validationRules ?? []).map((rule) => ({ rule, by: conditionOf(rule.formula, object, grounds) }))
  compiled.set(object, made)
  return made
}

/**
 * Refuses a row that an active validation rule finds in error, with the messages of all such rules. [Salesforce Help: Validation Rules]
 * @param before the row as it stands; undefined for a new one
 */
export function checkValidationRules(
  object: ObjectSchema,
  draft: Row,
  before: Row | undefined,
  world: Pick<DmlWorld, 'store' | 'clock'>,
): void {
  if (!object.validationRules) return
  const errors = rulesOf(object, world)
    .filter(({ by }) => by(draft, before))
    .map(({ rule }) => rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field ? [rule.field] : []))
  if (errors.length > 0) throw new RowRefused(failed(...errors))
}
