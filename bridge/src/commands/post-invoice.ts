import { Doubtful, Rejected, RetryLater } from '../engine/errors.ts'
import type { Command } from '../engine/desk-ports.ts'
import type { JobKey } from '../engine/store.ts'
import { identityOf } from '../mapping/index.ts'
import { documentOf } from './document.ts'
import type { Office } from './office.ts'

/** The name under which posting keeps its intents. */
const posting = 'post-invoice'

/**
 * Posts a draft invoice, once, whatever crashes: what is meant to be done is written down before the call, and after a lost
 * answer the invoice is looked at before it is done again. How it stands then is read back by its flows.
 */
export async function postInvoice(office: Office, command: Command): Promise<string> {
  const { store, flows, clock, settleSeconds } = office
  if (!command.confirmed) {
    throw new Rejected('Posting cannot be undone, and the command is not confirmed.', {
      advice: 'Make a new command with Confirmed set.',
    })
  }
  const { actions, entity, company, id } = await documentOf(office, command, 'posts')
  const intent: JobKey = { flow: posting, company: company.id, record: id }
  const [tried] = await store.intents.find([intent])
  const standing = await actions.standing(entity, company, id)

  const readBack = async () => {
    const own = flows().filter(({ source, state }) => state !== 'off' && identityOf(source).name === entity.name)
    await store.transaction(async (tables) => {
      await tables.intents.remove([intent])
      await tables.jobs.put(own.map((flow) => ({ flow: flow.name, company: company.id, record: id })))
    })
  }

  if (standing.state === 'posted') {
    await readBack()
    const number = standing.number ?? 'without a number'
    return tried ? `It was posted as ${number}.` : `It is posted already, as ${number}.`
  }
  if (standing.state === 'gone') {
    await readBack()
    throw new Rejected('The draft is not there any more.', { advice: 'Refresh the account to see how it stands.' })
  }
  if (tried) {
    const wait = Math.ceil((new Date(tried.at).getTime() + settleSeconds * 1000 - clock.now()) / 1000)
    if (wait > 0) throw new RetryLater('The last try to post it may still take effect.', { retryAfter: wait })
  }
  const at = new Date(clock.now()).toISOString()
  await store.intents.save([{ ...intent, marks: undefined, known: [], at }])
  try {
    await actions.post(entity, company, id)
  } catch (error) {
    // Refused for certain: nothing was posted, and nothing has to be looked up next time.
    if (!(error instanceof Doubtful)) await store.intents.remove([intent])
    throw error
  }
  const posted = await actions.standing(entity, company, id)
  if (posted.state === 'draft')
    throw new RetryLater('It was posted, but still reads as a draft.', { retryAfter: settleSeconds })
  await readBack()
  return posted.number === undefined ? 'It was posted.' : `It was posted as ${posted.number}.`
}
