import type { VirtualClock } from '../../kit/clock.ts'
import type { IdSource } from '../ids.ts'
import type { ToolingWorld } from './world.ts'
import { createTables } from './tables.ts'

/** The state of the Tooling API. */
export function createTooling(
  world: Omit<ToolingWorld, 'tables'> & { clock: VirtualClock; ids: IdSource },
): ToolingWorld & { clear(): void } {
  const tables = createTables(world)
  return { ...world, tables, clear: () => tables.clear() }
}
