import type { Rule } from './rule.ts'

/** The field is filled until the record has its first document in the books; from then on the other side owns it. */
export function untilWon<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (until the first won order)`, stage: 'before' }
}

/** The field is filled from the first document in the books on; before that the other side owns it. */
export function onceWon<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (once an order is won)`, stage: 'after' }
}
