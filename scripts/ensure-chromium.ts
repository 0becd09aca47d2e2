import { parseArgs } from 'node:util'
import { findChromium, launchChromium } from '../test/browser/chromium.ts'

/** Finds (or unpacks) a Chromium for the browser tests and proves that it starts. */
const help = `node scripts/ensure-chromium.ts

Finds a Chromium for the browser tests, starts it once and prints where it is. In this order:
  1. the environment variable CHROMIUM_PATH
  2. one installed on the system (on Debian: apt-get install -y --no-install-recommends chromium)
  3. the one in the npm package @sparticuz/chromium (Linux only), unpacked to the temporary directory
`

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help === true) console.log(help)
  else {
    const path = await findChromium()
    const browser = await launchChromium()
    console.log(`Chromium ${browser.version()} at ${path}`)
    await browser.close()
  }
} catch (error) {
  console.error(`No Chromium can be started: ${error instanceof Error ? error.message : String(error)}`)
  console.error(`\n${help}`)
  process.exitCode = 1
}
