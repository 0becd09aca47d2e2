import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { silentLog } from '../engine/log.ts'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import { keepFresh } from './keep-fresh.ts'
import type { Catalogue } from './catalogue.ts'

it('looks at the settings every minute and says how the flows stand every five, whatever fails', async () => {
  const clock = fakeClock()
  const stop = new AbortController()
  const told: string[] = []
  const since = clock.now()
  const tell = (what: string) => () => {
    told.push(`${what} ${(clock.now() - since) / 60_000}`)
    return Promise.reject(new Error('Salesforce is away'))
  }
  const catalogue = { refresh: tell('refresh') } as unknown as Catalogue
  const running = keepFresh(catalogue, tell('report'), { clock, log: silentLog }, stop.signal)
  for (let minute = 1; minute <= 6; minute += 1) {
    clock.advance(60_000)
    for (let some = 0; some < 5; some += 1) await turn()
  }
  stop.abort()
  await running
  expect(told).toEqual([
    ...['refresh 1', 'report 1', 'refresh 2', 'refresh 3', 'refresh 4', 'refresh 5', 'refresh 6', 'report 6'],
  ])
})
