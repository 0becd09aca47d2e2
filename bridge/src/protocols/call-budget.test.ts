import { expect, it } from 'vitest'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import { createCallBudget } from './call-budget.ts'

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false
  void promise.then(() => (done = true))
  await new Promise((resolve) => setImmediate(resolve))
  return done
}

it('lets a call wait until the oldest has left the window', async () => {
  const clock = fakeClock()
  const budget = createCallBudget({ requests: 2, perSeconds: 300 }, clock)
  await budget.admit('write')
  clock.advance(100_000)
  await budget.admit('write')
  const third = budget.admit('write')
  expect(await settled(third)).toBe(false)
  clock.advance(199_999)
  expect(await settled(third)).toBe(false)
  clock.advance(1)
  expect(await settled(third)).toBe(true)
  expect(budget.used()).toBe(2)
})

it('never lets more calls into any window than it has', async () => {
  const clock = fakeClock()
  const budget = createCallBudget({ requests: 10, perSeconds: 300 }, clock)
  const at: number[] = []
  const all = Array.from({ length: 40 }, async () => {
    await budget.admit('write')
    at.push(clock.now())
  })
  await new Promise((resolve) => setImmediate(resolve))
  for (let second = 0; second < 1500; second++) {
    clock.advance(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
  for (const from of at)
    expect(at.filter((each) => each >= from && each < from + 300_000).length).toBeLessThanOrEqual(10)
})

it('keeps a fifth of the budget from those who look through sets', async () => {
  const clock = fakeClock()
  const budget = createCallBudget({ requests: 10, perSeconds: 300 }, clock)
  for (let call = 0; call < 8; call++) await budget.admit('sweep')
  const sweep = budget.admit('sweep')
  expect(await settled(sweep)).toBe(false)
  expect(await settled(budget.admit('write'))).toBe(true)
  clock.advance(300_000)
  expect(await settled(sweep)).toBe(true)
})
