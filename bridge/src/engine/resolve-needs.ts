import { identityOf, type Need, type Resolved } from '../mapping/index.ts'
import { fieldsElsewhere } from './elsewhere.ts'
import { Misconfigured, Rejected } from './errors.ts'
import { linkedFields, linkOfField } from './linked-fields.ts'
import { nameMissing } from './name-missing.ts'
import { rulesFor } from './rules-for.ts'
import type { Run } from './run.ts'
import { linkKey } from './store.ts'
import type { FilledSubject, Step, Subject } from './subject.ts'
import type { Missing, Settled } from './verdict.ts'
import { withdraw, type Leaving } from './withdraw.ts'

/** A subject with the answers to what its rules ask. */
export interface AnsweredSubject extends Subject, Pick<FilledSubject, 'leansOn'> {
  readonly resolved: Resolved
  /** Links that it goes on without, and that it would use. */
  readonly hopes: readonly Missing[]
}

type LinkNeed = Extract<Need, { kind: 'link' }>

const missingOf = (need: LinkNeed): Missing => ({
  entity: identityOf(need.from),
  id: need.id,
  partner: identityOf(need.to),
})

/** Its target hangs below a record that is linked no more. */
const hasParted = (flow: Run['flow'], { partner, back }: Subject): boolean =>
  flow.onParted === 'delete' && (partner !== undefined || back === true)

/** What hangs below a record that is linked no more goes, once. */
async function part(
  run: Run,
  parted: readonly { readonly subject: Subject; readonly missing: readonly Missing[] }[],
): Promise<readonly Settled[]> {
  const leaving: Leaving[] = []
  const settled: Settled[] = []
  for (const { subject, missing } of parted) {
    const { job, title, partner } = subject
    const reason = `it is not linked to any ${missing[0]?.partner.name ?? 'record'} any more`
    if (partner === undefined) settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
    else leaving.push({ job, title, partner, reason, fields: subject.record.fields, when: 'now' })
  }
  return [...settled, ...(await withdraw(run, leaving))]
}

/** Every named id once, however many records ask for it. */
async function knownIds({ flow, company, target }: Run, needs: readonly Need[]): Promise<Map<string, string>> {
  const asked = needs.filter((need) => need.kind === 'known')
  const known = new Map<string, string>()
  for (const name of new Set(asked.map((need) => need.name))) {
    const id = await target.reader.known(name, company)
    if (id === undefined) {
      if (asked.every((need) => need.name !== name || need.optional === true)) continue
      throw new Misconfigured(`${flow.target.systemName} has no ${name}.`, {
        advice: `Make it, or give the bridge's user the right to see it; the flow ${flow.name} needs it.`,
      })
    }
    known.set(name, id)
  }
  return known
}

/**
 * Step 3: the links and named ids that the rules ask for, in one query for the whole batch. A record that lacks a link it
 * cannot do without waits for it.
 */
export async function resolveNeeds(run: Run, subjects: readonly Subject[]): Promise<Step<AnsweredSubject>> {
  const { flow, company, store } = run
  const settled: Settled[] = []
  const asking = subjects.flatMap((subject) => {
    try {
      const rules = rulesFor(flow, subject)
      const needs = rules.flatMap(([, rule]) => rule.needs?.(subject.record.fields, company) ?? [])
      return [{ subject, needs }]
    } catch (cause) {
      const advice = `Report this: the flow ${flow.name} does not cope with the record.`
      const error = new Rejected(`What it needs cannot be told: ${String(cause)}`, { advice, cause })
      settled.push({ job: subject.job, title: subject.title, verdict: { outcome: 'failed', error } })
      return []
    }
  })
  const needs = asking.flatMap((each) => each.needs)
  const links = await store.links.find(
    company.id,
    needs.flatMap((need) => {
      if (need.kind === 'known' || need.kind === 'elsewhere') return []
      return [need.kind === 'link' ? missingOf(need) : linkOfField(need)]
    }),
  )
  const known = await knownIds(run, needs)
  const fieldOf = await linkedFields(run, needs, links)
  const elsewhere = await fieldsElsewhere(run, needs)

  const resolved: Resolved = {
    company,
    link: (from, id, to) => links.get(linkKey({ entity: identityOf(from), id, partner: identityOf(to) })),
    field: (from, id, to, field) => fieldOf({ from, id, to, field }),
    elsewhere: (from, id, to, field) => elsewhere({ from, id, to, field }),
    known: (name) => known.get(name) ?? '',
  }
  const lacking = asking.map(({ subject, needs }) => {
    const wanted = needs.filter((need) => need.kind === 'link')
    const isMissing = (need: LinkNeed) => !need.optional && !links.has(linkKey(missingOf(need)))
    const missing = wanted.filter(isMissing).map(missingOf)
    const leansOn = wanted.map(missingOf).flatMap((each) => {
      const id = links.get(linkKey(each))
      return id === undefined ? [] : [each, { entity: each.partner, id }]
    })
    const hopes = wanted.filter((need) => need.later === true && !links.has(linkKey(missingOf(need)))).map(missingOf)
    return { subject, leansOn, hopes, missing: [...new Map(missing.map((each) => [linkKey(each), each])).values()] }
  })
  const without = lacking.filter(({ missing }) => missing.length > 0)
  const parted = without.filter(({ subject }) => hasParted(flow, subject))
  settled.push(...(await part(run, parted)))
  const waiting = without.filter((each) => !parted.includes(each))
  const named = await nameMissing(
    run,
    waiting.flatMap((each) => each.missing),
  )
  for (const { subject, missing } of waiting) {
    const verdict = { outcome: 'waiting', missing: missing.map(named) } as const
    settled.push({ job: subject.job, title: subject.title, verdict })
  }
  const going = lacking.flatMap(({ subject, leansOn, hopes, missing }) =>
    missing.length === 0 ? [{ ...subject, leansOn, hopes, resolved }] : [],
  )
  return { going, settled }
}
