import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { isSamePerson, mayApprove } from '../engine/approval.ts'
import { keyOf } from '../engine/job-key.ts'
import type { Approval, JobKey } from '../engine/store.ts'
import { identityOf, type EntityRef } from '../mapping/index.ts'
import { demandSeen } from './demand-seen.ts'
import type { Office } from './office.ts'
import { flowBehind, isPosting, jobsFor } from './posting.ts'

const behind = ({ flows }: Office, flow: string) => flows().find(({ name }) => name === flowBehind(flow))

/** What the person may decide, of what is held for the record. */
function allowed(
  office: Office,
  approvals: readonly Approval[],
  { by }: Command,
  action: 'approve' | 'reject',
): readonly Approval[] {
  const approversOf = (flow: string) => behind(office, flow)?.approval?.approvers ?? []
  const mine = approvals.filter(({ flow }) => mayApprove(approversOf(flow), by))
  const ofOthers = mine.filter(({ requestedBy }) => action === 'reject' || !isSamePerson(requestedBy ?? '', by))
  if (ofOthers.length > 0) return ofOthers
  if (mine.length > 0) {
    const others = [...new Set(mine.flatMap(({ flow }) => approversOf(flow)))].filter((name) => !isSamePerson(name, by))
    throw new Rejected(`${by} has asked for it: nobody approves what they ask for themselves.`, {
      advice:
        others.length === 0 ? 'The flow names no other approver: an admin has to.' : `Ask ${others.join(' or ')}.`,
    })
  }
  const names = [...new Set(approvals.flatMap(({ flow }) => approversOf(flow)))]
  throw new Rejected(`${by} may not decide about it.`, {
    advice: names.length === 0 ? 'The flow names no approver: an admin has to.' : `Ask ${names.join(' or ')}.`,
  })
}

/** The record that an approval is about, and what it becomes. */
function endsOf(office: Office, key: JobKey): { source: EntityRef; target: EntityRef } | undefined {
  const flow = behind(office, key.flow)
  if (!flow) return undefined
  const [source, target] = [identityOf(flow.source), identityOf(flow.target)]
  // People name the document as they see it; what is posted is the one behind it.
  return isPosting(key) ? { source: target, target: source } : { source, target }
}

/** Approves or rejects what is held for a record, as whoever does it has seen it; who did it when stands in the audit trail. */
export async function decide(office: Office, command: Command, action: 'approve' | 'reject'): Promise<string> {
  const { store, clock } = office
  const { record, by, flow: only } = command
  if (record === undefined)
    throw new Rejected('The command names no record.', { advice: 'Give the id of the document as the record id.' })
  const all = (await store.approvals.ofRecord(record)).filter(
    ({ flow }) => only === undefined || flowBehind(flow) === only,
  )
  const state = action === 'approve' ? 'approved' : 'rejected'
  const asked = all.filter((each) => each.state === 'asked' || (action === 'approve' && each.state === 'rejected'))
  if (asked.length === 0) {
    // A bridge may have died after deciding: asking again says how it stands.
    const mine = all.find((each) => each.state === state && each.by !== undefined && isSamePerson(each.by, by))
    if (mine) return `It is ${state}.`
    throw new Rejected('Nothing of this record waits for approval.', { advice: 'Look at its sync status.' })
  }
  const decided = allowed(office, asked, command, action)
  for (const approval of decided) await demandSeen(office, command, approval)
  const at = new Date(clock.now()).toISOString()
  const reason = command.parameters?.trim()
  const done = await store.transaction(async (tables) => {
    let count = 0
    for (const approval of decided) {
      if (!(await tables.approvals.decide(approval, { state, by, reason, at }))) continue
      count += 1
      const ends = endsOf(office, approval)
      await tables.jobs.put(jobsFor([approval]))
      if (!ends) continue
      const why = reason === undefined || reason === '' ? '' : `: ${reason}`
      await tables.audit.add([
        {
          ...keyOf(approval),
          at,
          ...ends,
          targetId: undefined,
          outcome: action === 'approve' ? 'waiting' : 'failed',
          fields: undefined,
          message: `${state === 'approved' ? 'Approved' : 'Rejected'} by ${by}${why}.`,
        },
      ])
    }
    return count
  })
  if (done === 0) throw new Rejected('It has changed in this very moment.', { advice: 'Look at it and decide anew.' })
  return state === 'approved' ? 'Approved: it goes on now.' : 'Rejected: it stays where it is.'
}
