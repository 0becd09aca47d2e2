import { Doubtful, SyncError } from '../../../engine/errors.ts'
import type { Write, Written } from '../../../engine/ports.ts'
import type { FilledLine } from '../../../mapping/index.ts'
import { inCompany, textOf, type JsonRow } from '../client.ts'
import { setOf } from '../sets.ts'
import { amendDocument, type Amending } from './amend-document.ts'
import { propertiesOf, withoutBlanks } from './body.ts'
import { demandCurrency } from './currency-said.ts'
import { explainRefusal } from './explain-refusal.ts'
import { dimensionsIn } from './dimension-sets.ts'
import { lineEntity, readDocuments, wantedDocument } from './document.ts'
import type { OwnLines } from './own-lines.ts'
import { noteTaxCode } from './tax-codes.ts'

/**
 * A document and its lines in one call: all or nothing. [Microsoft Learn: deep insert] Dimensions have no such call: they
 * follow at once, after a check that all of them exist. A try that ends in between is found by our reference and finished.
 *
 * @param own is told which lines are ours
 */
export async function createDocument(creating: Amending, write: Write, own: OwnLines): Promise<Written> {
  const { client, company, codes, kind } = creating
  const { entity } = kind
  const wanted = wantedDocument(kind, write.fields)
  const ofLines = lineEntity(kind)
  const header = await propertiesOf({ entity, company, codes }, withoutBlanks(wanted.header))
  await dimensionsIn(company, codes, wanted.header)
  const lines: unknown[] = []
  for (const { fields } of wanted.lines) {
    lines.push(await propertiesOf({ entity: ofLines, company, codes }, withoutBlanks(fields)))
    await dimensionsIn(company, codes, fields)
  }
  await demandCurrency(creating, header)
  let row: JsonRow
  try {
    const { body } = await client.send({
      method: 'POST',
      path: inCompany(company, setOf(entity)),
      what: `create a ${entity.label}`,
      creating: true,
      body: { ...header, [kind.lines]: lines },
    })
    row = body as JsonRow
  } catch (error) {
    throw await explainRefusal(creating, wanted, error)
  }
  const id = textOf(row.id).toLowerCase()
  try {
    const stands = (await readDocuments(client, company, kind, [{ ...wanted, id }])).get(id)
    // Somebody, or an automation, was faster and has shipped and invoiced it, or deleted it: it was made, and is never made again.
    if (!stands) return { outcome: 'inserted', id }
    // Just made: every line is ours, in whatever way Business Central has changed it.
    const all = stands[kind.lines] as readonly JsonRow[]
    const ids = all.map((line) => textOf(line.id).toLowerCase())
    const made = pairInOrder(wanted.lines, ids)
    own.made(wanted.lines, made)
    for (const [key, lineId] of made) {
      const line = wanted.lines.find((each) => each.key === key)
      const answer = all.find((each) => textOf(each.id).toLowerCase() === lineId)
      noteTaxCode(own.taxCodes, key, withoutBlanks(line?.fields ?? {}), answer)
    }
    const finished = await amendDocument(creating, { ...write, id }, stands, own)
    return finished.outcome === 'failed' ? finished : { ...finished, outcome: 'inserted' }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    throw new Doubtful(`The ${entity.label} was created, but not finished: ${error.message}`, { cause: error })
  }
}

/** Lines come in the order in which they were sent; when the numbers differ, an extension has added some: no guess then. */
function pairInOrder(lines: readonly FilledLine[], ids: readonly string[]): ReadonlyMap<string, string> {
  if (lines.length !== ids.length) return new Map()
  return new Map(lines.map(({ key }, index) => [key, ids[index] ?? '']))
}
