import { expect, it } from 'vitest'
import { retryAfter } from './retry-after.ts'

it.each([
  [{ 'retry-after': '120' }, 120],
  [{ 'retry-after': 'Sat, 21 Nov 2026 08:01:30 GMT', date: 'Sat, 21 Nov 2026 08:00:00 GMT' }, 90],
  [{ 'retry-after': 'Sat, 21 Nov 2026 07:00:00 GMT', date: 'Sat, 21 Nov 2026 08:00:00 GMT' }, 0],
  [{ 'retry-after': 'Sat, 21 Nov 2026 08:01:30 GMT' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('reads %j as %s seconds', (headers, seconds) => {
  expect(retryAfter(new Headers(headers as Record<string, string>))).toBe(seconds)
})
