import type { Command } from '../engine/desk-ports.ts'
import { labelOf } from '../engine/entity.ts'
import { Rejected } from '../engine/errors.ts'
import type { CompanyRef } from '../mapping/index.ts'
import type { Draft } from './draft.ts'
import { inMoney, worthOf } from './in-money.ts'
import type { Office } from './office.ts'
import { fieldsShowing, showsSame, shownAt, wouldShow } from './what-was-shown.ts'

const inWords = ({ flow: { source } }: Draft, name: string): string =>
  source.fields[name]?.kind === 'lines' ? 'lines' : labelOf(source, name)

const list = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names)

/** The source fields that say otherwise than was shown. */
async function changed(
  office: Pick<Office, 'store'>,
  draft: Draft,
  company: CompanyRef,
  shown: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { confirms } = draft.flow
  const names = confirms ? [confirms.amount, confirms.currency, ...confirms.besides] : []
  const different: string[] = []
  for (const name of names) {
    const now = [...(await wouldShow(office, draft, company, name))]
    if (now.some(([field, value]) => field in shown && !showsSame(shown[field], value))) different.push(name)
  }
  return different
}

/**
 * Lets a draft be posted that says what Salesforce showed of it when somebody confirmed its posting: the customer, the amount,
 * the days, the lines. What was shown stands in the audit trail, so that it counts however late the command is seen to, and
 * whatever the record shows by then.
 *
 * @throws Rejected with both amounts; the record is read back, so that who asks anew sees what will be posted
 */
export async function asConfirmed(
  office: Pick<Office, 'store'>,
  { at }: Pick<Command, 'at'>,
  company: CompanyRef,
  draft: Draft,
): Promise<void> {
  const { flow, record } = draft
  const { confirms } = flow
  if (!confirms) return
  const { store } = office
  const key = { flow: flow.name, company: company.id, record: record.id }
  const shown = await shownAt(office, draft, company, at)
  if (!shown) {
    await store.transaction(async (tables) => {
      await tables.written.distrust([key])
      await tables.jobs.put([key])
    })
    throw new Rejected('What was shown of the draft when its posting was confirmed is not on record.', {
      advice: 'It is read anew now. Look at it and ask for it again.',
    })
  }
  const different = await changed(office, draft, company, shown)
  if (different.length === 0) return
  await store.jobs.put([key])
  const showing = (name: string) => shown[fieldsShowing(flow, name)[0]?.[0] ?? '']
  const then = inMoney(showing(confirms.amount), showing(confirms.currency)) ?? 'no amount'
  const now = worthOf(confirms, record.fields) ?? 'no amount'
  const what =
    then === now
      ? `it says otherwise in its ${list(different.map((name) => inWords(draft, name)))}, at the same amount of ${now}`
      : `${then} then, ${now} now`
  throw new Rejected(`The draft was changed after its posting was confirmed: ${what}.`, {
    advice: 'Look at it and ask for it again.',
  })
}
