import { expect, test } from 'vitest'
import { backoff } from './backoff.ts'
import { Doubtful, RetryLater } from './errors.ts'

test('doubles up to a quarter of an hour, half of it by chance', () => {
  const waits = [0, 1, 2, 20, 2000].map((attempts) => backoff(attempts, new Doubtful('504'), () => 1))
  expect(waits).toEqual([2000, 4000, 8000, 900_000, 900_000])
  expect(backoff(1, undefined, () => 0)).toBe(2000)
})

test('never shorter than the vendor asked for', () => {
  expect(backoff(0, new RetryLater('429', { retryAfter: 90 }), () => 1)).toBe(90_000)
  expect(backoff(8, new RetryLater('429', { retryAfter: 1 }), () => 1)).toBe(512_000)
})
