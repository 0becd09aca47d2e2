import { Rejected } from '../../../engine/errors.ts'
import type { Write } from '../../../engine/ports.ts'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { inChunks } from '../read/rows.ts'
import { sameValue } from '../wire.ts'
import type { Values } from './body.ts'
import type { Codes } from './codes.ts'
import type { WantedDocument } from './document.ts'
import { nameOf } from './in-words.ts'

/**
 * The tax code of a line is a tax group where sales tax is reckoned, and reads back as it was written. With VAT it is a VAT
 * product posting group and reads back as the VAT identifier: there only what we have written last tells whether it stands.
 * [API v2.0: salesOrderLine.taxCode; page APIV2 - Tax Groups]
 */
export interface SaidTaxCode {
  readonly wrote: string
  /** What Business Central made of it. */
  readonly reads: string
}

/** Our key of a line → its tax code as we have written it last. */
export type SaidTaxCodes = Map<string, SaidTaxCode>

const same = (one: unknown, other: unknown) => sameValue('taxCode', textOf(one), textOf(other))

const isGiven = ({ fields }: FilledLine) => textOf(fields.taxCode) !== ''

/** What the last write has left to remember. */
export function taxCodesSaid({ remembered }: Pick<Write, 'remembered'>): SaidTaxCodes {
  const codes = (remembered?.taxCodes ?? {}) as Readonly<Record<string, SaidTaxCode>>
  return new Map(Object.entries(codes))
}

/** What the next write has to know: the codes of lines that give one; those of the others are Business Central's own. */
export function toRemember(said: SaidTaxCodes, lines: readonly FilledLine[]): Values {
  const codes = lines.filter(isGiven).flatMap(({ key }) => {
    const code = said.get(key)
    return code ? [[key, code] as const] : []
  })
  return codes.length === 0 ? {} : { taxCodes: Object.fromEntries(codes) }
}

/** Notes what was just written, and what the answer says that it reads now. */
export function noteTaxCode(said: SaidTaxCodes, key: string, body: Values, answer: JsonRow | undefined): void {
  if (body.taxCode !== undefined) said.set(key, { wrote: textOf(body.taxCode), reads: textOf(answer?.taxCode) })
}

/**
 * Whether the line has the tax code that is wanted. `unknown`: with VAT, of a code that somebody else has written, or whose writing
 * was never confirmed.
 */
export function taxCodeStands(
  wanted: unknown,
  said: SaidTaxCode | undefined,
  { taxCode }: JsonRow,
): 'as wanted' | 'otherwise' | 'unknown' {
  if (said && same(said.reads, taxCode)) return same(said.wrote, wanted) ? 'as wanted' : 'otherwise'
  if (same(taxCode, wanted)) return 'as wanted'
  return said && !same(said.wrote, wanted) ? 'otherwise' : 'unknown'
}

/**
 * Whether to say that the tax code is otherwise. One that nobody knows is written again while that is possible; then it
 * is known.
 */
export async function taxCodeDiffers(
  { company, codes, open }: { company: CompanyRef; codes: Codes; open: boolean },
  wanted: unknown,
  said: SaidTaxCode | undefined,
  row: JsonRow,
): Promise<boolean> {
  if (wanted === undefined) return false
  const stands = taxCodeStands(wanted, said, row)
  return stands === 'otherwise' || (stands === 'unknown' && (open || !(await codes.reckonsVat(company))))
}

/**
 * The document with the item's own tax code in each line whose code was ours and is given no more; a line that never had one
 * of ours stays without.
 *
 * @throws Rejected when nothing tells what the item's own is
 */
export async function withTaxCodesTakenBack(
  { client, company, codes }: { client: Pick<Client, 'rowsOfEach'>; company: CompanyRef; codes: Codes },
  wanted: WantedDocument,
  said: SaidTaxCodes,
): Promise<WantedDocument> {
  const emptied = new Set(wanted.lines.filter((line) => !isGiven(line) && said.has(line.key)))
  if (emptied.size === 0) return wanted
  const ids = [...new Set([...emptied].map(({ fields }) => textOf(fields.itemId).toLowerCase()))]
  const paths = inChunks(ids, (chunk) => {
    const query = { $filter: anyOf('id', chunk), $select: 'id,number,taxGroupCode' }
    return inCompany(company, 'items') + queryString(query)
  })
  const items = new Map(
    (await client.rowsOfEach(paths, 'look up tax groups of items'))
      .flat()
      .map((row) => [textOf(row.id).toLowerCase(), row]),
  )
  const reckonsVat = await codes.reckonsVat(company)
  const lines = wanted.lines.map((line): FilledLine => {
    if (!emptied.has(line)) return line
    const { fields } = line
    const taxCode = textOf(items.get(textOf(fields.itemId).toLowerCase())?.taxGroupCode)
    if (taxCode !== '' || !reckonsVat) return { ...line, fields: { ...fields, taxCode } }
    throw new Rejected(`The tax code was taken out of the line${nameOf(fields)}, and its item names none of its own.`, {
      advice: 'Have finance give the item one in Business Central, or have an admin fill in the one that is to hold.',
    })
  })
  return { ...wanted, lines }
}
