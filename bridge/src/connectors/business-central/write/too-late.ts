import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { invoicesOf } from './invoices-of.ts'
import type { DocumentKind } from './sales-documents.ts'

export const listed = (parts: readonly string[]) => (parts.length > 4 ? [...parts.slice(0, 4), '…'] : parts).join('; ')

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

/**
 * Why a document that is gone cannot be taken back: it was invoiced. Undefined when it was simply deleted, or all of that was canceled
 * and nothing was made instead: then nothing is left to be taken back.
 */
export async function invoicedInstead(
  client: Pick<Client, 'rows'>,
  { entity }: DocumentKind,
  company: CompanyRef,
  id: string,
): Promise<Rejected | undefined> {
  const invoiced = entity.name === salesOrder.name ? await invoicesOf(client, company, id) : undefined
  if (!invoiced || invoiced.canceled) return undefined
  return new Rejected(
    `Too late to take back the ${entity.label} ${invoiced.order}: it was invoiced as ${invoiced.numbers}.`,
    { advice: 'Have finance make a credit memo, or bring the record back here; what comes now is a new order.' },
  )
}
