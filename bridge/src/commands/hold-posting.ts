import { rejected, standingDecision } from '../engine/approval.ts'
import type { ApprovalRule } from '../engine/define-flow.ts'
import type { Command } from '../engine/desk-ports.ts'
import { Rejected, SyncError } from '../engine/errors.ts'
import { hashOf } from '../engine/hash-of.ts'
import type { JobKey } from '../engine/store.ts'
import { titleOf } from '../engine/title-of.ts'
import type { Office } from './office.ts'
import type { Partner } from './partners.ts'
import { postingFlow, postingUnder } from './posting.ts'

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

/**
 * Lets a document be posted that no rule holds, or that has been approved as it stands now by somebody who still may, other
 * than who asked for it. The document is read anew each time: whoever changes it afterwards has it approved anew.
 *
 * @returns what the audit trail says of it
 * @throws AwaitsApproval, Rejected
 */
export async function holdPosting(
  office: Pick<Office, 'store' | 'flows' | 'connectors' | 'clock'>,
  { by }: Pick<Command, 'by'>,
  { entity, company, id, invoice }: Partner & { readonly invoice: string },
): Promise<string> {
  const { store, connectors, clock } = office
  const flow = postingFlow(office, entity)
  const reader = connectors.find(({ system }) => system === entity.system)?.reader
  if (!flow?.approval || !reader) return ''
  const { approval, source, reads } = flow
  const record = (await reader.read(source, company, [id], reads)).get(id)
  if (!record) {
    throw new Rejected('The draft is not there any more.', {
      advice: 'Refresh the account to see how it stands.',
    })
  }
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
  const { same, why } = standingDecision(known, hash, approval.approvers)
  if (same?.state === 'approved') return `, approved by ${String(same.by)}`
  if (same?.state === 'rejected') throw rejected(same)
  // An issue that was lost is opened again: the approvers see nothing else.
  const isShown = same !== undefined && (await store.issues.of([key])).length > 0
  const title = titleOf(source, record) ?? id
  if (!isShown) {
    const at = new Date(clock.now()).toISOString()
    const message = `The posting of ${source.label} ${title}, which ${by} asks for: ${why}`
    const advice =
      'Whoever is named there makes a command Approve or Reject with the id of the document as its record id.'
    await store.transaction(async (tables) => {
      if (!same) {
        await tables.approvals.save([
          { ...key, hash, state: 'asked', by: undefined, reason: undefined, requestedBy: by, at },
        ])
      }
      await tables.issues.open([{ ...key, at, message, advice, vendor: undefined }])
    })
  }
  throw new AwaitsApproval(why, { key, rule: approval, title })
}
