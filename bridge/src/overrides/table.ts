import type { Flow } from '../engine/define-flow.ts'

/** One rule as people read it: which field, of what. */
export interface MappingRow {
  readonly field: string
  readonly how: string
}

export function mappingRows(flow: Flow): readonly MappingRow[] {
  return [
    ...Object.entries(flow.map).map(([field, { how }]) => ({ field, how })),
    ...(flow.reference ? [{ field: flow.reference.field, how: `${flow.reference.rule.how} (our reference)` }] : []),
  ]
}

/** A flow as a section of Markdown. */
export function flowTable(flow: Flow): string {
  const { source, target } = flow
  const remarks = [
    flow.state === 'off' ? 'Off until an admin switches it on.' : '',
    flow.state === 'paused' ? 'Switched off; its changes are kept.' : '',
    flow.follows.length > 0 ? `Runs after ${flow.follows.map((name) => `\`${name}\``).join(', ')} has written.` : '',
    flow.mayCreate ? '' : 'Writes only records that are linked already.',
    flow.update === 'never' ? 'Writes once, never again.' : '',
  ].filter((each) => each !== '')
  const lines = [
    `## ${flow.name}`,
    '',
    flow.says,
    '',
    [`From ${source.systemName} \`${source.name}\` to ${target.systemName} \`${target.name}\`.`, ...remarks].join(' '),
    '',
    `| ${target.name} | ← | ${source.name} |`,
    '|---|---|---|',
    ...mappingRows(flow).map(({ field, how }) => `| ${field} | ← | ${how.replaceAll('|', '\\|')} |`),
  ]
  if (flow.match.length > 0) {
    lines.push('', `A partner is found by ${flow.match.map((fields) => fields.join(' + ')).join(', then ')}.`)
  }
  const ways = [...waysOf(flow), ...ownWaysOf(flow)]
  if (ways.length > 0) lines.push('', ways.join(' '))
  return lines.join('\n')
}

/** What becomes of records that were edited on both sides, or deleted on one, where an admin may choose it. */
function waysOf({ source, target, map, conflict, onTargetDeleted, onSourceDeleted }: Flow): readonly string[] {
  const nameOf = ({ label, systemName }: Flow['source']) =>
    source.label === target.label ? `${label} in ${systemName}` : label
  const isShared = Object.values(map).some(({ owner }) => owner === 'shared')
  const winner = { source: source.systemName, target: target.systemName } as const
  const targetDeleted: Readonly<Record<string, string>> = {
    ask: 'a person is asked',
    recreate: 'a new one is made',
    uncouple: `the ${nameOf(source)} stays without`,
  }
  const sourceDeleted: Readonly<Record<string, string>> = {
    ask: 'a person is asked',
    delete: 'it is deleted too',
    uncouple: 'it is left alone',
  }
  const [lost, left] = [targetDeleted[onTargetDeleted], sourceDeleted[onSourceDeleted]]
  return [
    ...(isShared
      ? [`Edited on both sides: ${conflict === 'ask' ? 'a person is asked' : `${winner[conflict]} wins`}.`]
      : []),
    ...(lost === undefined ? [] : [`When the ${nameOf(target)} is deleted, ${lost}.`]),
    ...(left === undefined ? [] : [`When the ${nameOf(source)} is deleted and has a ${nameOf(target)}, ${left}.`]),
  ]
}

const article = (label: string) => (/^[aeiou]/i.test(label) ? 'an' : 'a')

/** What the flow does of itself with records that are edited, deleted, taken back, unlinked or needed elsewhere. */
function ownWaysOf(flow: Flow): readonly string[] {
  const { source, target, deal, withdrawn, retired, onTargetChanged, onParted, onDemand } = flow
  const [ours, theirs] = [source.label, target.label]
  const kept = Object.entries(retired ?? {}).map(([field, value]) => `${field} = ${String(value)}`)
  const gone = deal
    ? `When the ${ours} is deleted or taken back (cancelled, or reopened for a quarter of an hour), its ${theirs} is deleted; one that ${target.systemName} does not let go needs a person.`
    : `When the ${ours} is deleted, so is the ${theirs}.`
  return [
    ...(onDemand
      ? [`In other companies than its own ${article(ours)} ${ours} has a ${theirs} once something there needs it.`]
      : []),
    ...(onTargetChanged === 'restore'
      ? [`What somebody edits in the ${theirs} in ${target.systemName} is put back, where the bridge hears of it.`]
      : []),
    ...(withdrawn ? [gone] : []),
    ...(retired ? [`When the ${ours} is deleted, the ${theirs} stays, with ${kept.join(', ')}.`] : []),
    ...(onParted === 'delete' ? [`While the ${ours} is not linked, there is no ${theirs}.`] : []),
  ]
}

/** What an override changes, rule by rule. */
export function mappingDiff(before: Flow, after: Flow): readonly (MappingRow & { readonly was: string | undefined })[] {
  const [old, now] = [mappingRows(before), mappingRows(after)]
  const changed = now.flatMap(({ field, how }) => {
    const was = old.find((each) => each.field === field)?.how
    return was === how ? [] : [{ field, how, was }]
  })
  const removed = old
    .filter(({ field }) => !now.some((each) => each.field === field))
    .map(({ field, how }) => ({ field, how: '(not filled)', was: how }))
  const setting = (field: string, was: string, how: string) => (was === how ? [] : [{ field, how, was }])
  return [
    ...setting('(state)', before.state, after.state),
    ...setting('(creates)', String(before.mayCreate), String(after.mayCreate)),
    ...setting('(conflict)', before.conflict, after.conflict),
    ...setting('(target deleted)', before.onTargetDeleted, after.onTargetDeleted),
    ...setting('(source deleted)', before.onSourceDeleted, after.onSourceDeleted),
    ...changed,
    ...removed,
  ]
}
