import { Command } from 'commander'
import { audit } from './cli/audit.ts'
import { doctor } from './cli/doctor.ts'
import { checkMappings, diffMappings, printMappings } from './cli/mappings.ts'
import { issues, type IssuesOptions } from './cli/issues.ts'
import { migrateDatabase } from './cli/migrate.ts'
import { replay, type ReplayOptions } from './cli/replay.ts'
import { start } from './cli/start.ts'
import { status } from './cli/status.ts'
import { sync } from './cli/sync.ts'
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
  cli
    .command('issues')
    .description('parked records, why, and ways out of it')
    .option('--json', 'print JSON', false)
    .option('--flow <flow>', 'of this flow only')
    .option('--retry <issue>', 'try one again')
    .option('--retry-all', 'try all of them again (with --flow: of that flow)')
    .option('--link <issue=candidate>', 'choose one of the ways out that an issue offers')
    .action(async (options: IssuesOptions) => {
      process.exitCode = await issues(options)
    })
  cli
    .command('audit')
    .description('everything that has happened to a record, on either side')
    .argument('<system>', 'salesforce or business-central')
    .argument('<id>', 'the id of the record there')
    .option('--json', 'print JSON', false)
    .option('--limit <number>', 'at most so many entries, the newest', '200')
    .action(async (system: string, id: string, options: { json: boolean; limit: string }) => {
      process.exitCode = await audit(system, id, options)
    })
  cli
    .command('replay')
    .description('run records once more from their present state, and write them whatever was written last')
    .argument('[entry]', 'the number of an audit entry')
    .option('--json', 'print JSON', false)
    .option('--flow <flow>', 'everything that this flow ran in a time')
    .option('--from <instant>', 'since this day or instant')
    .option('--to <instant>', 'before this day or instant (default: now)')
    .action(async (entry: string | undefined, options: ReplayOptions) => {
      process.exitCode = await replay(entry, options)
    })
  cli
    .command('sync')
    .description('look at everything that has changed in the source of a flow, and work it off')
    .argument('<flow>', 'the flow')
    .option('--json', 'print JSON', false)
    .option('--since <instant>', 'since this day or instant (default: all there is)')
    .action(async (flow: string, options: { json: boolean; since?: string }) => {
      process.exitCode = await sync(flow, options)
    })
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
  ofMappings('diff', 'what BRIDGE_MAPPINGS and Setup change', diffMappings)
  mappings
    .command('check')
    .description(
      'check an override file (default: BRIDGE_MAPPINGS), and what Setup says above it, against both systems',
    )
    .argument('[file]', 'the override file')
    .option('--json', 'print JSON', false)
    .action(async (file: string | undefined, options: { json: boolean }) => {
      process.exitCode = await checkMappings(options, file)
    })
  return cli
}
