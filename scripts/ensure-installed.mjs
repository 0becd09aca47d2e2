// Installs what is missing before any other script runs. Plain JavaScript without imports from npm: it must run on the
// Node that happens to be there (20 or newer); everything after it runs on the Node that package.json pins.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const stamp = new URL('node_modules/.cache/installed', root)
const lock = new URL('package-lock.json', root)

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old to install with. Use Node 20 or newer.`)
  process.exit(1)
}
const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
if (installed !== wanted) {
  console.error('Installing the dependencies (about two minutes, once) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // The first `npm ci` of a fresh clone may not put its own Node in node_modules on the PATH; npm's child scripts find it.
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) {
    console.error('npm ci failed; what it printed above says why. Mend that and run the command again.')
    process.exit(run.status ?? 1)
  }
  mkdirSync(new URL('node_modules/.cache/', root), { recursive: true })
  writeFileSync(stamp, wanted)
}
