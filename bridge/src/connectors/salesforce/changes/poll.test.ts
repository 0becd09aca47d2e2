import { expect, it } from 'vitest'
import { fakeClock } from '../../../engine/testing/fake-clock.ts'
import { account } from '../entities.ts'
import { createPoll } from './poll.ts'

const day = '2026-11-21T'

/** One account in an org, and whoever looks at it. */
function lookingAt(row: { SystemModstamp: string }, now: string) {
  const clock = fakeClock(`${day}${now}Z`)
  const client = {
    call: (_method: string, path: string) =>
      Promise.resolve(
        path.includes('/deleted/')
          ? { deletedRecords: [] }
          : { done: true, records: [{ Id: '001000000000001AAA', CreatedDate: `${day}06:00:00.000+0000`, ...row }] },
      ),
  }
  const cursors = new Map<string, string>()
  const sink = {
    cursor: (name: string) => Promise.resolve(cursors.get(name)),
    accept: (_changes: unknown, cursor?: { name: string; value: string }) => {
      if (cursor) cursors.set(cursor.name, cursor.value)
      return Promise.resolve()
    },
  }
  const poll = createPoll({ client, clock })
  return { clock, look: () => poll(account, sink) }
}

it('tells an edit in the very second of a look at the next one, and then no more', async () => {
  const row = { SystemModstamp: `${day}08:00:00.000+0000` }
  const { clock, look } = lookingAt(row, '08:00:00.400')
  expect(await look()).toBe(1)
  // Edited again now, half a second later: the row that the next look finds has the same stamp.
  clock.advance(300_000)
  expect(await look()).toBe(1)
  clock.advance(300_000)
  expect(await look()).toBe(0)
})

it('tells only once what had been there for a while', async () => {
  const row = { SystemModstamp: `${day}07:58:00.000+0000` }
  const { clock, look } = lookingAt(row, '08:00:00.400')
  expect(await look()).toBe(1)
  clock.advance(300_000)
  expect(await look()).toBe(0)
})

it('tells once more what is younger than its own clock', async () => {
  const row = { SystemModstamp: `${day}08:00:02.000+0000` }
  const { clock, look } = lookingAt(row, '08:00:00.400')
  expect(await look()).toBe(1)
  expect(await look()).toBe(0)
  clock.advance(300_000)
  expect(await look()).toBe(1)
})
