import { Doubtful, Rejected, RetryLater } from '../engine/errors.ts'
import type { Command } from '../engine/desk-ports.ts'
import type { JobKey } from '../engine/store.ts'
import { mayStillTakeEffect } from '../engine/may-still-take-effect.ts'
import { identityOf } from '../mapping/index.ts'
import { asConfirmed } from './as-confirmed.ts'
import { documentOf } from './document.ts'
import { draftOf } from './draft.ts'
import { holdPosting } from './hold-posting.ts'
import type { Office } from './office.ts'
import { posting } from './posting.ts'

/** What the audit trail says of it. */
const saying = (number: string | undefined): string => `Posted${number === undefined ? '' : ` as ${number}`}`

/**
 * Posts a draft invoice as it was confirmed or, where the flow asks for that, approved, and once only, whatever crashes: what is
 * meant to be done is written down before the call, and after a lost answer the invoice is looked at before it is done again. How
 * it stands then is read back by its flows.
 */
export async function postInvoice(office: Office, command: Command): Promise<string> {
  const { store, flows, clock, settleSeconds } = office
  if (!command.confirmed) {
    throw new Rejected('Posting cannot be undone, and the command is not confirmed.', {
      advice: 'Make a new command with Confirmed set.',
    })
  }
  const document = await documentOf(office, command, 'posts')
  const { actions, own, entity, company, id, invoice } = document
  const intent: JobKey = { flow: posting, company: company.id, record: id }
  const [tried] = await store.intents.find([intent])
  const standing = await actions.standing(entity, company, id)

  const readBack = async (said?: string) => {
    const readers = flows().filter(({ source, state }) => state !== 'off' && identityOf(source).name === entity.name)
    await store.transaction(async (tables) => {
      await tables.intents.remove([intent])
      if (said !== undefined) {
        const about = { flow: posting, company: company.id, record: invoice, source: own, target: entity, targetId: id }
        const at = new Date(clock.now()).toISOString()
        await tables.audit.add([{ ...about, at, outcome: 'modified', fields: undefined, message: said }])
      }
      await tables.jobs.put(readers.map((flow) => ({ flow: flow.name, company: company.id, record: id })))
    })
  }

  if (standing.state === 'posted') {
    const number = standing.number ?? 'without a number'
    // An earlier try did it, as far as anybody can know: its answer never came, or nobody lived to write it down.
    await readBack(tried && `${saying(standing.number)}, asked for by ${command.by}; the answer was lost.`)
    return tried ? `It was posted as ${number}.` : `It is posted already, as ${number}.`
  }
  if (standing.state === 'gone') {
    await readBack()
    throw new Rejected('The draft is not there any more.', { advice: 'Refresh the account to see how it stands.' })
  }
  if (tried) {
    const left = mayStillTakeEffect(office, tried.at)
    if (left > 0)
      throw new RetryLater('The last try to post it may still take effect.', { retryAfter: Math.ceil(left / 1000) })
    // It did not, and cannot any more.
    await store.intents.remove([intent])
  }
  const draft = await draftOf(office, document)
  const approved = draft ? await holdPosting(office, command, document, draft) : ''
  // Who approves a document decides about exactly what is posted; without that it is who asked for it.
  if (draft && approved === '') await asConfirmed(office, { ...command, invoice }, company, draft)
  const at = new Date(clock.now()).toISOString()
  await store.intents.save([{ ...intent, marks: undefined, known: [], at }])
  try {
    await actions.post(entity, company, id, draft?.record.version)
  } catch (error) {
    // Refused for certain: nothing was posted, and nothing has to be looked up next time.
    if (!(error instanceof Doubtful)) await store.intents.remove([intent])
    throw error
  }
  const posted = await actions.standing(entity, company, id)
  if (posted.state === 'draft')
    throw new RetryLater('It was posted, but still reads as a draft.', { retryAfter: settleSeconds })
  await readBack(`${saying(posted.number)}, asked for by ${command.by}${approved}.`)
  return posted.number === undefined ? 'It was posted.' : `It was posted as ${posted.number}.`
}
