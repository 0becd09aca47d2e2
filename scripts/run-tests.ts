import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** `npm test`: static checks, LWC tests, then everything else; ends with one line that sums all runners. */
interface Count {
  passed: number
  failed: number
  skipped: number
}

/** What Jest and Vitest both write with their JSON reporters. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const reports = mkdtempSync(join(tmpdir(), 'bridge-tests-'))

/** Programs that tests start (the bridge, the sf CLI) load their modules from here from the second time on. */
const compiled = join(import.meta.dirname, '../node_modules/.cache/compiled')

function run(command: string, options: readonly string[]): number {
  const child = spawnSync(command, options, {
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', NODE_COMPILE_CACHE: compiled },
  })
  return child.status ?? 1
}

/** Counts a JSON report; a runner that fails without a failed test (a file that does not load) counts as one failure. */
function count(file: string, exitCode: number): Count {
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests,
  }
}

const runners: Record<string, () => Count> = {
  check: () =>
    run('node', ['scripts/check.ts']) === 0
      ? { passed: 1, failed: 0, skipped: 0 }
      : { passed: 0, failed: 1, skipped: 0 },
  lwc: () => {
    const file = join(reports, 'jest.json')
    return count(
      file,
      run('jest', ['--config', 'config/jest.config.cjs', '--json', `--outputFile=${file}`, '--silent']),
    )
  },
  vitest: () => {
    if (run('node', ['scripts/ensure-chromium.ts']) !== 0) return { passed: 0, failed: 1, skipped: 0 }
    const file = join(reports, 'vitest.json')
    const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    return count(file, run('vitest', ['run', '--config', 'config/vitest.config.ts', ...options]))
  },
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } })
const unknown = positionals.filter((name) => !(name in runners))
if (values.help === true || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no runner ${unknown.join(', ')}.`)
  console.log(`npm test [-- ${Object.keys(runners).join(' | ')}]\nWithout names all of them run.`)
  process.exitCode = unknown.length > 0 ? 2 : 0
} else {
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, start] of Object.entries(runners)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.log(`\n— ${name}`)
    const one = start()
    total.passed += one.passed
    total.failed += one.failed
    total.skipped += one.skipped
  }
  rmSync(reports, { recursive: true, force: true })
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  )
  process.exitCode = total.failed === 0 ? 0 : 1
}
