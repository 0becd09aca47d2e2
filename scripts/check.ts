import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** `npm run check`: everything that can be told without running the product; the longest first. */
const checks: readonly { name: string; command: string; arguments: readonly string[] }[] = [
  { name: 'lint', command: 'eslint', arguments: ['-c', 'config/eslint.config.js', '--max-warnings', '0', '.'] },
  { name: 'format', command: 'prettier', arguments: ['--check', '--log-level', 'warn', '.'] },
  { name: 'types of the bridge', command: 'tsc', arguments: ['-p', 'bridge'] },
  { name: 'types of the tests', command: 'tsc', arguments: ['-p', 'test'] },
  { name: 'types of the scripts', command: 'tsc', arguments: ['-p', 'scripts'] },
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
  console.log(`npm run check\nRuns, and fails on any finding of: ${checks.map((check) => check.name).join(', ')}.`)
} else {
  const results = await inTurns(checks)
  const failed = results.filter((ok) => !ok).length
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** As many at a time as there are cores; what a check says is printed when it ends. */
async function inTurns(all: typeof checks): Promise<readonly boolean[]> {
  const waiting = [...all]
  const results: boolean[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await passes(check))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}

async function passes({ name, command, arguments: options }: (typeof checks)[number]): Promise<boolean> {
  const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ok = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      said += `${error.message}\n`
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
  console.log(`${said}${ok ? '✓' : '✗'} ${name}`)
  return ok
}
