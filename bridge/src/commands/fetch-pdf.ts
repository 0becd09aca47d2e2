import type { Command } from '../engine/desk-ports.ts'
import { Misconfigured, Rejected } from '../engine/errors.ts'
import { documentOf } from './document.ts'
import type { Office } from './office.ts'

/** Puts a posted invoice or credit memo on its record as a file, once: who asks again is told of the file that is there. */
export async function fetchPdf(office: Office, command: Command): Promise<string> {
  const { invoice, actions, entity, company, id, label } = await documentOf(office, command, 'prints')
  const files = office.connectors.find(({ desk }) => desk)?.files
  if (!files) throw new Misconfigured('The system has no place for files.', { advice: 'Report this.' })
  const { state, number } = await actions.standing(entity, company, id)
  if (state !== 'posted' || number === undefined) {
    const why = state === 'gone' ? `The ${label} is not there any more.` : `The ${label} is a draft.`
    throw new Rejected(why, { advice: 'There is a PDF once it is posted: ask again then.' })
  }
  const there = await files.find(invoice, number, 'pdf')
  if (there !== undefined) return `The file ${number}.pdf is there already (${there}).`
  const file = await actions.print(entity, company, id)
  const made = await files.attach(invoice, { ...file, name: number })
  return `The file ${number}.pdf is on the ${label} (${made}).`
}
