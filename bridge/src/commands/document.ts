import type { Command, RecordActions } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { labelOf } from '../engine/missing-links.ts'
import type { Office } from './office.ts'
import { partnersOf, type Partner } from './partners.ts'

/** The document behind an invoice (or credit memo) that a command names, with what can be done with it. */
export async function documentOf(
  office: Office,
  { invoice }: Pick<Command, 'invoice'>,
  can: 'posts' | 'prints',
): Promise<Partner & { readonly actions: RecordActions; readonly invoice: string; readonly label: string }> {
  if (invoice === undefined)
    throw new Rejected('The command names no document.', {
      advice: 'Give the invoice or credit memo that it is about.',
    })
  for (const partner of await partnersOf(office, invoice)) {
    const actions = office.connectors.find(({ system }) => system === partner.entity.system)?.actions
    if (actions?.[can](partner.entity)) {
      return { ...partner, actions, invoice, label: labelOf(office.flows(), partner.entity) }
    }
  }
  throw new Rejected('It is not linked to any document.', {
    advice: 'It may have been deleted there, or be another company’s: refresh the account and look again.',
  })
}
