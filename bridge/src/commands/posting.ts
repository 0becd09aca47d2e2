import type { Flow } from '../engine/define-flow.ts'
import { deskJob } from '../engine/desk-job.ts'
import { keyOf } from '../engine/job-key.ts'
import type { JobKey } from '../engine/store.ts'
import { identityOf, sameEntity, type EntityRef } from '../mapping/index.ts'
import type { Office } from './office.ts'

/** The name under which posting keeps its intents, approvals and issues, beside those of flows. */
export const posting = 'post-invoice'

/** The flows whose approval rules hold the posting of their documents; of one kind of document, when it is given. */
export const postingFlows = ({ flows }: Pick<Office, 'flows'>, document?: EntityRef): readonly Flow[] =>
  flows().filter(
    ({ approves, source }) =>
      approves === 'posting' && (document === undefined || sameEntity(identityOf(source), document)),
  )

/** The jobs that look at these again: posting is done at the desk, everything else by its flow. */
export const jobsFor = (keys: readonly JobKey[]): readonly JobKey[] =>
  keys.map((key) => (key.flow === posting ? deskJob : keyOf(key)))
