import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { keyOf } from '../engine/job-key.ts'
import type { Approval } from '../engine/store.ts'
import { identityOf } from '../mapping/index.ts'
import type { Office } from './office.ts'

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** What the person may decide, of what is held for the record. */
function allowed({ flows }: Office, approvals: readonly Approval[], { by }: Command): readonly Approval[] {
  const approversOf = (flow: string) => flows().find(({ name }) => name === flow)?.approval?.approvers ?? []
  const mine = approvals.filter(({ flow }) => approversOf(flow).some((name) => same(name, by)))
  if (mine.length > 0) return mine
  const names = [...new Set(approvals.flatMap(({ flow }) => approversOf(flow)))]
  throw new Rejected(`${by} may not decide about it.`, {
    advice: names.length === 0 ? 'The flow names no approver: an admin has to.' : `Ask ${names.join(' or ')}.`,
  })
}

/** Approves or rejects what is held for a record, as it stands now; who did it when stands in the audit trail. */
export async function decide(office: Office, command: Command, action: 'approve' | 'reject'): Promise<string> {
  const { store, clock, flows } = office
  const { record, by, flow: only } = command
  if (record === undefined)
    throw new Rejected('The command names no record.', { advice: 'Give the id of the document as the record id.' })
  const all = (await store.approvals.ofRecord(record)).filter(({ flow }) => only === undefined || flow === only)
  const state = action === 'approve' ? 'approved' : 'rejected'
  const asked = all.filter((each) => each.state === 'asked' || (action === 'approve' && each.state === 'rejected'))
  if (asked.length === 0) {
    // A bridge may have died after deciding: asking again says how it stands.
    const mine = all.find((each) => each.state === state && each.by !== undefined && same(each.by, by))
    if (mine) return `It is ${state}.`
    throw new Rejected('Nothing of this record waits for approval.', { advice: 'Look at its sync status.' })
  }
  const decided = allowed(office, asked, command)
  const at = new Date(clock.now()).toISOString()
  const reason = command.parameters?.trim()
  const done = await store.transaction(async (tables) => {
    let count = 0
    for (const approval of decided) {
      if (!(await tables.approvals.decide(approval, { state, by, reason, at }))) continue
      count += 1
      const flow = flows().find(({ name }) => name === approval.flow)
      await tables.jobs.put([keyOf(approval)])
      if (!flow) continue
      const why = reason === undefined || reason === '' ? '' : `: ${reason}`
      await tables.audit.add([
        {
          ...keyOf(approval),
          at,
          source: identityOf(flow.source),
          target: identityOf(flow.target),
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
