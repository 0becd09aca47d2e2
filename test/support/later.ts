import type { TestSystem } from './start-system.ts'

type Waiting = Pick<TestSystem, 'advance' | 'settle'>

/** Some seconds pass, and the bridge hears and does everything there is. */
export async function later(test: Waiting, seconds: number): Promise<void> {
  await test.advance(seconds)
  await test.settle()
}

/**
 * Hours later: late signals have come, what was put off was tried again, what may be taken back was, and debts that a new day
 * makes overdue were looked at, which happens within six hours.
 */
export async function hoursLater(test: Waiting): Promise<void> {
  for (const hours of [1, 7]) await later(test, hours * 3600)
}
