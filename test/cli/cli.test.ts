import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** The bridge's commands, each as a process of its own, as an operator runs them. */
let test: TestSystem

beforeAll(async () => {
  test = await startSystem()
})
afterAll(() => test.close())

const compileCache = join(tmpdir(), 'bridge-compile-cache')

async function bridge(command: readonly string[], change: Record<string, string | undefined> = {}) {
  const environment = {
    ...test.environment,
    LOG_LEVEL: 'silent',
    NODE_EXTRA_CA_CERTS: test.sandboxes.entra.caCertificate,
  }
  const child = spawn(process.execPath, [`${import.meta.dirname}/../../bridge/src/main.ts`, ...command], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...environment, ...change },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let problems = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, problems }
}

describe('a wrong configuration stops the start with variable, reason and example', () => {
  it.each([
    ['SF_LOGIN_URL', undefined, 'is missing'],
    ['SF_LOGIN_URL', 'acme', 'is not a URL'],
    ['BC_COMPANIES', '', 'is missing'],
    ['PORT', 'eighty', 'is not a number'],
    ['DATABASE_URL', 'mysql://db', 'must be a postgres:// URL'],
  ])('%s=%s', async (variable, value, reason) => {
    const { code, out, problems } = await bridge(['start'], { [variable]: value })
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(problems).toContain(`${variable} ${reason}`)
    expect(problems).toContain(`Example: ${variable}=`)
    expect(problems).not.toContain('    at ')
  })

  it('a database that is not there', async () => {
    const { code, problems } = await bridge(['start'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect(code).toBe(1)
    expect(problems).toContain('DATABASE_URL: the database cannot be reached')
    expect(problems).not.toContain('    at ')
  })

  it('a company that does not exist, naming those that do', async () => {
    const { code, problems } = await bridge(['start'], { BC_COMPANIES: 'CRONUS Moon' })
    expect(code).toBe(1)
    expect(problems).toContain('BC_COMPANIES names "CRONUS Moon"')
    expect(problems).toContain('CRONUS USA, Inc.')
  })
})

it.each(['SIGTERM', 'SIGHUP'] as const)(
  'waits at the start for a system that does not answer yet, then comes up and stops on %s',
  async (signal) => {
    const { faults } = test.sandboxes.businessCentral
    faults.arm({ kind: 'status', status: 503, headers: { 'retry-after': '1' }, match: '/companies', times: 3 })
    const environment = { ...test.environment, NODE_EXTRA_CA_CERTS: test.sandboxes.entra.caCertificate, PORT: '0' }
    const child = spawn(process.execPath, [`${import.meta.dirname}/../../bridge/src/main.ts`, 'start', '--json'], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    expect(JSON.parse(line.toString())).toMatchObject({ companies: ['CRONUS USA, Inc.', expect.any(String) as string] })
    expect(faults.list()).toEqual([])
    child.kill(signal)
    expect(await ended).toBe(0)
  },
)

describe('usage', () => {
  it('explains itself', async () => {
    const { code, out } = await bridge(['--help'])
    expect(code).toBe(0)
    for (const word of ['start', 'doctor', 'migrate', 'status', 'SF_LOGIN_URL', 'BC_COMPANIES'])
      expect(out).toContain(word)
  })

  it.each([[['dance']], [['status', '--loud']]])('refuses %j with 2', async (command) => {
    const { code, problems } = await bridge(command)
    expect(code).toBe(2)
    expect(problems).toMatch(/unknown (command|option)/)
  })
})

describe('doctor', () => {
  it('is content when everything is right', async () => {
    const { code, out } = await bridge(['doctor', '--json'])
    const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: { name: string; ok: boolean }[] }
    expect(checks.filter((check) => !check.ok)).toEqual([])
    expect({ code, ok }).toEqual({ code: 0, ok: true })
  })

  it.each([
    ['BC_CLIENT_SECRET', 'wrong', 'AADSTS7000215'],
    ['SF_CLIENT_SECRET', 'wrong', 'invalid'],
    ['BC_COMPANIES', 'CRONUS Moon', 'CRONUS Moon'],
  ])('says what is wrong with %s', async (variable, value, words) => {
    const { code, out } = await bridge(['doctor'], { [variable]: value })
    expect(code).toBe(1)
    expect(out).toContain('✗')
    expect(out).toContain(words)
  })
})

describe('migrate and status', () => {
  it('migrates what is up to date without doing anything', async () => {
    expect(await bridge(['migrate'])).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
  })

  it('tells how the work stands', async () => {
    await test.settle()
    const { code, out } = await bridge(['status', '--json'])
    expect(code).toBe(0)
    const told = JSON.parse(out) as { outcomes: { flow: string; outcome: string; count: number }[] }
    expect(
      told.outcomes.find((each) => each.flow === 'item-to-product' && each.outcome === 'inserted')?.count,
    ).toBeGreaterThan(0)
    expect((await bridge(['status'])).out).toContain('item-to-product')
  })
})

describe('issues, audit, replay and sync', () => {
  let parked: string

  beforeAll(async () => {
    await test.settle()
    parked = await createAccount(test.sandboxes, 'P'.repeat(120))
    await test.settle()
  })

  it('lists what is parked, and tries it again', async () => {
    const listed = await bridge(['issues', '--json', '--flow', 'account-to-customer'])
    const [issue] = JSON.parse(listed.out) as { id: string; record: string; message: string }[]
    expect(issue).toMatchObject({ record: parked })
    expect((await bridge(['issues'])).out).toContain('120 characters')
    expect(await bridge(['issues', '--retry', issue?.id ?? ''])).toMatchObject({ code: 0 })
    // The command's clock is the real one, the test's stands still: the job is ready later.
    expect((await test.system.store.jobs.counts()).get('account-to-customer')).toMatchObject({ postponed: 1 })
    const { out } = await bridge(['issues', '--retry-all', '--flow', 'account-to-customer', '--json'])
    expect(JSON.parse(out)).toEqual({ retried: [expect.objectContaining({ record: parked })] })
    const link = await bridge(['issues', '--link', `${issue?.id ?? ''}=nobody`])
    expect(link).toMatchObject({ code: 1 })
    expect(link.problems).toContain('offers nothing to choose')
  })

  it('tells the trail of a record, and runs an entry again', async () => {
    const { code, out } = await bridge(['audit', 'salesforce', parked, '--json'])
    expect(code).toBe(0)
    const entries = JSON.parse(out) as { id: string; flow: string; outcome: string }[]
    const entry = entries.find((each) => each.outcome === 'failed')
    expect(entry).toMatchObject({ flow: 'account-to-customer' })
    const again = await bridge(['replay', entry?.id ?? '', '--json'])
    expect(JSON.parse(again.out)).toEqual({ replayed: [expect.objectContaining({ record: parked })] })
    const day = await bridge(['replay', '--flow', 'account-to-customer', '--from', '2026-11-20', '--to', '2027-01-01'])
    expect(day.out).toMatch(/^[1-9]\d* records run again/)
  })

  it('works off all that has changed', async () => {
    const { code, out } = await bridge(['sync', 'item-to-product', '--since', '2020-01-01', '--json'])
    expect(code).toBe(0)
    const { found, outcomes } = JSON.parse(out) as { found: number; outcomes: Record<string, number> }
    expect(found).toBeGreaterThan(10)
    expect(outcomes.unchanged).toBe(found)
    // The account of long name is parked again: that is no success.
    const failed = await bridge(['sync', 'account-to-customer'])
    expect(failed).toMatchObject({ code: 1 })
    expect(failed.out).toContain('failed 1')
  })

  it.each([
    [['issues', '--retry', '999999'], 1, 'There is no open issue 999999'],
    [['replay', '--flow', 'account-to-customer', '--from', 'monday'], 2, 'neither a day nor an instant'],
    [['sync', 'opportunity-to-sales-quote'], 1, 'is switched off'],
  ])('%j fails with a clear error', async (command, expected, words) => {
    const { code, problems } = await bridge(command)
    expect(problems).toContain(words)
    expect(problems).not.toContain('    at ')
    expect(code).toBe(expected)
  })
})

describe('mappings', () => {
  let folder: string
  const file = async (text: string) => {
    const path = join(folder, 'mappings.yaml')
    await writeFile(path, text)
    return path
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mappings-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('prints the rules in force', async () => {
    const BRIDGE_MAPPINGS = await file('flows: {account-to-customer: {map: {city: {constant: Rome}}}}')
    const { code, out } = await bridge(['mappings', 'print'], { BRIDGE_MAPPINGS })
    expect(code).toBe(0)
    expect(out).toContain('| city | ← | always "Rome" |')
    const json = JSON.parse((await bridge(['mappings', 'print', '--json'])).out) as { flow: string }[]
    expect(json.map((each) => each.flow)).toContain('order-to-sales-order')
  })

  it('tells what a file changes', async () => {
    const BRIDGE_MAPPINGS = await file('flows: {account-to-customer: {mayCreate: false, map: {city: remove}}}')
    const { out } = await bridge(['mappings', 'diff', '--json'], { BRIDGE_MAPPINGS })
    expect(JSON.parse(out)).toEqual([
      { flow: 'account-to-customer', field: '(creates)', was: 'true', how: 'false' },
      { flow: 'account-to-customer', field: 'city', was: expect.any(String) as string, how: '(not filled)' },
    ])
    expect((await bridge(['mappings', 'diff'])).out).toContain('Nothing is changed')
  })

  it('shows what is set in Salesforce above the file; without Salesforce the file alone, and says so', async () => {
    const BRIDGE_MAPPINGS = await file('flows: {account-to-vendor: {map: {city: {constant: Rome}, state: remove}}}')
    const row = () =>
      test.sandboxes.salesforce.records.all('BC_Flow__c').find((each) => each.BC_Key__c === 'account-to-vendor')
    if (!row()) createRecord(test.sandboxes, 'BC_Flow__c', { Name: 'v', BC_Key__c: 'account-to-vendor' })
    const set = (BC_Mapping__c: string | null) =>
      change(test.sandboxes, 'BC_Flow__c', String(row()?.Id), { BC_Mapping__c })
    set('map: {city: {constant: Paris}}')
    const now = async (more: Record<string, string> = {}) => {
      const { code, out, problems } = await bridge(['mappings', 'diff', '--json'], { BRIDGE_MAPPINGS, ...more })
      expect(code).toBe(0)
      const changes = JSON.parse(out) as { field: string; how: string }[]
      return {
        city: changes.find(({ field }) => field === 'city')?.how,
        state: changes.some(({ field }) => field === 'state'),
        problems,
      }
    }
    expect(await now()).toEqual({ city: 'always "Paris"', state: true, problems: '' })
    const alone = await now({ SF_LOGIN_URL: 'http://127.0.0.1:1' })
    expect(alone).toMatchObject({ city: 'always "Rome"', state: true })
    expect(alone.problems).toContain('these are those of the file alone')
    expect(alone.problems).not.toContain('    at ')

    set('map: {citty: {constant: Paris}}')
    const refused = await now()
    expect(refused).toMatchObject({ city: 'always "Rome"' })
    expect(refused.problems).toContain('Refused in Setup')
    const { code, out } = await bridge(['mappings', 'check'], { BRIDGE_MAPPINGS })
    expect(code).toBe(1)
    expect(out).toContain('account-to-vendor → Mapping Overrides → map.citty')
    set(null)
  })

  it('checks every default mapping against both systems', async () => {
    expect(await bridge(['mappings', 'check'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('fit both systems') as string,
    })
  })

  it.each([
    ['flows: {account-to-customer: {map: {citty: {from: BillingCity}}}}', 'Did you mean city?'],
    ['flows: {account-to-customer: {map: {city: {from: BilingCity}}}}', 'Did you mean BillingCity?'],
    ['flows: {account-to-customers: {}}', 'Did you mean account-to-customer?'],
    ['flows: 12', 'Invalid input'],
  ])('refuses %s', async (text, words) => {
    const { code, out } = await bridge(['mappings', 'check', await file(text)])
    expect(code).toBe(1)
    expect(out).toContain(words)
  })

  it.each([
    [['mappings', 'check', '/nowhere.yaml'], {}, 1, 'nowhere.yaml'],
    [['mappings', 'print'], { BRIDGE_MAPPINGS: '/nowhere.yaml' }, 1, 'BRIDGE_MAPPINGS is not a readable file'],
    [['mappings', 'mix'], {}, 2, 'unknown command'],
  ])('%j fails with a clear error', async (command, change, expected, words) => {
    const { code, problems } = await bridge(command, change)
    expect(code).toBe(expected)
    expect(problems).toContain(words)
    expect(problems).not.toContain('    at ')
  })
})
