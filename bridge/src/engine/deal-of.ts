import type { Resolved } from '../mapping/index.ts'
import type { SourceFields } from './define-flow.ts'
import type { Run } from './run.ts'

/** Deals and references are read off the record itself: nothing is resolved for them. */
export const nothingResolved = ({ company }: Pick<Run, 'company'>): Resolved => ({
  company,
  link: () => undefined,
  field: () => undefined,
  elsewhere: () => [],
  known: () => '',
})

/** The deal that a record belongs to; undefined when its flow, or the record, knows of none. */
export async function dealOf(
  { flow, company }: Pick<Run, 'flow' | 'company'>,
  fields: SourceFields,
): Promise<string | undefined> {
  if (!flow.deal) return undefined
  const deal = await flow.deal.rule.fill(fields, nothingResolved({ company }))
  return typeof deal === 'string' && deal !== '' ? deal : undefined
}
