import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * `npm run test:nightly`: the generated tests of the sandboxes, the random histories and the kill points with many more cases
 * than a pull request can wait for, each from a new seed; the seed of a failure is printed with it.
 */
const seed = String(Date.now() % 2 ** 31)
const more = {
  SF_GENERATED_REQUESTS: '200000',
  SF_GENERATED_QUERIES: '20000',
  SF_GENERATED_RPCS: '100000',
  SF_SEED: seed,
  BC_GENERATED_REQUESTS: '200000',
  BC_SEED: seed,
  ENTRA_GENERATED_REQUESTS: '50000',
  CRASH_STRIDE: '1',
  TRADE_RECORDS: '100',
  BC_POSTING_SEQUENCES: '5000',
  HISTORY_RUNS: '50',
  HISTORY_STEPS: '400',
  HISTORY_SEED: seed,
}
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const folders = [
  'test/emulators',
  'test/clients',
  'test/flows/money-histories',
  'test/flows/random-history',
  'test/durability/crash-matrix',
  'test/flows/steady-state',
]
console.log(
  Object.entries({ ...process.env, ...more })
    .filter(([name]) => name in more)
    .map((each) => each.join('='))
    .join(' '),
)
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'config/vitest.config.ts', '--testTimeout', '3600000', ...folders],
  { stdio: 'inherit', env: { ...more, ...process.env } },
)
process.exitCode = status ?? 1
