import { Doubtful, RetryLater } from '../../../bridge/src/engine/errors.ts'
import type { Faults } from '../../emulators/kit/faults.ts'
import type { TestSystem } from '../../support/start-system.ts'
import type { World } from './world.ts'

const isOfNotifications = (kind: string): boolean => kind.startsWith('webhook')

/** Both systems answer again; what lies in wait for notifications stays. */
export function clearTheSky({ sandboxes }: Pick<TestSystem, 'sandboxes'>): void {
  for (const { faults } of [sandboxes.salesforce, sandboxes.businessCentral]) {
    const kept = faults.list().filter(({ kind }) => isOfNotifications(kind))
    faults.clear()
    for (const fault of kept) faults.arm(fault)
  }
}

/** The answer to the first call like this is lost in the course of some work; nothing lies in wait afterwards that did not before. */
export async function withoutAnswer(
  { faults }: { readonly faults: Faults },
  match: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = faults.list()
  faults.clear()
  faults.arm({ kind: 'write-done-but-504', match })
  await work()
  faults.clear()
  for (const each of before) faults.arm(each)
}

/** What the bridge says of trouble that passes: the next look, or the next try, does what this one has not. */
export const isPassing = (error: unknown): boolean => error instanceof RetryLater || error instanceof Doubtful

/**
 * Lets the bridge work. Passing trouble may break it off where some is armed; anything else that it throws, and anything at all
 * under a clear sky, is a fault of the bridge.
 *
 * @returns whether it came to its end
 */
export async function inAnyWeather({ test }: World, work: () => Promise<unknown>): Promise<boolean> {
  const { salesforce, businessCentral } = test.sandboxes
  const armed = [salesforce, businessCentral].some(({ faults }) =>
    faults.list().some(({ kind }) => !isOfNotifications(kind)),
  )
  try {
    await work()
    return true
  } catch (error) {
    if (!armed || !isPassing(error)) throw error
    return false
  }
}
