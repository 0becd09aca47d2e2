import { accessSync, constants } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/**
 * Started as these, Chromium asks nobody on the network for anything: even with background networking off it would look up
 * names at start.
 */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What of the environment decides which browser is taken. */
export interface BrowserEnvironment {
  readonly CHROMIUM_PATH?: string | undefined
}

/**
 * The browser to test with: `CHROMIUM_PATH`, else one installed on the system, else the one inside the npm package
 * @sparticuz/chromium, unpacked to the temporary directory on first use (about 200 MB).
 *
 * @throws Error that says what to do when `CHROMIUM_PATH` names nothing that can be run
 */
export async function findChromium(
  { CHROMIUM_PATH }: BrowserEnvironment = process.env,
  system: readonly string[] = installed,
): Promise<string> {
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') {
    if (executable(CHROMIUM_PATH)) return CHROMIUM_PATH
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which cannot be run. Set it to a Chromium or unset it.`)
  }
  const found = system.find(executable)
  if (found !== undefined) return found
  // Read when the package is imported: it then also unpacks the system libraries that a bare machine lacks (libnss3, libnspr4).
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return await packaged.executablePath()
}

/** Starts it without a window. The packaged one hangs when it is run as a command; through Playwright it does not. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: await findChromium(), args: quiet })
}
