import { parseArgs } from 'node:util'
import { playOnce } from '../test/demo/play-once.ts'
import { stayUp } from '../test/demo/stay-up.ts'

const help = `npm start -- [options]

Starts the sandboxes and the bridge, plays the story of one deal, from the won order to the paid invoice, and serves the
workbench until Ctrl-C.

  --once        plays the story, prints what moved, and exits: 0 when every step was right
  --port N      port of the workbench (default: any free port)
  --help
`

try {
  const { values } = parseArgs({
    options: { once: { type: 'boolean' }, port: { type: 'string', default: '0' }, help: { type: 'boolean' } },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new TypeError(`--port must be a port, not "${values.port}"`)
  if (values.help === true) console.log(help)
  else if (values.once === true) process.exitCode = await playOnce(console.log)
  else await stayUp({ port, say: console.log })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof TypeError) console.error(`\n${help}`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
