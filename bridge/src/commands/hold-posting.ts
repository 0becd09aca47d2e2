import { rejected, standingDecision } from '../engine/approval.ts'
import type { ApprovalRule } from '../engine/define-flow.ts'
import type { Command } from '../engine/desk-ports.ts'
import { Rejected, SyncError } from '../engine/errors.ts'
import { hashOf } from '../engine/hash-of.ts'
import type { JobKey } from '../engine/store.ts'
import { titleOf } from '../engine/title-of.ts'
import type { EntityRef } from '../mapping/index.ts'
import type { Draft } from './draft.ts'
import { worthOf } from './in-money.ts'
import type { Office } from './office.ts'
import type { Partner } from './partners.ts'
import { postingUnder } from './posting.ts'

/** Nothing is wrong: a person has to decide first, however long that takes. */
export class AwaitsApproval extends SyncError {
  override readonly name = 'AwaitsApproval'
  /** What waits. */
  readonly key: JobKey
  /** The rule that holds it. */
  readonly rule: ApprovalRule
  /** What a person calls the document. */
  readonly title: string
  constructor(message: string, { key, rule, title }: { key: JobKey; rule: ApprovalRule; title: string }) {
    super(message)
    this.key = key
    this.rule = rule
    this.title = title
  }
}

/** What a document was worth when somebody was asked about it last. */
async function askedAbout({ audit }: Office['store'], key: JobKey, { system }: EntityRef): Promise<string | undefined> {
  const entries = await audit.of(system, key.record, 500)
  const last = entries.find(
    ({ flow, company, fields }) => flow === key.flow && company === key.company && fields?.worth,
  )
  return typeof last?.fields?.worth === 'string' ? last.fields.worth : undefined
}

/**
 * Lets a document be posted that no rule holds, or that has been approved as it stands now by somebody who still may, other
 * than who asked for it. The document is read anew each time: whoever changes it afterwards has it approved anew, and the
 * approvers are told what it was worth when they were asked and what it is worth now.
 *
 * @returns what the audit trail says of it; '' when no rule holds it
 * @throws AwaitsApproval, Rejected
 */
export async function holdPosting(
  { store, clock }: Pick<Office, 'store' | 'clock'>,
  { by }: Pick<Command, 'by'>,
  { own, entity, company, id, invoice }: Partner & { readonly invoice: string },
  { flow, record }: Draft,
): Promise<string> {
  const { approval, source, confirms } = flow
  if (!approval) return ''
  let needed: boolean
  try {
    needed = await approval.needed(record.fields)
  } catch (cause) {
    throw new Rejected(`Whether it has to be approved cannot be told: ${String(cause)}`, {
      advice: `Correct the approval rule of the flow ${flow.name}.`,
      cause,
    })
  }
  if (!needed) return ''

  const key: JobKey = { flow: postingUnder(flow), company: company.id, record: invoice }
  const hash = hashOf(id, record.fields)
  const [known] = await store.approvals.find([key])
  const { same, why: waits } = standingDecision(known, hash, approval.approvers)
  if (same?.state === 'approved') return `, approved by ${String(same.by)}`
  if (same?.state === 'rejected') throw rejected(same)
  // An issue that was lost is opened again: the approvers see nothing else.
  const isShown = same !== undefined && (await store.issues.of([key])).length > 0
  const title = titleOf(source, record) ?? id
  const worth = worthOf(confirms, record.fields)
  const before = known && known.state !== 'asked' && known.hash !== hash ? await askedAbout(store, key, own) : undefined
  const isOther = before !== undefined && worth !== undefined && before !== worth
  const why = isOther ? `${waits} It was ${before} then and is ${worth} now.` : waits
  if (!isShown) {
    const at = new Date(clock.now()).toISOString()
    const over = worth === undefined ? '' : ` over ${worth}`
    const message = `The posting of ${source.label} ${title}${over}, which ${by} asks for: ${why}`
    const advice =
      'Whoever is named there makes a command Approve or Reject with the id of the document as its record id.'
    await store.transaction(async (tables) => {
      if (!same) {
        await tables.approvals.save([
          { ...key, hash, state: 'asked', by: undefined, reason: undefined, requestedBy: by, at },
        ])
        const about = { source: own, target: entity, targetId: id, fields: worth === undefined ? undefined : { worth } }
        await tables.audit.add([{ ...key, ...about, at, outcome: 'waiting', message: why }])
      }
      await tables.issues.open([{ ...key, at, message, advice, vendor: undefined }])
    })
  }
  throw new AwaitsApproval(why, { key, rule: approval, title })
}
