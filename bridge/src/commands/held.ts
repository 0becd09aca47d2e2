import type { ApprovalRule } from '../engine/define-flow.ts'
import { keyText } from '../engine/job-key.ts'
import type { AwaitsApproval } from './hold-posting.ts'
import type { Office } from './office.ts'
import { flowBehind } from './posting.ts'
import type { HeldPosting } from './see-to-holds.ts'

/** Milliseconds after which held commands are looked at again by themselves: the document may have changed. */
export const lookAgain = 3_600_000

interface HeldCommand extends HeldPosting {
  readonly rule: ApprovalRule
  readonly hash: string
  readonly until: number
}

/**
 * Commands that wait for a person. As long as nobody has decided, the same is asked and the rule is the same there is nothing to
 * look at, and no call is spent on them when the desk is attended to for something else. Forgotten when the bridge ends: the next one looks.
 */
export interface Held {
  add(command: string, waits: AwaitsApproval): void
  /** Those of these commands that there is nothing new about, each with what it waits for. */
  still(commands: readonly string[]): Promise<ReadonlyMap<string, HeldPosting>>
}

export function createHeld({ store, flows, clock }: Pick<Office, 'store' | 'flows' | 'clock'>): Held {
  const known = new Map<string, HeldCommand>()
  return {
    add: (command, { key, hash, rule, message, title }) =>
      void known.set(command, { key, hash, rule, message, title, until: clock.now() + lookAgain }),

    async still(commands) {
      for (const id of known.keys()) if (!commands.includes(id)) known.delete(id)
      const asked = await store.approvals.find([...known.values()].map(({ key }) => key))
      const open = new Map(asked.filter(({ state }) => state === 'asked').map((each) => [keyText(each), each.hash]))
      const isSame = ({ key, hash, rule, until }: HeldCommand) =>
        clock.now() < until &&
        open.get(keyText(key)) === hash &&
        flows().find(({ name }) => name === flowBehind(key.flow))?.approval === rule
      return new Map([...known].flatMap(([id, held]): [string, HeldPosting][] => (isSame(held) ? [[id, held]] : [])))
    },
  }
}
