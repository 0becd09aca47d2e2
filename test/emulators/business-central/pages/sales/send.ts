import { BusinessError, type Row } from '../../tables.ts'
import type { PageContext } from '../page.ts'
import type { DocumentKind } from './document-kind.ts'
import { text } from '../../wire/text.ts'

/**
 * Mails a document. Needs e-mail set-up and an address; the mail itself goes nowhere.
 *
 * @throws BusinessError 400
 */
export function send({ switches }: PageContext, kind: DocumentKind, row: Row): void {
  if (!switches.emailSetUp) throw new BusinessError('You must set up an e-mail account before you can send documents.')
  if (text(row, 'email') === '')
    throw new BusinessError(`There is no e-mail address on the sales ${kind.label} ${String(row['number'])}.`)
}
