import { actions, type Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { applySettings } from './apply-settings.ts'
import { decide } from './decide.ts'
import { chooseFor, retry, retryAll } from './issues.ts'
import { fetchPdf } from './fetch-pdf.ts'
import type { Office } from './office.ts'
import { postInvoice } from './post-invoice.ts'
import { refreshAccount } from './refresh-account.ts'
import { replayFor } from './replay.ts'

/**
 * Does what a command asks for. Everything here can be done twice: a bridge that dies in the middle leaves the command begun,
 * and the next one does it again.
 *
 * @returns what was done, for the person who asked
 * @throws SyncError why not; `Rejected` for good, what passes is tried again
 */
export async function perform(office: Office, command: Command): Promise<string> {
  const { action } = command
  if (typeof action !== 'string') {
    throw new Rejected(`The bridge does not know the action ${action.unknown}.`, {
      advice: `It knows ${actions.join(', ')}. A newer package may need a newer bridge.`,
    })
  }
  switch (action) {
    case 'retry':
      return retry(office, command)
    case 'retry-all':
      return retryAll(office, command)
    case 'choose':
      return chooseFor(office, command)
    case 'refresh-account':
      return refreshAccount(office, command)
    case 'fetch-pdf':
      return fetchPdf(office, command)
    case 'post-invoice':
      return postInvoice(office, command)
    case 'approve':
    case 'reject':
      return decide(office, command, action)
    case 'replay':
      return replayFor(office, command)
    case 'apply-settings':
      return applySettings(office)
    case 'load':
    case 'reconcile':
      throw new Rejected('It is not available yet.', { advice: 'Use a newer version of the bridge.' })
  }
}
