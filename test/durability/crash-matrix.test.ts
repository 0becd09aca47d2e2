import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount, createOrder } from '../support/sell.ts'

/**
 * The bridge is killed (SIGKILL, a real process) at every point where it awaits something from outside: before each request
 * it sends, and after each answer that it has not read yet. Another bridge on the same database then goes on. Whatever the
 * point, there must be one customer and one sales order, linked and told.
 */
let test: TestSystem
let books: Books

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
})
afterAll(() => test.close())

/** Runs a bridge of its own process; `killAt` is `before:N` or `after:N`. Tells how many requests it sent, if it survived. */
async function runChild(killAt?: string): Promise<{ killed: boolean; requests: number; complaints: string }> {
  const child = spawn(
    process.execPath,
    ['--import', `${import.meta.dirname}/kill-at.ts`, `${import.meta.dirname}/bridge-child.ts`],
    {
      env: {
        PATH: process.env.PATH,
        ...test.environment,
        LOG_LEVEL: 'error',
        NODE_EXTRA_CA_CERTS: test.sandboxes.entra.caCertificate,
        KILL_REPORT: 'yes',
        ...(killAt === undefined ? {} : { KILL_AT: killAt }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  let complaints = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...ended) => resolve(ended))
  })
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The child bridge failed (${String(code)}):\n${complaints}`)
  const requests = output === '' ? 0 : (JSON.parse(output) as { requests: number }).requests
  return { killed: signal === 'SIGKILL', requests, complaints }
}

interface Deed {
  readonly name: string
  /** Does it in Salesforce; returns what to look for. */
  readonly act: (number: number) => Promise<string>
  /** How many records of it there are in Business Central, and whether Salesforce was told. */
  readonly look: (id: string) => Promise<{ made: number; told: boolean }>
}

const deeds: readonly Deed[] = [
  {
    name: 'account → customer',
    act: (number) => createAccount(test.sandboxes, `Crash ${number} Ltd.`),
    look: async (id) => {
      const account = test.sandboxes.salesforce.records.get('Account', id)
      const made = books.customers(String(account?.Name))
      return { made: made.length, told: account?.BC_Number__c === made[0]?.number }
    },
  },
  {
    name: 'order → sales order',
    act: async (number) => {
      const account = test.sandboxes.salesforce.records.all('Account').find((row) => row.BC_Number__c !== null)
      return createOrder(test.sandboxes, account?.Id ?? '', [{ item: '1896-S', quantity: 1 + number }])
    },
    look: async (id) => {
      const order = test.sandboxes.salesforce.records.get('Order', id)
      const made = books.salesOrders(id)
      return { made: made.length, told: order?.BC_Number__c === made[0]?.number }
    },
  },
]

it.each(deeds)('survives SIGKILL at every awaited step of $name', { timeout: 600_000 }, async ({ name, act, look }) => {
  const first = await act(0)
  const whole = await runChild()
  expect(await look(first)).toEqual({ made: 1, told: true })

  const points = Array.from({ length: whole.requests }, (_, index) => [
    `before:${index + 1}`,
    `after:${index + 1}`,
  ]).flat()
  const tried = { killed: 0, survived: 0 }
  for (const [index, point] of points.entries()) {
    const id = await act(index + 1)
    const { killed } = await runChild(point)
    tried[killed ? 'killed' : 'survived']++
    // The doubt about a create whose answer was lost is settled after a while.
    await test.advance(60)
    await test.settle()
    expect({ point, ...(await look(id)) }).toEqual({ point, made: 1, told: true })
  }
  console.log(
    `${name}: killed at ${tried.killed} of ${points.length} points, ${tried.survived} runs ended before theirs`,
  )
  expect(tried.killed).toBeGreaterThan(10)
})
