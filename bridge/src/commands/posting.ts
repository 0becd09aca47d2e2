import type { Flow } from '../engine/define-flow.ts'
import { deskJob } from '../engine/desk-job.ts'
import { keyOf } from '../engine/job-key.ts'
import { sameEntity } from '../engine/missing-links.ts'
import type { JobKey } from '../engine/store.ts'
import { identityOf, type EntityRef } from '../mapping/index.ts'
import type { Office } from './office.ts'

/** The name under which posting keeps its intents and its trail, beside those of flows. */
export const posting = 'post-invoice'

/** What such names begin with. */
export const prefix = `${posting}: `

/** The name under which approvals and issues of posting are kept, apart from those of the flow whose rule holds it. */
export const postingUnder = ({ name }: Pick<Flow, 'name'>): string => prefix + name

export const isPosting = ({ flow }: Pick<JobKey, 'flow'>): boolean => flow.startsWith(prefix)

/** The name of the flow that a key is about. */
export const flowBehind = (flow: string): string => (flow.startsWith(prefix) ? flow.slice(prefix.length) : flow)

/** The flow whose approval rule holds the posting of such documents. */
export const postingFlow = ({ flows }: Pick<Office, 'flows'>, document: EntityRef): Flow | undefined =>
  flows().find(({ approves, source }) => approves === 'posting' && sameEntity(identityOf(source), document))

/** The jobs that look at these again: posting is done at the desk, everything else by its flow. */
export const jobsFor = (keys: readonly JobKey[]): readonly JobKey[] =>
  keys.map((key) => (isPosting(key) ? deskJob : keyOf(key)))
