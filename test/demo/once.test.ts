import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'

/** `npm start -- --once`, as a newcomer runs it: real change events over gRPC, real webhooks, a real bridge process. */
it('plays the story from a won deal to a paid invoice', { timeout: 180_000 }, async () => {
  const child = spawn(process.execPath, ['scripts/start.ts', '--once'], {
    cwd: `${import.meta.dirname}/../..`,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect(out).toContain('invoice reads Paid, two payments')
  for (const step of ['Catalogue', 'Customer', 'Order', 'Shipped and invoiced', 'Part payment', 'Paid'])
    expect(out).toContain(step)
  expect(out).not.toContain('failed')
  expect(code).toBe(0)
})

it('refuses an odd port', async () => {
  const child = spawn(process.execPath, ['scripts/start.ts', '--port', 'eighty'], {
    cwd: `${import.meta.dirname}/../..`,
  })
  let problems = ''
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect(code).toBe(2)
  expect(problems).toContain('--port must be a port, not "eighty"')
})
