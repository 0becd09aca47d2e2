import { Doubtful, RetryLater } from './errors.ts'
import { keyOf, keyText } from './job-key.ts'
import type { Notice } from './ports.ts'
import { later, type Run } from './run.ts'
import { StoreUnavailable, type Standing } from './store.ts'

/** What a standing is called on the source record. */
export const words = { synced: 'Synced', waiting: 'Waiting', parked: 'Needs Attention', withdrawn: 'Synced' } as const

function noticeOf({ record, status, message }: Standing): Notice | undefined {
  // A record that is none of this flow's business, or of this company's, is not told so.
  return status === 'skipped' ? undefined : { id: record, status: words[status], message }
}

const textOf = ({ status, message }: Notice) => `${status}: ${message}`

/** Milliseconds after which records that could not be told are looked at, and told, once more. */
const toldAgainAfter = 60_000

/**
 * Step 9: says on the source records how they stand, where that is not what they were told last. Failing to tell never
 * undoes the work: after passing trouble the records run once more a minute later, anything else is logged only.
 */
export async function tellSource(run: Run, standings: readonly Standing[]): Promise<void> {
  const { flow, source, store, log } = run
  if (!flow.tellsSource || !source.notices || standings.length === 0) return
  const last = new Map((await store.standings.find(standings)).map((each) => [keyText(each), each.told]))
  // Another company, or nobody, tells it something else now: whatever was told is news again when it comes back.
  const left = standings.filter((each) => each.status === 'skipped' && (last.get(keyText(each)) ?? '') !== '')
  await store.standings.told(left.map((standing) => ({ ...keyOf(standing), told: '' })))
  const news = standings.flatMap((standing) => {
    const notice = noticeOf(standing)
    return notice && textOf(notice) !== last.get(keyText(standing)) ? [{ standing, notice }] : []
  })
  if (news.length === 0) return
  try {
    await source.notices.tell(
      flow.source,
      news.map((each) => each.notice),
    )
    await store.standings.told(news.map(({ standing, notice }) => ({ ...keyOf(standing), told: textOf(notice) })))
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    const text = 'the source records could not be told how they stand'
    log.warn({ err: error, flow: flow.name, records: news.length }, text)
    if (!(error instanceof RetryLater || error instanceof Doubtful)) return
    const keys = news.map(({ standing }) => keyOf(standing))
    await store.jobs.put(keys, { after: later(run, toldAgainAfter) })
  }
}
