import { expect, test } from 'vitest'
import { VirtualClock } from '../../kit/clock.ts'
import { defaultSwitches } from '../switches.ts'
import { startClient } from '../testing/client.ts'
import { createLimits } from './limits.ts'

const make = (more: Partial<typeof defaultSwitches> = {}) => {
  const clock = new VirtualClock({ start: 0, running: false })
  return { clock, limits: createLimits(clock, { ...defaultSwitches, ...more }) }
}

test('five run, ninety-five wait, the next is turned away; whoever leaves lets one in', async () => {
  const { limits } = make()
  const running = await Promise.all(Array.from({ length: 5 }, () => limits.enter('a')))
  let entered = 0
  const waiting = Array.from({ length: 95 }, () => limits.enter('a').then((leave) => (entered++, leave)))
  expect(() => limits.enter('a')).toThrow('Too many requests')
  await expect(limits.enter('b')).resolves.toBeTypeOf('function')
  expect(entered).toBe(0)
  for (const leave of running) {
    leave()
    leave()
  }
  await Promise.all(waiting.slice(0, 5))
  expect(entered).toBe(5)
})

test('eight minutes in the queue are too long', async () => {
  const { clock, limits } = make()
  await Promise.all(Array.from({ length: 5 }, () => limits.enter('a')))
  const waiting = expect(limits.enter('a')).rejects.toMatchObject({ status: 503 })
  await clock.advance(8 * 60 * 1000)
  await waiting
})

test('6000 in five minutes, sliding', async () => {
  const { clock, limits } = make()
  const go = async () => (await limits.enter('a'))()
  for (let call = 0; call < 3000; call++) await go()
  await clock.advance(60_000)
  for (let call = 0; call < 3000; call++) await go()
  expect(() => limits.enter('a')).toThrow('6000 in 5 minutes')
  await clock.advance(4 * 60_000)
  await go()
})

test('over HTTP it is a 429, with Retry-After by switch only', async () => {
  for (const retryAfterOn429 of [undefined, 3]) {
    const client = await startClient({
      switches: { retryAfterOn429, limits: { requestsPerFiveMinutes: 2, running: 5, waiting: 95 } },
    })
    await client.get('customers')
    await client.get('customers')
    const reply = await client.get('customers')
    expect([reply.status, reply.code, reply.headers.get('retry-after')]).toEqual([
      429,
      'Application_TooManyRequests',
      retryAfterOn429 === undefined ? null : '3',
    ])
    await client.bc.close()
  }
})
