import { Command } from 'commander'
import { doctor } from './cli/doctor.ts'
import { checkMappings, diffMappings, printMappings } from './cli/mappings.ts'
import { migrateDatabase } from './cli/migrate.ts'
import { start } from './cli/start.ts'
import { status } from './cli/status.ts'
import { documentedVariables } from './config.ts'

const environment = [
  '',
  'Configured by the environment:',
  ...documentedVariables.map(({ name, meaning, example }) => `  ${name.padEnd(24)}${meaning} (e.g. ${example})`),
].join('\n')

/** The bridge's commands. Each has `--help`, `--json` and exit code 0, 1 (failed) or 2 (bad usage). */
export function createCli(): Command {
  const cli = new Command('bridge')
    .description('Keeps Dynamics 365 Business Central and Salesforce in step.')
    .showHelpAfterError()
    .exitOverride()
    .addHelpText('after', environment)
  const command = (name: string, description: string, run: (options: { json: boolean }) => Promise<number>) =>
    cli
      .command(name)
      .description(description)
      .option('--json', 'print JSON', false)
      .action(async (options: { json: boolean }) => {
        process.exitCode = await run(options)
      })
  command('start', 'run the bridge until it is told to stop (Ctrl-C, SIGTERM)', start)
  command('doctor', 'check configuration, sign-in, permissions, fields, webhooks and limits', doctor)
  command('migrate', 'bring the database up to date', migrateDatabase)
  command('status', 'backlog, parked and waiting records, outcomes, cursors', status)
  const mappings = cli.command('mappings').description('the rules of every flow, and what overrides change')
  const ofMappings = (name: string, description: string, run: (options: { json: boolean }) => Promise<number>) =>
    mappings
      .command(name)
      .description(description)
      .option('--json', 'print JSON', false)
      .action(async (options: { json: boolean }) => {
        process.exitCode = await run(options)
      })
  ofMappings('print', 'the rules in force, as tables', printMappings)
  ofMappings('diff', 'what BRIDGE_MAPPINGS changes', diffMappings)
  mappings
    .command('check')
    .description('check an override file (default: BRIDGE_MAPPINGS) against both systems; nothing is written')
    .argument('[file]', 'the override file')
    .option('--json', 'print JSON', false)
    .action(async (file: string | undefined, options: { json: boolean }) => {
      process.exitCode = await checkMappings(options, file)
    })
  return cli
}
