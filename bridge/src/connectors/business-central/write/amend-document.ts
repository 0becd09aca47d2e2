import { Doubtful, Rejected, RetryLater } from '../../../engine/errors.ts'
import type { Write, Written } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { etagOf } from '../read/rows.ts'
import { setOf } from '../sets.ts'
import type { Codes } from './codes.ts'
import { demandCurrency, demandOwnCurrency, inOwnCurrency, namesCurrency, withOwnCurrency } from './currency-said.ts'
import { setDimensions } from './dimension-sets.ts'
import { explainRefusal } from './explain-refusal.ts'
import { lineEntity, readDocuments, wantedDocument, type WantedDocument } from './document.ts'
import { goneDocument } from './gone-document.ts'
import { movedLines } from './moved-lines.ts'
import type { OwnLines } from './own-lines.ts'
import { planDocument, type Plan } from './plan.ts'
import { didNotHold, doesNotHold, noteThatItDoesNotHold, reprices, withCurrency } from './repricing.ts'
import { closedBecause, linesOf, type DocumentKind } from './sales-documents.ts'
import { noteTaxCode, withTaxCodesTakenBack } from './tax-codes.ts'
import { tooLate } from './too-late.ts'

export interface Amending {
  readonly client: Client
  readonly company: CompanyRef
  readonly codes: Codes
  readonly kind: DocumentKind
  /** The currency in which the company keeps its books. */
  readonly localCurrency: (company: CompanyRef) => Promise<string | null>
  /** By the id of a document: how it stood when its header did not keep what was written into it. */
  readonly futile: Map<string, string>
}

/**
 * Properties of a line that others follow: a new quantity keeps the discount's percentage, so that its amount moves; a new unit
 * or variant brings its own price.
 */
const followed = [
  'itemId',
  'itemVariantId',
  'unitOfMeasureCode',
  'quantity',
  'unitPrice',
  'discountPercent',
  'discountAmount',
]

/** After so many looks at what Business Central has made of a change, what it has made of it stands. */
const mostLooks = 2

const idOf = (row: JsonRow) => textOf(row.id).toLowerCase()
const idsOf = (paired: Plan['paired']) => new Map([...paired].map(([key, line]) => [key, idOf(line)]))

async function changeHeader({ client, company, kind }: Amending, row: JsonRow, body: Plan['header']): Promise<void> {
  await client.send({
    method: 'PATCH',
    path: inCompany(company, `${setOf(kind.entity)}(${idOf(row)})`),
    what: `change a ${kind.entity.label}`,
    headers: { 'if-match': etagOf(row) ?? '*' },
    body,
  })
}

async function removeLines(
  { client, company, kind }: Pick<Amending, 'client' | 'company' | 'kind'>,
  lines: readonly JsonRow[],
  own: OwnLines,
): Promise<void> {
  for (const line of lines) {
    await client.send({
      method: 'DELETE',
      path: `${inCompany(company, kind.lines)}(${idOf(line)})`,
      what: `delete a ${lineEntity(kind).label}`,
      headers: { 'if-match': '*' },
      expect: [404],
    })
    own.removed(idOf(line))
  }
}

/** One call per line: there is no deep update. Every step can be done again; what is done already is found in place. */
async function carryOut(
  { client, company, kind }: Amending,
  row: JsonRow,
  plan: Plan,
  own: OwnLines,
): Promise<Map<string, string>> {
  const path = inCompany(company, `${setOf(kind.entity)}(${idOf(row)})`)
  const lines = inCompany(company, kind.lines)
  const entity = lineEntity(kind)
  await setDimensions(client, path, kind.entity, plan.dimensions)
  for (const [key, code] of plan.taxCodes) own.taxCodes.set(key, code)
  for (const { key, row: line, body, dimensions } of plan.change) {
    if (Object.keys(body).length > 0) {
      const answer = await client.send({
        method: 'PATCH',
        path: `${lines}(${idOf(line)})`,
        what: `change a ${entity.label}`,
        headers: { 'if-match': etagOf(line) ?? '*' },
        body,
      })
      noteTaxCode(own.taxCodes, key, body, answer.body as JsonRow | undefined)
    }
    await setDimensions(client, `${lines}(${idOf(line)})`, entity, dimensions)
  }
  await removeLines({ client, company, kind }, plan.remove, own)
  const ids = idsOf(plan.paired)
  for (const { line, body, dimensions } of plan.add) {
    const request = { method: 'POST', path: `${path}/${kind.lines}`, what: `add a ${entity.label}`, body } as const
    const id = await own.add(line, async () => {
      const made = (await client.send({ ...request, creating: true })).body as JsonRow
      noteTaxCode(own.taxCodes, line.key, body, made)
      return idOf(made)
    })
    ids.set(line.key, id)
    const missing = dimensions.map((value) => ({ value, entry: undefined }))
    await setDimensions(client, `${lines}(${id})`, entity, missing)
  }
  return ids
}

const isEmpty = ({ differences }: Plan) => differences.length === 0

/** A step whose answer was lost is looked at again: what it did is found then. */
const again = (error: unknown): unknown =>
  error instanceof Doubtful ? new RetryLater(error.message, { cause: error }) : error

