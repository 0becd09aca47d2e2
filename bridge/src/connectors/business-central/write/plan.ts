import type { FilledLine } from '../../../mapping/index.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'
import { differenceOf, propertiesOf, withoutBlanks, type Values } from './body.ts'
import type { Codes, DimensionValue } from './codes.ts'
import { dimensionsIn, dimensionsToSet, type MissingDimensions } from './dimension-sets.ts'
import { lineEntity, type WantedDocument } from './document.ts'
import { inWords, missingInWords, nameOf } from './in-words.ts'
import { pairLines } from './pair-lines.ts'
import { closedBecause, linesOf, type DocumentKind } from './sales-documents.ts'
import { taxCodeDiffers, taxCodeStands, type SaidTaxCode, type SaidTaxCodes } from './tax-codes.ts'

/** What has to be done so that a document is as it should be. */
export interface Plan {
  readonly header: Values
  readonly dimensions: MissingDimensions
  readonly change: readonly {
    readonly key: string
    readonly row: JsonRow
    readonly body: Values
    readonly dimensions: MissingDimensions
  }[]
  readonly add: readonly {
    readonly line: FilledLine
    readonly body: Values
    readonly dimensions: readonly DimensionValue[]
  }[]
  readonly remove: readonly JsonRow[]
  /** Our key → the line that stands for it already. */
  readonly paired: ReadonlyMap<string, JsonRow>
  /** Our key → the tax code that stands there as it is wanted. */
  readonly taxCodes: ReadonlyMap<string, SaidTaxCode>
  /** What differs, in words. */
  readonly differences: readonly string[]
}

/** With another article Business Central fills in that one's tax code. */
const bringsTaxCode = ['itemId', 'lineType']

/**
 * @param how which lines are ours, and with what tax codes we have written them last
 * @throws Rejected when a code or a dimension does not exist
 */
export async function planDocument(
  { kind, company, codes }: { kind: DocumentKind; company: CompanyRef; codes: Codes },
  wanted: WantedDocument,
  row: JsonRow,
  how: Parameters<typeof pairLines>[2] & { readonly taxCodes: SaidTaxCodes },
): Promise<Plan> {
  const { entity } = kind
  const ofLines = lineEntity(kind)
  const header = differenceOf(entity, await propertiesOf({ entity, company, codes }, wanted.header), row)
  const dimensions = dimensionsToSet(await dimensionsIn(company, codes, wanted.header), row)
  const { paired, superfluous } = pairLines(wanted.lines, linesOf(kind, row), how)

  const change: Plan['change'][number][] = []
  const add: Plan['add'][number][] = []
  const taxCodes = new Map<string, SaidTaxCode>()
  const place = { company, codes, open: closedBecause(kind, row) === undefined }
  for (const line of wanted.lines) {
    const { key } = line
    const body = await propertiesOf({ entity: ofLines, company, codes }, withoutBlanks(line.fields))
    const values = await dimensionsIn(company, codes, line.fields)
    const stands = paired.get(key)
    if (!stands) {
      add.push({ line, body, dimensions: values })
      continue
    }
    const { taxCode, ...others } = body
    const differs: Record<string, unknown> = { ...differenceOf(ofLines, others, stands) }
    const said = how.taxCodes.get(key)
    const brought = taxCode !== undefined && bringsTaxCode.some((name) => name in differs)
    if (brought || (await taxCodeDiffers(place, taxCode, said, stands))) differs.taxCode = taxCode
    else if (taxCode !== undefined && taxCodeStands(taxCode, said, stands) === 'as wanted') {
      taxCodes.set(key, { wrote: textOf(taxCode), reads: textOf(stands.taxCode) })
    }
    const missing = dimensionsToSet(values, stands)
    if (Object.keys(differs).length > 0 || missing.length > 0) {
      change.push({ key, row: stands, body: differs, dimensions: missing })
    }
  }
  return {
    header,
    dimensions,
    change,
    add,
    remove: superfluous,
    paired,
    taxCodes,
    differences: [
      ...inWords('its', header, row),
      ...missingInWords('its', dimensions),
      ...change.flatMap((each) => [
        ...inWords(`line${nameOf(each.row)}:`, each.body, each.row),
        ...missingInWords(`line${nameOf(each.row)}:`, each.dimensions),
      ]),
      ...add.map(({ line }) => `a line${nameOf(line.fields)} is to be added`),
      ...superfluous.map((each) => `the line${nameOf(each)} is to go`),
    ],
  }
}
