import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** `npm run deploy`: the package into an org, with the sf CLI that is already signed in to it. */
const help = `npm run deploy -- --target-org ORG [options]

Deploys the package (force-app/main) with the sf CLI and assigns its permission sets.

  --target-org ORG      alias or username the CLI is signed in with (sf org login web --alias ORG)
  --with-cdc            also deploy the change event channel (force-app/cdc): two of the org's Change Data Capture entities
  --dry-run             let the org check everything and change nothing
  --assign SET[=USER]   assign a permission set, to yourself or to USER; may be repeated
                        (default: BC_Billing_User and BC_Sync_Admin to yourself; --assign none assigns nothing)

Give the bridge's own user its rights with --assign BC_Integration=bridge@example.com
`

const root = fileURLToPath(new URL('..', import.meta.url))

const permissionSets = ['BC_Billing_User', 'BC_Sync_Admin', 'BC_Integration'] as const
type PermissionSet = (typeof permissionSets)[number]

interface Assignment {
  readonly name: PermissionSet
  /** Left out = the user who is signed in. */
  readonly user?: string
}

export interface DeployOptions {
  readonly targetOrg: string
  readonly withCdc: boolean
  readonly dryRun: boolean
  readonly assign: readonly Assignment[]
}

/** What the user asked for is not possible; `message` says what would be. */
class UsageError extends Error {}

const isPermissionSet = (name: string): name is PermissionSet => (permissionSets as readonly string[]).includes(name)

function assignment(given: string): Assignment {
  const [name = '', user] = given.split('=')
  if (!isPermissionSet(name))
    throw new UsageError(`There is no permission set ${name}. There are ${permissionSets.join(', ')}.`)
  if (user === '') throw new UsageError(`--assign ${given} names no user after the equals sign.`)
  return user === undefined ? { name } : { name, user }
}

/**
 * Reads the command line; undefined when only help was asked for.
 *
 * @throws UsageError
 */
export function deployOptions(argv: readonly string[]): DeployOptions | undefined {
  let parsed
  try {
    parsed = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', default: false },
        'target-org': { type: 'string' },
        'with-cdc': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        assign: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  const { values } = parsed
  if (values.help) return undefined
  const targetOrg = values['target-org']
  if (targetOrg === undefined || targetOrg === '') {
    throw new UsageError('--target-org is missing: the alias or username of the org to deploy to.')
  }
  const wanted = values.assign ?? ['BC_Billing_User', 'BC_Sync_Admin']
  const assign = wanted.length === 1 && wanted[0] === 'none' ? [] : wanted.map(assignment)
  return { targetOrg, withCdc: values['with-cdc'], dryRun: values['dry-run'], assign }
}

export interface Step {
  readonly says: string
  readonly sf: readonly string[]
  /** What to do when it fails, beyond what the CLI itself says. */
  readonly advice: string
}

/** The calls of the sf CLI, in order. */
export function stepsOf({ targetOrg, withCdc, dryRun, assign }: DeployOptions): readonly Step[] {
  const to = ['--target-org', targetOrg]
  const deploy = (directory: string): readonly string[] => [
    ...['project', 'deploy', 'start', '--source-dir', directory, '--wait', '30', '--concise', ...to],
    ...(dryRun ? ['--dry-run'] : []),
  ]
  const assignments = assign.map(({ name, user }) => ({
    says: `Assign ${name} to ${user ?? 'you'}`,
    sf: ['org', 'assign', 'permset', '--name', name, ...to, ...(user === undefined ? [] : ['--on-behalf-of', user])],
    advice: `Check that ${user ?? 'you'} may be given permission sets in ${targetOrg}.`,
  }))
  return [
    {
      says: `${dryRun ? 'Check' : 'Deploy'} the package`,
      sf: deploy('force-app/main'),
      advice: `Is the CLI signed in (sf org list)? Are orders enabled in ${targetOrg} (Setup → Order Settings)?`,
    },
    ...(withCdc
      ? [
          {
            says: `${dryRun ? 'Check' : 'Deploy'} the change event channel`,
            sf: deploy('force-app/cdc'),
            advice:
              'An org selects five entities for Change Data Capture; without this channel the bridge listens to the entity channels.',
          },
        ]
      : []),
    // A check changes nothing, so there is nothing to assign.
    ...(dryRun ? [] : assignments),
  ]
}

function run(step: Step): boolean {
  console.log(`— ${step.says}`)
  // The CLI that npm installed beside this package stands first in the PATH of npm scripts.
  const child = spawnSync('sf', step.sf, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SF_SKIP_NEW_VERSION_CHECK: 'true' },
  })
  if (child.error) console.error(`The sf CLI cannot be run: ${child.error.message}. Start this with npm run deploy.`)
  return child.status === 0
}

/** @returns exit code: 0 done, 1 a step failed, 2 bad usage */
export function main(argv: readonly string[]): number {
  try {
    const options = deployOptions(argv)
    if (!options) {
      console.log(help)
      return 0
    }
    for (const step of stepsOf(options)) {
      if (!run(step)) {
        console.error(`✗ ${step.says}: failed. ${step.advice}`)
        return 1
      }
    }
    console.log(options.dryRun ? 'Everything would deploy.' : 'Done.')
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\n\n${help}`)
    return 2
  }
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
