import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString, textLiteral } from '../../../protocols/odata.ts'
import { inCompany, type Client } from '../client.ts'
import { inChunks } from './rows.ts'

/** From here on reading the whole set, a thousand rows a call, costs less than asking for its members. */
const many = 2000

/** Ids of records by their number; numbers that nothing carries are absent. */
export async function idsByNumber(
  client: Client,
  company: Pick<CompanyRef, 'id'>,
  set: 'salesInvoices' | 'salesCreditMemos' | 'customers' | 'items',
  numbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const path = inCompany(company, set)
  const $select = 'id,number'
  const wanted = new Set(numbers)
  const what = `look up ${set}`
  const rows =
    wanted.size > many
      ? await client.rows(path + queryString({ $select }), what, 'sweep')
      : (
          await client.rowsOfEach(
            inChunks(
              numbers,
              (chunk) => path + queryString({ $filter: anyOf('number', chunk.map(textLiteral)), $select }),
            ),
            what,
          )
        ).flat()
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const number = String(row.number)
      return wanted.has(number) ? [[number, String(row.id).toLowerCase()]] : []
    }),
  )
}
