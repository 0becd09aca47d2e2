import { isSamePerson, isSuperseding, rejected, standingDecision } from '../engine/approval.ts'
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
  /** The state of it that is asked about. */
  readonly hash: string
  /** The rule that holds it. */
  readonly rule: ApprovalRule
  /** What a person calls the document. */
  readonly title: string
  constructor(message: string, { key, hash, rule, title }: Pick<AwaitsApproval, 'key' | 'hash' | 'rule' | 'title'>) {
    super(message)
    this.key = key
    this.hash = hash
    this.rule = rule
    this.title = title
  }
}

/** What was said when somebody was asked about the document last, and what it was worth. */
async function askedLast({ audit }: Office['store'], key: JobKey, { system }: EntityRef) {
  const entries = await audit.of(system, key.record, 500)
  const last = entries.find(
    ({ flow, company, fields }) => flow === key.flow && company === key.company && fields?.worth,
  )
  const worth = last?.fields?.worth
  return { worth: typeof worth === 'string' ? worth : undefined, message: last?.message ?? '' }
}

/** What became of the amount, for who has been asked about another state of the document. */
function since(then: string | undefined, now: string | undefined): string {
  if (then === undefined || now === undefined) return ''
  return then === now
    ? ` It is ${now} as it was then, and says otherwise elsewhere.`
    : ` It was ${then} then and is ${now} now.`
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
  if (same?.state === 'approved') {
    if (same.by !== undefined && isSamePerson(same.by, by)) {
      throw new Rejected(`${by} has approved of it: nobody approves what they ask for themselves.`, {
        advice: 'Somebody else asks for its posting.',
      })
    }
    return `, approved by ${String(same.by)}`
  }
  if (same?.state === 'rejected') throw rejected(same)
  // An issue that was lost is opened again: the approvers see nothing else.
  const isShown = same !== undefined && (await store.issues.of([key])).length > 0
  const title = titleOf(source, record) ?? id
  const worth = worthOf(confirms, record.fields)
  const last = known && (await askedLast(store, key, own))
  const isOther = known !== undefined && known.hash !== hash
  // As long as the same is asked of the same people it is said in the same words.
  const asBefore = same && last?.message.startsWith(waits.replace(/\.$/, ' again,')) ? last.message : waits
  const why = isOther ? waits + since(last?.worth, worth) : asBefore
  if (!isShown) {
    const at = new Date(clock.now()).toISOString()
    const over = worth === undefined ? '' : ` over ${worth}`
    const message = `The posting of ${source.label} ${title}${over}, which ${by} asks for: ${why}`
    const advice =
      'Whoever is named there makes a command Approve or Reject with the id of the document as its record id.'
    await store.transaction(async (tables) => {
      if (!same) {
        const asked = { hash, state: 'asked', by: undefined, reason: undefined, requestedBy: by, at } as const
        await tables.approvals.save([{ ...key, ...asked, supersedes: isSuperseding(known, hash) }])
        const about = { source: own, target: entity, targetId: id, fields: worth === undefined ? undefined : { worth } }
        await tables.audit.add([{ ...key, ...about, at, outcome: 'waiting', message: why }])
      }
      // Whatever it says: it is shown anew, so that its stamp tells who has read it.
      await tables.issues.ask([key])
      await tables.issues.open([{ ...key, at, message, advice, vendor: undefined }])
    })
  }
  throw new AwaitsApproval(why, { key, hash, rule: approval, title })
}
