import { parseArgs } from 'node:util'
import { startSandboxes } from './start.ts'

const help = `npm run emulators -- [options]

Starts the Salesforce, Business Central and Microsoft Entra ID sandboxes, prints one JSON line when they are ready, and
stays up until it is told to stop.

  --salesforce-port N         0 = any (default 0)
  --business-central-port N   0 = any (default 0)
  --entra-port N              0 = any (default 0)
  --seed cronus|empty         what Business Central begins with (default cronus)
  --no-package                do not deploy force-app to the Salesforce sandbox
`

const port = (name: string, value: string | undefined): number => {
  const number = Number(value ?? 0)
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new Error(`--${name} must be a port, not "${value}"`)
  return number
}

try {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      'salesforce-port': { type: 'string' },
      'business-central-port': { type: 'string' },
      'entra-port': { type: 'string' },
      seed: { type: 'string', default: 'cronus' },
      'no-package': { type: 'boolean', default: false },
    },
  })
  if (values.help === true) console.log(help)
  else {
    if (values.seed !== 'cronus' && values.seed !== 'empty')
      throw new Error(`--seed must be cronus or empty, not "${values.seed}"`)
    const sandboxes = await startSandboxes({
      ports: {
        salesforce: port('salesforce-port', values['salesforce-port']),
        businessCentral: port('business-central-port', values['business-central-port']),
        entra: port('entra-port', values['entra-port']),
      },
      seed: values.seed,
      deployPackage: !values['no-package'],
    })
    console.log(JSON.stringify(sandboxes.description))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandboxes.close())
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`\n${help}`)
  process.exitCode = 2
}
