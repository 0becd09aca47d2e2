import { CommanderError } from 'commander'
import { createCli } from './cli.ts'
import { BadUsage } from './cli/usage.ts'
import { explain } from './cli/explain.ts'

try {
  await createCli().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (error instanceof BadUsage) {
    console.error(error.message)
    process.exitCode = 2
  } else {
    console.error(explain(error))
    process.exitCode = 1
  }
}
