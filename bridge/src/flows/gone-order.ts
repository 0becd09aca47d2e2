import { Decimal } from 'decimal.js'
import { salesOrder, type salesOrderProgress } from '../connectors/business-central/entities.ts'
import type { RecordOf } from '../engine/entity.ts'
import type { EntityRef, Need, Resolved, Rule } from '../mapping/index.ts'

/**
 * Business Central deletes an order that is shipped and invoiced in full. It may have cut a line before, the invoice may be one
 * over the shipments of several orders and name none of them, and somebody may delete what is left of an order: the API does
 * not tell these apart. What was shipped must be invoiced before an order can be deleted, so an order that is gone was invoiced
 * as soon as anything of it was posted; how much of what was ordered stands in the percentages. `Deleted` it is only when
 * nothing ever was.
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

const isGone = ({ invoicedQuantity, status }: Progress) => invoicedQuantity !== null || status === 'Deleted'

const percents = { shippedPercent: 'BC_Shipped_Percent__c', invoicedPercent: 'BC_Invoiced_Percent__c' } as const

/** What was ordered and what was told last stand in Salesforce; asked for when the order is gone, then only. */
export function needOrdered({ entity, field }: Ordered, source: Progress): readonly Need[] {
  if (!isGone(source)) return []
  const needed = [field, ...Object.values(percents)]
  return needed.map((name) => ({ kind: 'field', from: salesOrder, id: source.id, to: entity, field: name }))
}

function linesOf({ entity, field }: Ordered, source: Progress, resolved: Resolved): readonly OrderedLine[] {
  const value = resolved.field(salesOrder, source.id, entity, field)
  return Array.isArray(value) ? (value as readonly OrderedLine[]) : []
}

const total = (lines: readonly OrderedLine[]) => lines.reduce((sum, { Quantity }) => sum.plus(Quantity), new Decimal(0))

/** The last percentage that was told; 0 when none was. */
function told(name: keyof typeof percents, { entity }: Ordered, source: Progress, resolved: Resolved): Decimal {
  const value = resolved.field(salesOrder, source.id, entity, percents[name])
  return Decimal.isDecimal(value) ? value : new Decimal(0)
}

/** The lines of an order that is gone, when its own invoices have billed all of them. */
export function billedLines(
  ordered: Ordered,
  source: Progress,
  resolved: Resolved,
): readonly OrderedLine[] | undefined {
  if (source.invoicedQuantity === null) return undefined
  const lines = linesOf(ordered, source, resolved)
  return source.invoicedQuantity.gte(total(lines)) ? lines : undefined
}

/** The status of an order; one that is gone was invoiced when anything of it was posted. */
export const orderStatus = (ordered: Ordered): Rule<Progress, Progress['status']> => ({
  reads: ['status', 'invoicedQuantity'],
  how: 'status; of one that is gone Invoiced once anything of it was posted, what finance cancelled included, else Deleted',
  needs: (source) => needOrdered(ordered, source),
  fill: (source, resolved) => {
    const wasPosted = () => told('shippedPercent', ordered, source, resolved).gt(0)
    return source.status === 'Deleted' && wasPosted() ? 'Invoiced' : source.status
  },
})

/** A percentage of an order; of one that is gone how much of what was ordered its own invoices have billed, or what was told last. */
export const orderPercent = (ordered: Ordered, name: keyof typeof percents): Rule<Progress, Decimal | null> => ({
  reads: [name, 'invoicedQuantity'],
  how: `${name}; of one that is gone how much of what was ordered was billed`,
  needs: (source) => needOrdered(ordered, source),
  fill: (source, resolved) => {
    if (source.status === 'Deleted') return undefined
    const all = total(linesOf(ordered, source, resolved))
    if (source.invoicedQuantity === null || source.invoicedQuantity.gte(all)) return source[name]
    const billed = source.invoicedQuantity.div(all).times(100).toDecimalPlaces(2)
    return Decimal.max(billed, told(name, ordered, source, resolved))
  },
})
