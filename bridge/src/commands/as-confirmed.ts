import type { Confirms } from '../engine/define-flow.ts'
import type { Command } from '../engine/desk-ports.ts'
import { labelOf } from '../engine/entity.ts'
import { Rejected } from '../engine/errors.ts'
import type { CompanyRef } from '../mapping/index.ts'
import type { Draft } from './draft.ts'
import { inMoney, worthOf } from './in-money.ts'
import type { Office } from './office.ts'
import { fieldsShowing, shownAt, wouldShow } from './what-was-shown.ts'

const inWords = ({ flow: { source } }: Draft, name: string): string =>
  source.fields[name]?.kind === 'lines' ? 'lines' : labelOf(source, name)

const list = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names)

/** What the flow would show now, by target field, of what is confirmed; and which of its source fields each of them shows. */
async function confirmable(office: Pick<Office, 'store'>, draft: Draft, company: CompanyRef, confirms: Confirms) {
  const would = new Map<string, unknown>()
  const shows = new Map<string, string>()
  for (const name of [confirms.amount, confirms.currency, ...confirms.besides]) {
    for (const [field, value] of await wouldShow(office, draft, company, name)) {
      would.set(field, value)
      shows.set(field, name)
    }
  }
  return { would, shows }
}

/**
 * Lets a draft be posted that says what Salesforce showed of it when somebody confirmed its posting: the customer, the amount,
 * the days, the lines. It counts however late the command is seen to, and whatever the record shows by then.
 *
 * @throws Rejected with both amounts; the record is read back, so that who asks anew sees what will be posted
 */
export async function asConfirmed(
  office: Pick<Office, 'store' | 'connectors'>,
  command: Pick<Command, 'id' | 'at' | 'own'> & { readonly invoice: string },
  company: CompanyRef,
  draft: Draft,
): Promise<void> {
  const { flow, record } = draft
  const { confirms } = flow
  if (!confirms) return
  const { store } = office
  const key = { flow: flow.name, company: company.id, record: record.id }
  const { would, shows } = await confirmable(office, draft, company, confirms)
  const shown = await shownAt(office, draft, company, command, would)
  if (shown.length === 0) {
    await store.transaction(async (tables) => {
      await tables.written.distrust([key])
      await tables.jobs.put([key])
    })
    throw new Rejected('What was shown of the draft when its posting was confirmed is not on record.', {
      advice: 'It is read anew now. Look at it and ask for it again.',
    })
  }
  const other = shown.find(({ different }) => different.length > 0)
  if (!other) return
  await store.jobs.put([key])
  const showing = (name: string) => other.fields[fieldsShowing(flow, name)[0]?.[0] ?? '']
  const then = inMoney(showing(confirms.amount), showing(confirms.currency)) ?? 'no amount'
  const now = worthOf(confirms, record.fields) ?? 'no amount'
  const names = [...new Set(other.different.map((field) => shows.get(field) ?? field))]
  const what =
    then === now
      ? `it says otherwise in its ${list(names.map((name) => inWords(draft, name)))}, at the same amount of ${now}`
      : `${then} then, ${now} now`
  const when = shown.some(({ different }) => different.length === 0)
    ? 'in the very moment in which its posting was confirmed'
    : 'after its posting was confirmed'
  throw new Rejected(`The draft was changed ${when}: ${what}.`, {
    advice: 'Look at it and ask for it again.',
  })
}
