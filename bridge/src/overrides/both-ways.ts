import type { ConflictRule, Flow } from '../engine/define-flow.ts'
import { flowsBack } from '../engine/flows-back.ts'
import type { FlowOverride, Problem } from './document.ts'
import { nothingInConflict } from './refusals.ts'

type AnyRule = Flow['map'][string]
type Asked = (flow: string) => FlowOverride

/** Who wins in one direction, as the other direction says it. */
const seenFromBack = { source: 'target', target: 'source', ask: 'ask' } as const satisfies Record<
  ConflictRule,
  ConflictRule
>

/** Who asks may be followed by one that leaves alone what is asked about. */
const agree = (one: ConflictRule, other: ConflictRule) =>
  other === seenFromBack[one] || [one, other].sort().join() === 'ask,target'

const writesForGood = (rule: AnyRule) =>
  rule.onCreateOnly !== true && rule.matchOnly !== true && rule.lines === undefined

/** Rules of which each would write what the other one reads, at the same time of a record's life. */
function loops(flow: Flow, back: Flow): readonly { readonly field: string; readonly theirs: string }[] {
  return Object.entries(flow.map).flatMap(([field, rule]) =>
    rule.reads.flatMap((theirs) => {
      const other = back.map[theirs]
      if (!other?.reads.includes(field) || !writesForGood(rule) || !writesForGood(other)) return []
      if (rule.stage !== undefined && other.stage !== undefined && rule.stage !== other.stage) return []
      return rule.owner === 'shared' && other.owner === 'shared' ? [] : [{ field, theirs }]
    }),
  )
}

/** Who wins, in the words in which it was set. */
const inWords = (winner: ConflictRule, { words }: FlowOverride): string => words?.conflict?.values?.[winner] ?? winner

function problemsBetween(flow: Flow, back: Flow, asked: Asked): readonly Problem[] {
  const [own, theirs] = [asked(flow.name), asked(back.name)]
  const ofMap = own.map === undefined && own.lines === undefined ? [] : loops(flow, back)
  const both = own.conflict !== undefined && theirs.conflict !== undefined
  const torn = both && ![flow, back].some(nothingInConflict) && !agree(flow.conflict, back.conflict)
  return [
    ...ofMap.map(({ field, theirs }) => ({
      flow: flow.name,
      rule: `map.${field}`,
      reason: `${back.name} fills ${theirs} from ${field}, so that each would undo what the other one writes: say owner: shared of both rules, or onCreate: true of one of them.`,
    })),
    ...(torn
      ? [
          {
            flow: flow.name,
            rule: 'conflict',
            reason: `${back.name} says ${inWords(back.conflict, theirs)}, which is another winner: say ${inWords(seenFromBack[flow.conflict], theirs)} there, or leave one of them to the default.`,
          },
        ]
      : []),
  ]
}

/**
 * Two flows between the same kinds of record in opposite directions have one answer to who owns a field and who wins a conflict:
 * a conflict rule that is set for one of them counts for the other one, too, and rules that would overwrite each other are refused.
 */
export function bothWays(
  flows: readonly Flow[],
  asked: Asked,
): { readonly flows: readonly Flow[]; readonly problems: readonly Problem[] } {
  const agreed = flows.map((flow) => {
    if (asked(flow.name).conflict !== undefined) return flow
    const said = flowsBack(flow, flows).find((back) => asked(back.name).conflict !== undefined)
    return said === undefined ? flow : { ...flow, conflict: seenFromBack[said.conflict] }
  })
  const problems = agreed.flatMap((flow) =>
    flowsBack(flow, agreed).flatMap((back) => problemsBetween(flow, back, asked)),
  )
  return { flows: agreed, problems }
}
