import type { Command } from '../engine/desk-ports.ts'
import { plain } from '../engine/hash-of.ts'
import { linkKey, type KeptAuditEntry } from '../engine/store.ts'
import type { Flow, SourceFields } from '../engine/define-flow.ts'
import { identityOf, type CompanyRef, type Need, type Resolved, type Rule } from '../mapping/index.ts'
import { deskOf } from './desk-of.ts'
import type { Draft } from './draft.ts'
import { momentOf, type Moment } from './moment-of.ts'
import type { Office } from './office.ts'

/** Entries of one document that are looked at. */
const most = 500
/** Milliseconds within which a write has been recorded, in most cases. */
const recording = 2000

type AnyRule = Rule<SourceFields, unknown>
type LinkNeed = Extract<Need, { kind: 'link' }>

/** What a person may have seen of a document. */
export interface Shown {
  readonly fields: SourceFields
  /** The fields, of those that would be written now, that say otherwise. */
  readonly different: readonly string[]
}

/** What the flow has written for the document, as the audit trail keeps it, in the order in which it was recorded. */
async function writesOf({ store }: Pick<Office, 'store'>, { flow, record }: Draft, company: CompanyRef) {
  const all = await store.audit.of(flow.source.system, record.id, most)
  return all.filter((each) => each.flow === flow.name && each.company === company.id && each.fields).reverse()
}

/**
 * The states in which the document may have stood when a command was made. A write that was recorded before that stood there; one
 * that was recorded about then may have been there or not. What stood there before the first write that is on record is known only
 * when that write made the document.
 */
function statesAt(writes: readonly KeptAuditEntry[], { from, to }: Moment): readonly SourceFields[] {
  const recorded = ({ at }: KeptAuditEntry) => Date.parse(at)
  const surely = writes.filter((each) => recorded(each) <= from)
  const perhaps = writes.filter((each) => recorded(each) > from && recorded(each) < to + recording)
  const state = (count: number) =>
    Object.assign({}, ...[...surely, ...perhaps.slice(0, count)].map(({ fields }) => fields)) as SourceFields
  const states = perhaps.map((_each, index) => state(index + 1))
  if (surely.length > 0) return [state(0), ...states]
  return perhaps[0]?.outcome === 'inserted' ? states : []
}

/**
 * What may have been seen of a document when a command was made. When nothing has touched its record since, that is the record as
 * it stands: its stamp and the command's are of one clock. Otherwise the audit trail tells, which is of another clock: all that it
 * leaves possible. In one and the same second both are possible, unless the command was made in the transaction of the write.
 *
 * @param would what the flow would write now, by target field
 * @returns nothing when it is not on record
 * @throws SyncError
 */
export async function shownAt(
  office: Pick<Office, 'store' | 'connectors'>,
  draft: Draft,
  company: CompanyRef,
  command: Pick<Command, 'id' | 'at' | 'own'> & { readonly invoice: string },
  would: ReadonlyMap<string, unknown>,
): Promise<readonly Shown[]> {
  const wanted = Object.fromEntries(would)
  const stands = await deskOf(office).compare(draft.flow.target, company, command.invoice, wanted)
  if (!stands) return []
  if (stands.changed < command.at || (stands.changed === command.at && command.own)) return [stands]
  const states = statesAt(await writesOf(office, draft, company), await momentOf(office, command))
  const before = states.map((fields) => ({
    fields,
    different: [...would].flatMap(([name, now]) => (name in fields && !showsSame(fields[name], now) ? [name] : [])),
  }))
  return stands.changed > command.at || before.length === 0 ? before : [...before, stands]
}

/** The target fields by which one field of the source is confirmed. */
export const fieldsShowing = ({ map, confirms }: Flow, name: string): [string, AnyRule][] =>
  Object.entries(map).filter(
    ([field, { lines, reads }]) =>
      confirms?.movable.includes(field) !== true &&
      (lines ? lines.name === name : reads.length === 1 && reads[0] === name),
  )

const isNeeded = (need: Need): need is LinkNeed => need.kind === 'link' && !need.optional

const fillWith = async (rule: AnyRule, source: SourceFields, resolved: Resolved): Promise<unknown> => {
  try {
    return await rule.fill(source, resolved)
  } catch {
    // Nothing that anybody was shown.
    return undefined
  }
}

async function fillLines({ lines }: AnyRule, source: SourceFields, resolved: Resolved): Promise<unknown> {
  // What a line is linked to comes and goes without anybody having changed the line.
  const own = Object.entries(lines?.map ?? {}).filter(([, rule]) => !rule.needs)
  const each = (source[lines?.name ?? ''] ?? []) as readonly SourceFields[]
  return Promise.all(
    each.map(async (line) => ({
      key: String(line[lines?.source.key ?? '']),
      fields: Object.fromEntries(
        await Promise.all(own.map(async ([name, rule]) => [name, await fillWith(rule, line, resolved)] as const)),
      ),
    })),
  )
}

/** What the flow would show of one field of the source now, by target field. */
export async function wouldShow(
  { store }: Pick<Office, 'store'>,
  { flow, record: { fields } }: Draft,
  company: CompanyRef,
  name: string,
): Promise<ReadonlyMap<string, unknown>> {
  const rules = fieldsShowing(flow, name).map(([field, rule]) => {
    const needs = rule.lines ? [] : (rule.needs?.(fields, company) ?? [])
    return { field, rule, needs }
  })
  const known = rules.filter(({ needs }) => needs.every(isNeeded))
  const wanted = known.flatMap(({ needs }) => needs.filter(isNeeded))
  const refOf = ({ from, id, to }: Pick<LinkNeed, 'from' | 'id' | 'to'>) => ({
    ...{ entity: identityOf(from), id, partner: identityOf(to) },
  })
  const links = wanted.length === 0 ? new Map<string, string>() : await store.links.find(company.id, wanted.map(refOf))
  const resolved: Resolved = {
    company,
    link: (from, id, to) => links.get(linkKey(refOf({ from, id, to }))),
    field: () => undefined,
    elsewhere: () => [],
    known: () => '',
  }
  const filled = known.map(async ({ field, rule }) => {
    const value = rule.lines ? await fillLines(rule, fields, resolved) : await fillWith(rule, fields, resolved)
    return [field, value] as const
  })
  return new Map(await Promise.all(filled))
}

interface ShownLine {
  readonly key: string
  readonly fields: SourceFields
}
const isLines = (value: unknown): value is readonly ShownLine[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && 'fields' in each)

const asKept = (value: unknown): string => JSON.stringify(plain(JSON.parse(JSON.stringify(value ?? null))))

/** Whether a field shows the same as it would now: as the audit trail keeps it, lines in whatever order. */
function showsSame(shown: unknown, now: unknown): boolean {
  if (!isLines(shown) || !isLines(now)) return asKept(shown) === asKept(now)
  if (shown.length !== now.length) return false
  const before = new Map(shown.map(({ key, fields }) => [key, fields]))
  return now.every(({ key, fields }) =>
    Object.entries(fields).every(([name, value]) => asKept(before.get(key)?.[name]) === asKept(value)),
  )
}
