import { identityOf } from '../mapping/index.ts'
import { couple } from './couple.ts'
import type { Flow } from './define-flow.ts'
import { reach } from './stage-of.ts'
import type { Run } from './run.ts'
import type { FilledSubject, PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** What is left of the fields when the partner was there before us: it is past the stage in which we fill it. */
function withoutEarlyStage(flow: Flow, filled: FilledSubject['filled']): FilledSubject['filled'] {
  return Object.fromEntries(Object.entries(filled).filter(([field]) => flow.map[field]?.stage !== 'before'))
}

/**
 * Takes the partner, unless another record of this moment was faster: then the record is parked. A partner that was `found`
 * has a life of its own already: the pair is in its later stage from the beginning. One that is `ours` was made by an earlier
 * try.
 */
export async function place(
  run: Run,
  subject: FilledSubject,
  targetId: string,
  whose: 'found' | 'ours',
): Promise<PlacedSubject | Settled> {
  const { flow } = run
  const found = flow.stageOf !== undefined && whose === 'found'
  const settled = await couple(run, subject, targetId, async (tables) => {
    if (!found) return
    const id = flow.stageOf === 'source' ? subject.job.record : targetId
    await reach(run, tables, identityOf(flow.stageOf === 'source' ? flow.source : flow.target), [id])
  })
  const filled = found ? withoutEarlyStage(flow, subject.filled) : subject.filled
  return settled ?? { ...subject, filled, partner: targetId, coupled: true, known: [], intent: undefined }
}
