import type { Entity } from '../../../engine/entity.ts'
import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { queryString } from '../../../protocols/odata.ts'
import { salesOrder } from '../entities.ts'
import type { DocumentKind } from './sales-documents.ts'

const listed = (parts: readonly string[]) => (parts.length > 4 ? [...parts.slice(0, 4), '…'] : parts).join('; ')

/** The document is closed: what differs, why it cannot be carried over, and what a person does. */
export function tooLate(
  { entity }: DocumentKind,
  row: JsonRow,
  because: string,
  differences: readonly string[],
): Rejected {
  const number = textOf(row.number)
  const advice =
    because.includes('released') || because.includes('approval')
      ? `Reopen ${number} in Business Central, then it goes on by itself; or take the change back here.`
      : `Change ${number} in Business Central by hand (a new order, a return or a credit memo), or take the change back here.`
  return new Rejected(
    `Too late to change the ${entity.label} ${number}: ${because}. What differs: ${listed(differences)}.`,
    { advice },
  )
}

/** As `tooLate`, for a document that was taken back. */
export function tooLateToDelete({ entity }: DocumentKind, row: JsonRow, because: string): Rejected {
  const number = textOf(row.number)
  const reopen = because.includes('released') || because.includes('approval')
  const advice = reopen
    ? `Reopen or delete ${number} in Business Central, then it goes on by itself; or bring the record back here.`
    : `Settle ${number} in Business Central (undo the shipment, or write a credit memo), or bring the record back here.`
  return new Rejected(`Too late to take back the ${entity.label} ${number}: ${because}.`, { advice })
}

/** The invoices that were posted from an order; Business Central deletes an order that is invoiced in full. */
async function invoicesOf(client: Pick<Client, 'rows'>, company: CompanyRef, id: string) {
  const query = { $filter: `orderId eq ${id}`, $select: 'number,orderNumber' }
  const path = inCompany(company, 'salesInvoices') + queryString(query)
  const invoices = await client.rows(path, 'look up the invoices of an order')
  const [first] = invoices
  if (!first) return undefined
  return { order: textOf(first.orderNumber), numbers: invoices.map((row) => textOf(row.number)).join(', ') }
}

/** Why a document that is gone cannot be taken back: it was invoiced. Undefined when it was simply deleted. */
export async function invoicedInstead(
  client: Pick<Client, 'rows'>,
  { entity }: DocumentKind,
  company: CompanyRef,
  id: string,
): Promise<Rejected | undefined> {
  const invoiced = entity.name === salesOrder.name ? await invoicesOf(client, company, id) : undefined
  if (!invoiced) return undefined
  return new Rejected(
    `Too late to take back the ${entity.label} ${invoiced.order}: it was invoiced as ${invoiced.numbers}.`,
    { advice: 'Have finance make a credit memo, or bring the record back here; what comes now is a new order.' },
  )
}

/** The document is not there any more: invoiced, made into another one, or deleted by somebody. Never made again silently. */
export async function goneBecause(
  client: Pick<Client, 'rows'>,
  entity: Entity,
  company: CompanyRef,
  id: string,
): Promise<Rejected> {
  if (entity.name === salesOrder.name) {
    const invoiced = await invoicesOf(client, company, id)
    if (invoiced) {
      return new Rejected(
        `Too late to change the sales order ${invoiced.order}: it has been shipped and invoiced (${invoiced.numbers}).`,
        {
          advice: 'Make a new order for what is added, and have finance credit what is taken away; or undo the change.',
        },
      )
    }
  }
  const advice =
    entity.name === 'salesQuote'
      ? 'It was made into an order, or deleted, in Business Central: change the order there, or undo the change here.'
      : `Somebody deleted it in Business Central. To have it made again, uncouple this record; else undo the change.`
  return new Rejected(`The ${entity.label} is no longer in Business Central.`, { advice })
}
