import type { Write } from '../../../engine/ports.ts'
import type { FilledLine } from '../../../mapping/index.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'
import { differenceOf, propertiesOf, withoutBlanks, type Values } from './body.ts'
import type { Codes, DimensionValue } from './codes.ts'
import { dimensionsIn, dimensionsToSet } from './dimension-sets.ts'
import { lineEntity, type WantedDocument } from './document.ts'
import { pairLines } from './pair-lines.ts'
import { linesOf, type DocumentKind } from './sales-documents.ts'

type MissingDimensions = ReturnType<typeof dimensionsToSet>

/** What has to be done so that a document is as it should be. */
export interface Plan {
  readonly header: Values
  readonly dimensions: MissingDimensions
  readonly change: readonly { readonly row: JsonRow; readonly body: Values; readonly dimensions: MissingDimensions }[]
  readonly add: readonly {
    readonly line: FilledLine
    readonly body: Values
    readonly dimensions: readonly DimensionValue[]
  }[]
  readonly remove: readonly JsonRow[]
  /** Our key → the line that stands for it already. */
  readonly paired: ReadonlyMap<string, JsonRow>
  /** What differs, in words. */
  readonly differences: readonly string[]
}

/**
 * Read back otherwise than written where companies reckon with VAT: the identifier instead of the group. It is sent, but it
 * alone does not make a document differ. [API v2.0: salesOrderLine.taxCode]
 */
const readBackOtherwise = new Set(['taxCode'])

const shown = (value: unknown): string => (textOf(value) === '' ? 'nothing' : textOf(value))

const inWords = (what: string, body: Values, row: JsonRow): string[] =>
  Object.entries(body).map(([name, value]) => `${what} ${name} is ${shown(row[name])}, wanted ${shown(value)}`)

const nameOf = (values: Values): string => {
  const text = textOf(values.description)
  return text === '' ? '' : ` "${text}"`
}

/** @throws Rejected when a code or a dimension does not exist */
export async function planDocument(
  { kind, company, codes }: { kind: DocumentKind; company: CompanyRef; codes: Codes },
  wanted: WantedDocument,
  row: JsonRow,
  how: Pick<Write, 'lineIds' | 'intended' | 'joins'>,
): Promise<Plan> {
  const { entity } = kind
  const ofLines = lineEntity(kind)
  const header = differenceOf(entity, await propertiesOf({ entity, company, codes }, wanted.header), row)
  const dimensions = dimensionsToSet(await dimensionsIn(company, codes, wanted.header), row)
  const { paired, superfluous } = pairLines(wanted.lines, linesOf(kind, row), how)

  const change: Plan['change'][number][] = []
  const add: Plan['add'][number][] = []
  for (const line of wanted.lines) {
    const body = await propertiesOf({ entity: ofLines, company, codes }, withoutBlanks(line.fields))
    const values = await dimensionsIn(company, codes, line.fields)
    const stands = paired.get(line.key)
    if (!stands) {
      add.push({ line, body, dimensions: values })
      continue
    }
    const differs = differenceOf(ofLines, body, stands)
    const missing = dimensionsToSet(values, stands)
    const telling = Object.keys(differs).some((name) => !readBackOtherwise.has(name))
    if (telling || missing.length > 0) change.push({ row: stands, body: differs, dimensions: missing })
  }
  const missingInWords = (what: string, missing: MissingDimensions) =>
    missing.map(({ value, entry }) => `${what} ${value.code} is ${shown(entry?.valueCode)}, wanted ${value.valueCode}`)
  return {
    header,
    dimensions,
    change,
    add,
    remove: superfluous,
    paired,
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
