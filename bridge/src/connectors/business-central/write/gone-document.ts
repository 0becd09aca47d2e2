import { Rejected } from '../../../engine/errors.ts'
import type { Written } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { billedOtherwise } from './billed-otherwise.ts'
import type { Codes } from './codes.ts'
import type { WantedDocument } from './document.ts'
import { invoicesOf } from './invoices-of.ts'
import type { DocumentKind } from './sales-documents.ts'
import type { SaidTaxCodes } from './tax-codes.ts'
import { listed } from './too-late.ts'

/**
 * The document that is to be changed is not there any more: invoiced, made into another one, or deleted by somebody. It is
 * never made again silently. Nothing is to be done when it was invoiced as it is wanted: an order whose making was never
 * confirmed may have been shipped and invoiced meanwhile. What the invoices do not carry (the date it was wanted for) is over.
 *
 * @param taxCodes as we have written them last
 * @throws Rejected when there is something to be done
 */
export async function goneDocument(
  place: {
    readonly client: Pick<Client, 'rows'>
    readonly company: CompanyRef
    readonly codes: Codes
    readonly kind: DocumentKind
  },
  id: string,
  wanted: WantedDocument,
  taxCodes: SaidTaxCodes,
): Promise<Written> {
  const { client, company, kind } = place
  const { entity } = kind
  const invoiced = entity.name === salesOrder.name ? await invoicesOf(client, company, id, wanted) : undefined
  if (!invoiced) {
    const advice =
      entity.name === 'salesQuote'
        ? 'It was made into an order, or deleted, in Business Central: change the order there, or undo the change here.'
        : `Somebody deleted it in Business Central. To have it made again, uncouple this record; else undo the change.`
    throw new Rejected(`The ${entity.label} is no longer in Business Central.`, { advice })
  }
  if (invoiced.canceled) {
    const why = `it was invoiced as ${invoiced.numbers}, and that was canceled`
    throw new Rejected(`Too late to change the sales order ${invoiced.order}: ${why}.`, {
      advice: 'Ask finance whether they bill it in another way. If not, make a new order for what is sold now.',
    })
  }
  const differences = await billedOtherwise(place, wanted, invoiced.rows, taxCodes)
  if (differences.length === 0) return { outcome: 'unchanged', id }
  throw new Rejected(
    `Too late to change the sales order ${invoiced.order}: it has been shipped and invoiced (${invoiced.numbers}). What differs: ${listed(differences)}.`,
    { advice: 'Make a new order for what is added, and have finance credit what is taken away; or undo the change.' },
  )
}
