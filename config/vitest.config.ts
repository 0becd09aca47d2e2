import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Unit tests stand beside the code; whole-path tests live below `test/`. Both run here, on Node 24. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['bridge/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/live/**'],
    pool: 'forks',
    globalSetup: ['test/support/shared-database.ts'],
    // Each file brings up systems of its own and leaves nothing behind: one after the other they share a process, and its
    // modules, whose loading would take as long as the tests.
    isolate: false,
    // Whole-path tests wait for their database and for each other's answers half of the time.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
  },
})
