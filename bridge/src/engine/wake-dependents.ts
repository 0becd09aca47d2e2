import { identityOf } from '../mapping/index.ts'
import { keyText } from './job-key.ts'
import type { Run } from './run.ts'
import type { Standing, Tables } from './store.ts'

/**
 * What waits for a record that has just turned out to be parked, out of scope or waiting itself runs once more, to say so.
 * Only when that is news: otherwise the two would wake each other for ever.
 */
export async function wakeDependents(
  { flow, company }: Run,
  tables: Tables,
  before: readonly Standing[],
  now: readonly Standing[],
): Promise<void> {
  const old = new Map(before.map((standing) => [keyText(standing), standing]))
  const news = now.filter((standing) => {
    const last = old.get(keyText(standing))
    return standing.status !== 'synced' && (last?.status !== standing.status || last.message !== standing.message)
  })
  const [entity, partner] = [identityOf(flow.source), identityOf(flow.target)]
  await tables.jobs.put(
    await tables.waiting.waitingFor(
      company.id,
      news.map((standing) => ({ entity, id: standing.record, partner })),
    ),
  )
}
