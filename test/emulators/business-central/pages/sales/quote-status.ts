import type { Row } from '../../tables.ts'
import { noDate } from '../../wire/blank.ts'
import { text } from '../../wire/text.ts'
import type { PageContext } from '../page.ts'

/**
 * The status of a quote. Microsoft's code knows two marks: accepted, which a person sets in the client and which `status`
 * of the row stands for here, and sent; it never says expired. By the switch `quoteStatus` the dates tell instead.
 * [base application, codeunit Graph Mgt - Sales Quote Buffer]
 */
export function quoteStatus({ company, switches }: PageContext, quote: Row): unknown {
  const { status } = quote
  if (switches.quoteStatus === 'flags' || status === 'Accepted') return status
  if (text(quote, 'acceptedDate', noDate) !== noDate) return 'Accepted'
  const until = text(quote, 'validUntilDate', noDate)
  return until !== noDate && until < company.workDate() ? 'Expired_x0020_' : status
}
