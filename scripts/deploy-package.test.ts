import { describe, expect, it, vi } from 'vitest'
import { deployOptions, main, stepsOf } from './deploy-package.ts'

const commands = (...argv: string[]): string[] => {
  const options = deployOptions(argv)
  return options ? stepsOf(options).map(({ sf }) => sf.join(' ')) : []
}

describe('npm run deploy', () => {
  it('deploys the package and gives you the two sets a person needs', () => {
    expect(commands('--target-org', 'acme')).toEqual([
      'project deploy start --source-dir force-app/main --wait 30 --concise --target-org acme',
      'org assign permset --name BC_Billing_User --target-org acme',
      'org assign permset --name BC_Sync_Admin --target-org acme',
    ])
  })

  it('deploys the channel after the package when told to', () => {
    expect(commands('--target-org', 'acme', '--with-cdc', '--assign', 'none')).toEqual([
      'project deploy start --source-dir force-app/main --wait 30 --concise --target-org acme',
      'project deploy start --source-dir force-app/cdc --wait 30 --concise --target-org acme',
    ])
  })

  it('assigns what it is told to whom it is told', () => {
    expect(commands('--target-org', 'acme', '--assign', 'BC_Integration=bridge@acme.com').at(-1)).toBe(
      'org assign permset --name BC_Integration --target-org acme --on-behalf-of bridge@acme.com',
    )
  })

  it('changes nothing in a dry run', () => {
    expect(commands('--target-org', 'acme', '--dry-run')).toEqual([
      'project deploy start --source-dir force-app/main --wait 30 --concise --target-org acme --dry-run',
    ])
  })

  it.each([
    [[], '--target-org is missing'],
    [['--target-org', ''], '--target-org is missing'],
    [['--target-org', 'acme', '--assign', 'BC_Nobody'], 'There is no permission set BC_Nobody'],
    [['--target-org', 'acme', '--assign', 'BC_Integration='], 'names no user'],
    [['--target-org', 'acme', '--assign', 'none', '--assign', 'none'], 'There is no permission set none'],
    [['--frobnicate'], "Unknown option '--frobnicate'"],
  ])('refuses %j', (argv, says) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(main(argv)).toBe(2)
    expect(error.mock.calls.flat().join('\n')).toContain(says)
    error.mockRestore()
  })

  it('explains itself', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    expect(main(['--help'])).toBe(0)
    expect(log.mock.calls.flat().join('\n')).toContain('--with-cdc')
    log.mockRestore()
  })
})
