import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import { keyText } from '../engine/job-key.ts'
import type { Approval } from '../engine/store.ts'
import { deskOf } from './desk-of.ts'
import { momentOf } from './moment-of.ts'
import type { Office } from './office.ts'
import { isPosting } from './posting.ts'

/** More issues than wait to be shown at any time. */
const many = 2000

type Answer = 'seen' | 'unseen'

/** The issue names the amount that is asked about: whoever decides has read it, unless it was changed after the command was made. */
async function fromIssue(
  office: Pick<Office, 'store' | 'connectors'>,
  { at }: Pick<Command, 'at'>,
  approval: Approval,
): Promise<Answer | undefined> {
  const { store } = office
  const [issue] = await store.issues.of([approval])
  if (!issue) return undefined
  const { open } = await store.issues.news(many)
  if (open.some((each) => keyText(each) === keyText(approval))) return 'unseen'
  const read = await deskOf(office).read(approval.record)
  // Somebody has deleted it: the document says that it waits.
  if (read.length === 0) return undefined
  // In the same second it can only have been read when there was nothing else to be read.
  const before = ({ changed }: { changed: string }) => changed < at || (changed === at && approval.supersedes !== true)
  return read.some((each) => each.message === issue.message && before(each)) ? 'seen' : 'unseen'
}

/** What was asked about after the command was made cannot be what it means. */
async function fromClocks(
  office: Pick<Office, 'connectors'>,
  command: Pick<Command, 'id' | 'at'>,
  { at, supersedes }: Approval,
): Promise<Answer> {
  const asked = Date.parse(at)
  const { from, to } = await momentOf(office, command)
  return from >= asked || (to > asked && supersedes !== true) ? 'seen' : 'unseen'
}

/**
 * Lets a person decide about exactly what they can have seen: what is asked about now, and not what was asked about when they made
 * the command.
 *
 * @throws Rejected, or what keeps the desk from telling
 */
export async function demandSeen(
  office: Pick<Office, 'store' | 'connectors'>,
  command: Command,
  approval: Approval,
): Promise<void> {
  const shown = isPosting(approval) ? await fromIssue(office, command, approval) : undefined
  if ((shown ?? (await fromClocks(office, command, approval))) === 'seen') return
  throw new Rejected(`${command.by} decided before it was asked about as it is now.`, {
    advice: 'Look at it and decide anew.',
  })
}
