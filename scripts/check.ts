import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `npm run check`: everything that can be told without running the product. */
const checks: readonly { name: string; command: string; arguments: readonly string[] }[] = [
  { name: 'format', command: 'prettier', arguments: ['--check', '--log-level', 'warn', '.'] },
  { name: 'types of the bridge', command: 'tsc', arguments: ['-p', 'bridge'] },
  { name: 'types of the tests', command: 'tsc', arguments: ['-p', 'test'] },
  { name: 'types of the scripts', command: 'tsc', arguments: ['-p', 'scripts'] },
  { name: 'lint', command: 'eslint', arguments: ['-c', 'config/eslint.config.js', '--max-warnings', '0', '.'] },
  {
    name: 'import rules',
    command: 'depcruise',
    arguments: ['--config', 'config/dependency-cruiser.cjs', 'bridge', 'test', 'scripts'],
  },
  { name: 'dead code', command: 'knip', arguments: ['--config', 'config/knip.json'] },
  { name: 'printed mapping tables', command: 'node', arguments: ['scripts/print-mappings.ts', '--check'] },
]

const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
if (values.help) {
  console.log(
    `npm run check\nRuns, and fails on the first finding of: ${checks.map((check) => check.name).join(', ')}.`,
  )
} else {
  const failed = checks.filter(({ name, command, arguments: options }) => {
    const run = spawnSync(command, options, { stdio: 'inherit' })
    console.log(`${run.status === 0 ? '✓' : '✗'} ${name}`)
    return run.status !== 0
  })
  console.log(`${checks.length - failed.length} passed, ${failed.length} failed`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
