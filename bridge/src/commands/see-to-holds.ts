import { keyText } from '../engine/job-key.ts'
import type { Notice } from '../engine/ports.ts'
import type { JobKey } from '../engine/store.ts'
import type { Office } from './office.ts'
import { flowBehind, prefix } from './posting.ts'

/** A posting that waits for a person. */
export interface HeldPosting {
  readonly key: JobKey
  /** For whom, in a sentence. */
  readonly message: string
  /** What a person calls the document. */
  readonly title: string
}

const waiting = 'Waiting'

/** Says on the documents themselves how they stand: what each was told last is remembered, and costs no second write. */
async function tell(
  { store, flows, connectors, clock }: Pick<Office, 'store' | 'flows' | 'connectors' | 'clock'>,
  news: readonly (HeldPosting & { readonly status: Notice['status'] })[],
): Promise<void> {
  const notices = connectors.find(({ desk }) => desk)?.notices
  if (!notices) return
  const at = new Date(clock.now()).toISOString()
  for (const [name, some] of Map.groupBy(news, ({ key }) => flowBehind(key.flow))) {
    const shown = flows().find((flow) => flow.name === name)?.target
    if (!shown) continue
    await notices.tell(
      shown,
      some.map(({ key, status, message }) => ({ id: key.record, status, message })),
    )
    await store.transaction(async (tables) => {
      await tables.standings.save(
        some.map(({ key, status, message, title }) => ({
          ...{ ...key, title, message, at, status: status === undefined ? ('skipped' as const) : ('waiting' as const) },
        })),
      )
      await tables.standings.told(some.map(({ key, message }) => ({ ...key, told: message })))
    })
  }
}

/**
 * Shows on its invoice that a posting waits for a person, and for whom; takes that away, and closes the issue, once it is
 * decided or nobody asks for it any more.
 *
 * @param troubled invoices with commands that are tried again: whether they wait for a person is not known now
 * @throws SyncError when the documents cannot be told now
 */
export async function seeToHolds(
  office: Pick<Office, 'store' | 'flows' | 'connectors' | 'clock'>,
  held: readonly HeldPosting[],
  troubled: ReadonlySet<string>,
): Promise<void> {
  const { store } = office
  const stays = new Set(held.map(({ key }) => keyText(key)))
  const parked = await store.issues.parkedUnder(prefix)
  const over = parked.filter((key) => !stays.has(keyText(key)) && !troubled.has(key.record))
  const known = await store.standings.find([...held.map(({ key }) => key), ...over])
  const last = new Map(known.map((standing) => [keyText(standing), standing]))
  const told = (key: JobKey) => last.get(keyText(key))?.told ?? ''
  await tell(office, [
    ...held.flatMap((each) => (told(each.key) === each.message ? [] : [{ ...each, status: waiting } as const])),
    ...over.flatMap((key) => {
      const title = last.get(keyText(key))?.title ?? key.record
      return told(key) === '' ? [] : [{ key, title, message: '', status: undefined }]
    }),
  ])
  await store.issues.close(over)
}
