import { plain } from '../engine/hash-of.ts'
import { linkKey } from '../engine/store.ts'
import type { Flow, SourceFields } from '../engine/define-flow.ts'
import { identityOf, type CompanyRef, type Need, type Resolved, type Rule } from '../mapping/index.ts'
import type { Draft } from './draft.ts'
import type { Office } from './office.ts'

/** Entries of one document that are looked at. */
const most = 500

type AnyRule = Rule<SourceFields, unknown>
type LinkNeed = Extract<Need, { kind: 'link' }>

/** What the flow had written for the document by that instant, as the audit trail keeps it; undefined when it tells nothing. */
export async function shownAt(
  { store }: Pick<Office, 'store'>,
  { flow, record }: Draft,
  company: CompanyRef,
  at: string,
): Promise<SourceFields | undefined> {
  const all = await store.audit.of(flow.source.system, record.id, most)
  const writes = all.filter((each) => each.flow === flow.name && each.company === company.id && each.fields).reverse()
  const first = writes[0]
  if (!first) return undefined
  // Written and asked for within one second: nobody can have asked before it was shown.
  const until = writes.filter((each) => each.at <= at)
  return Object.assign({}, ...(until.length > 0 ? until : [first]).map(({ fields }) => fields)) as SourceFields
}

/** The target fields that show one field of the source. */
export const fieldsShowing = (flow: Flow, name: string): [string, AnyRule][] =>
  Object.entries(flow.map).filter(([, { lines, reads }]) =>
    lines ? lines.name === name : reads.length === 1 && reads[0] === name,
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
export function showsSame(shown: unknown, now: unknown): boolean {
  if (!isLines(shown) || !isLines(now)) return asKept(shown) === asKept(now)
  if (shown.length !== now.length) return false
  const before = new Map(shown.map(({ key, fields }) => [key, fields]))
  return now.every(({ key, fields }) =>
    Object.entries(fields).every(([name, value]) => asKept(before.get(key)?.[name]) === asKept(value)),
  )
}
