import { Rejected } from '../../engine/errors.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { queryString } from '../../protocols/odata.ts'
import { inCompany, textOf, type Client } from './client.ts'

/** How Business Central writes "no date". */
const noDay = '0001-01-01'
const dayOf = (value: unknown): string | undefined => {
  const day = textOf(value)
  return day === '' || day === noDay ? undefined : day
}

/** "from 2026-01-01 on", "until 2026-06-30", "from … until …". */
const range = (from: string | undefined, to: string | undefined): string =>
  [from === undefined ? '' : `from ${from}${to === undefined ? ' on' : ''}`, to === undefined ? '' : `until ${to}`]
    .filter((part) => part !== '')
    .join(' ')

/**
 * Why a document may not be posted, where that can be looked up: its posting date is not among those that finance allows. Business
 * Central's own words come first all the same: it may have refused for another reason, and the limits of a single user (User
 * Setup), which go before the company's, are not in the API. [API v2.0: generalLedgerSetup.allowPostingFrom, allowPostingTo]
 *
 * @returns the error to throw
 */
export async function explainPosting(
  client: Client,
  company: CompanyRef,
  { set, label, id }: { readonly set: string; readonly label: string; readonly id: string },
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Rejected)) return error
  try {
    const wanted = queryString({ $filter: `id eq ${id}`, $select: 'id,postingDate' })
    const [row] = await client.rows(inCompany(company, set) + wanted, `look at a ${label}`)
    const query = queryString({ $select: 'id,allowPostingFrom,allowPostingTo' })
    const [setup] = await client.rows(inCompany(company, 'generalLedgerSetup') + query, 'look at the posting dates')
    const [day, from, to] = [row?.postingDate, setup?.allowPostingFrom, setup?.allowPostingTo].map(dayOf)
    if (day === undefined) return error
    if ((from === undefined || day >= from) && (to === undefined || day <= to)) return error
    return new Rejected(
      `${error.message} Its posting date may be why: it is ${day}, and ${company.name} posts ${range(from, to)} only.`,
      {
        advice:
          'If so, ask finance to change the posting date of the draft, or to open the period; then post it again.',
        ...(error.vendor === undefined ? {} : { vendor: error.vendor }),
        cause: error,
      },
    )
  } catch {
    // Looking failed: what Business Central said has to do.
    return error
  }
}
