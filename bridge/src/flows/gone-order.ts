import { Decimal } from 'decimal.js'
import { salesOrder, type salesOrderProgress } from '../connectors/business-central/entities.ts'
import type { RecordOf } from '../engine/entity.ts'
import type { EntityRef, Need, Resolved, Rule } from '../mapping/index.ts'

/**
 * Business Central deletes an order that is fully shipped and invoiced. Somebody may also delete one of which a part has been
 * invoiced: what was ordered stands in Salesforce, and tells the two apart.
 */
export type Progress = RecordOf<(typeof salesOrderProgress)['fields']>

interface OrderedLine {
  readonly Id: string
  readonly Quantity: Decimal
}

/** What was ordered: the record in Salesforce, and the field of its lines. */
export interface Ordered {
  readonly entity: EntityRef
  readonly field: string
}

/** The lines in Salesforce are asked for when the order is gone, then only. */
export function needOrdered({ entity, field }: Ordered, source: Progress): readonly Need[] {
  if (source.invoicedQuantity === null) return []
  return [{ kind: 'field', from: salesOrder, id: source.id, to: entity, field }]
}

/** The lines of an order that is gone because all of it was invoiced; undefined when it is there, or was cut short. */
export function billedLines(
  { entity, field }: Ordered,
  source: Progress,
  resolved: Resolved,
): readonly OrderedLine[] | undefined {
  if (source.invoicedQuantity === null) return undefined
  const value = resolved.field(salesOrder, source.id, entity, field)
  const lines = Array.isArray(value) ? (value as readonly OrderedLine[]) : []
  const ordered = lines.reduce((total, line) => total.plus(line.Quantity), new Decimal(0))
  return source.invoicedQuantity.gte(ordered) ? lines : undefined
}

const isCutShort = (ordered: Ordered, source: Progress, resolved: Resolved) =>
  source.invoicedQuantity !== null && billedLines(ordered, source, resolved) === undefined

/** The status of an order: `Deleted` also when only a part had been invoiced. */
export const orderStatus = (ordered: Ordered): Rule<Progress, Progress['status']> => ({
  reads: ['status', 'invoicedQuantity'],
  how: 'status; Deleted when it went away before all of it was invoiced',
  needs: (source) => needOrdered(ordered, source),
  fill: (source, resolved) => (isCutShort(ordered, source, resolved) ? 'Deleted' : source.status),
})

/** A percentage of an order; of one that went away early the last that was known stays. */
export const orderPercent = (
  ordered: Ordered,
  name: 'shippedPercent' | 'invoicedPercent',
): Rule<Progress, Decimal | null> => ({
  reads: [name, 'invoicedQuantity'],
  how: name,
  needs: (source) => needOrdered(ordered, source),
  fill: (source, resolved) =>
    isCutShort(ordered, source, resolved) || source.status === 'Deleted' ? undefined : source[name],
})
