import { identityOf, type EntityRef } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import type { Run } from './run.ts'
import type { JobKey, Standing } from './store.ts'
import type { Missing } from './verdict.ts'

/** How long what is known of a blocker is believed before it is looked at again. */
const believed = 15 * 60_000

export const sameEntity = (one: EntityRef, other: EntityRef) => one.system === other.system && one.name === other.name

/** The flows that can make this link from the side on which the record is known. */
function makers(flows: readonly Flow[], { entity, partner }: Missing): Flow[] {
  return flows.filter(
    (flow) =>
      flow.state !== 'off' &&
      sameEntity(identityOf(flow.source), entity) &&
      sameEntity(identityOf(flow.target), partner) &&
      (flow.mayCreate || flow.match.length > 0),
  )
}

/** The flows that make it from the other side: they cannot be asked for, their record is not known. */
function reverseMakers(flows: readonly Flow[], { entity, partner }: Missing): Flow[] {
  return makers(flows, { entity: partner, id: '', partner: entity })
}

/** Whether a flow makes this link from the side on which the record is known. */
export const hasMaker = (flows: readonly Flow[], missing: Missing): boolean => makers(flows, missing).length > 0

const keyFor = (flow: Flow, { company }: Pick<Run, 'company'>, { id }: Missing): JobKey => ({
  flow: flow.name,
  company: company.id,
  record: id,
})

/** All jobs whose standing tells why these links are missing. */
export function blockersOf(run: Run, missing: readonly Missing[]): JobKey[] {
  return missing.flatMap((each) => makers(run.flows, each).map((flow) => keyFor(flow, run, each)))
}

/** Whether any flow, from either side, ever makes this link. */
export function canAppear(run: Run, missing: Missing): boolean {
  return makers(run.flows, missing).length + reverseMakers(run.flows, missing).length > 0
}

/**
 * The blockers to run now, so that dependencies pull themselves in. One that has said only just now that it is parked or
 * out of scope is not asked again: its own change will wake it. Unless it is out of scope only as long as nothing needs it:
 * what asks here does.
 */
export function blockersToRun(run: Run, missing: readonly Missing[], standings: readonly Standing[]): JobKey[] {
  const onDemand = new Set(run.flows.filter((flow) => flow.onDemand).map(({ name }) => name))
  return blockersOf(run, missing).filter((key) => {
    const standing = standings.find((each) => each.flow === key.flow && each.record === key.record)
    if (standing === undefined || standing.status === 'synced') return true
    if (standing.status === 'skipped' && onDemand.has(key.flow)) return true
    return run.clock.now() - new Date(standing.at).getTime() > believed
  })
}

/** Jobs that make these links from the other side, as far as the records there are known. */
export function pullsOf(run: Run, missing: readonly Missing[]): JobKey[] {
  return missing.flatMap((each) => {
    const { pull } = each
    if (pull === undefined) return []
    return reverseMakers(run.flows, each).map((flow) => keyFor(flow, run, { ...each, id: pull }))
  })
}

/** What people call such a record. */
export function labelOf(flows: readonly Flow[], entity: EntityRef): string {
  const entities = flows.flatMap((flow) => [flow.source, flow.target])
  return entities.find((each) => sameEntity(each, entity))?.label ?? entity.name
}

function because({ status, message }: Standing): string {
  if (status === 'skipped') return `, which is not synced: ${message}`
  if (status === 'waiting') return `, which waits as well: ${message}`
  return status === 'parked' ? `, which needs attention: ${message}` : ''
}

/** "Waits for the account Acme, which is not synced: its Type is not Customer." */
export function waitsFor(
  run: Run,
  missing: readonly Missing[],
  standings: readonly Standing[],
  own: { readonly id: string; readonly title: string | undefined },
): string {
  const parts = missing.map((each) => {
    const names = makers(run.flows, each).map((flow) => flow.name)
    const about = standings.filter((standing) => names.includes(standing.flow) && standing.record === each.id)
    const known = about.find((standing) => standing.title !== undefined)?.title
    const title = known ?? each.title ?? (each.id === own.id ? own.title : undefined) ?? each.id
    const problem = about.find((standing) => standing.status !== 'synced')
    const reverse = names.length === 0 ? `, which is not linked to any ${labelOf(run.flows, each.partner)} yet` : ''
    const why = each.hint === undefined ? (problem ? because(problem) : reverse) : `, ${each.hint}`
    return `the ${labelOf(run.flows, each.entity)} ${title}${why}`
  })
  return `Waits for ${parts.join('; and for ')}`.replace(/([^.])$/, '$1.')
}