/** A line that is sent again while an earlier call may still add it would be delivered twice. */
function waitForLines(kind: DocumentKind, own: OwnLines): void {
  const left = own.waits()
  if (left === 0) return
  const why = `The last try to add a ${lineEntity(kind).label} may still take effect.`
  throw new RetryLater(why, { retryAfter: Math.ceil(left / 1000) })
}

/**
 * Makes a document that is there as it should be: header, lines changed, added and deleted. Nothing is sent when nothing
 * differs; a document that is closed is not touched.
 *
 * @param row the document as it stands; undefined when it is gone
 * @param own is told which lines are ours, step by step
 * @throws Rejected when it is too late; RetryLater while a line that an earlier try was to add may still appear
 */
export async function amendDocument(
  amending: Amending,
  { id, fields, joins = false }: Pick<Write, 'fields' | 'joins'> & { readonly id: string },
  row: JsonRow | undefined,
  own: OwnLines,
): Promise<Written> {
  const { kind } = amending
  own.recognise(row ? linesOf(kind, row) : [], wantedDocument(kind, fields).lines)
  if (row) waitForLines(kind, own)
  const named = await withOwnCurrency(amending, wantedDocument(kind, fields), row)
  const wanted = await withTaxCodesTakenBack(amending, named, own.taxCodes)
  if (!row) return goneDocument(amending, id, wanted, own.taxCodes)
  const plan = await planDocument(amending, wanted, row, { ids: own.ids(), joins, taxCodes: own.taxCodes })
  const unnamed = !namesCurrency(fields)
  const moves = ['customerId', 'currencyCode'].some((name) => name in plan.header)
  if (unnamed && !moves) await demandOwnCurrency(amending, row)
  const version = etagOf(row)
  const stamp = version === undefined ? {} : { version }
  if (isEmpty(plan)) {
    for (const [key, code] of plan.taxCodes) own.taxCodes.set(key, code)
    return {
      outcome: 'unchanged',
      id,
      ...stamp,
      lines: idsOf(plan.paired),
    }
  }
  const because = closedBecause(kind, row)
  if (because !== undefined) throw tooLate(kind, row, because, plan.differences)
  // With another customer comes that one's currency; one that is named no more goes back to that of whoever pays.
  const customerId = plan.header.customerId ?? row.billToCustomerId
  if (unnamed && moves) await demandCurrency(amending, { customerId })
  try {
    const lines = await amend(amending, { ...wanted, id, joins, unnamed }, row, plan, own)
    return { outcome: 'modified', id, lines, note: noteOf(kind, plan) }
  } catch (error) {
    throw again(await explainRefusal(amending, wanted, error))
  }
}

/** What stood there and what stands there now: finance may have edited it in between. */
function noteOf({ entity }: DocumentKind, { differences }: Plan): string {
  const told = differences.slice(0, 20)
  const more = differences.length - told.length
  return `Changed the ${entity.label}: ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
}

/** How a document is changed, beside what it should be. */
interface Manner {
  readonly id: string
  readonly joins: boolean
  /** Its currency is named nowhere. */
  readonly unnamed: boolean
}

async function amend(
  amending: Amending,
  wanted: WantedDocument & Manner,
  row: JsonRow,
  plan: Plan,
  own: OwnLines,
): Promise<Map<string, string>> {
  const { client, company, kind } = amending
  const { id, joins, unnamed } = wanted
  if (didNotHold(amending, row, plan)) throw doesNotHold(kind, row, plan)
  // Who pays for another customer is seen on no card: the document stays in the company's own currency, as its prices are.
  const staysOwn = unnamed && 'customerId' in plan.header
  const aim = staysOwn ? { ...wanted, ...(await inOwnCurrency(amending, wanted)) } : wanted
  let now = row
  let next = plan
  let ids = new Map([...own.ids(), ...idsOf(plan.paired)])
  const lookAgain = async () => {
    const found = (await readDocuments(client, company, kind, [wanted])).get(id)
    if (!found) {
      throw new Rejected(`The ${kind.entity.label} went away while it was changed.`, {
        advice: 'Look for it in Business Central.',
      })
    }
    const moved = movedLines(linesOf(kind, now), linesOf(kind, found))
    own.moved(moved)
    ids = new Map([...ids].map(([key, line]) => [key, moved.get(line) ?? line]))
    now = found
    next = await planDocument(amending, aim, now, { ids, joins, taxCodes: own.taxCodes })
  }
  // Of lines that are made anew nothing but what they say tells whose they are: those that nobody wants any more go before.
  if (reprices(plan) && plan.remove.length > 0) {
    await removeLines(amending, plan.remove, own)
    await lookAgain()
  }
  for (let looks = 0; looks < mostLooks && Object.keys(next.header).length > 0; looks++) {
    await changeHeader(amending, now, withCurrency(next, aim.header))
    if (!reprices(next)) break
    await lookAgain()
  }
  if (reprices(plan) && unnamed) await demandOwnCurrency(amending, now)
  if (reprices(next)) {
    noteThatItDoesNotHold(amending, now, next)
    throw doesNotHold(kind, now, next)
  }
  ids = await carryOut(amending, now, next, own)
  for (let looks = 0; looks < mostLooks && movesOthers(next); looks++) {
    await lookAgain()
    if (isEmpty(next)) break
    ids = await carryOut(amending, now, next, own)
  }
  return ids
}

const movesOthers = ({ change }: Plan) => change.some(({ body }) => followed.some((name) => name in body))
