import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../engine/system-clock.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'
import { killChild, startChild } from '../testing/child.ts'
import { openEmbedded } from './embedded-server.ts'
import { readPostmaster } from './postmaster.ts'

let dataDir: string
const cluster = () => join(dataDir, 'postgres', 'cluster')
const open = () => openStore({ dataDir, clock: systemClock })
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bridge-embedded-'))
})
afterEach(async () => {
  // Whatever a failing test has left running.
  const left = await readPostmaster(cluster())
  if (left?.state === 'alive') process.kill(left.pid, 'SIGQUIT')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

test('two bridges that start together on an empty folder share one database; the last one stops it', async () => {
  const [one, two] = await Promise.all([open(), open()])
  await Promise.all([migrate(one), migrate(two)])
  await one.cursors.set({ name: 'x', value: '1' })
  expect(await two.cursors.get('x')).toBe('1')
  await one.close()
  expect(await two.cursors.get('x')).toBe('1')
  await two.close()
  expect(await readPostmaster(cluster())).toBeUndefined()
  const again = await open()
  expect(await again.cursors.get('x')).toBe('1')
  await again.close()
})

test('the server of a bridge that was killed is adopted, and stopped with its adopter', async () => {
  const { child, line } = await startChild(join(import.meta.dirname, '../testing/open-and-hang.ts'), dataDir)
  await killChild(child)
  const left = await readPostmaster(cluster())
  expect(left?.state).toBe('alive')
  const store = await open()
  expect((await readPostmaster(cluster()))?.pid).toBe(left?.pid)
  expect(await store.cursors.get('left by')).toBe(line)
  await store.close()
  expect(await readPostmaster(cluster())).toBeUndefined()
})

test('a server that is killed under a running bridge is started again by the next query', async () => {
  const store = await open()
  await migrate(store)
  await store.cursors.set({ name: 'x', value: '1' })
  const before = await readPostmaster(cluster())
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await expect.poll(() => store.cursors.get('x').catch(() => 'away'), { timeout: 20_000, interval: 50 }).toBe('1')
  expect((await readPostmaster(cluster()))?.port).toBe(before?.port)
  await store.close()
})

test('a pid file that names a stranger neither blocks the start nor harms the stranger', async () => {
  const server = await openEmbedded(dataDir, { scratch: true })
  await server.stop()
  await writeFile(join(cluster(), 'postmaster.pid'), [process.pid, cluster(), 0, 5432].join('\n'))
  await server.stop()
  await server.ensure()
  expect((await readPostmaster(cluster()))?.state).toBe('alive')
  await server.stop()
})

test('the password is for the owner only, and the folder of a foreign database is refused', async () => {
  const server = await openEmbedded(dataDir, { scratch: true })
  const { mode } = await stat(join(dataDir, 'postgres', 'password'))
  expect(mode & 0o777).toBe(0o600)
  expect((await readFile(join(cluster(), 'pg_hba.conf'), 'utf8')).match(/^[^#].*\btrust\b/m)).toBeNull()
  await server.stop()
  const other = join(dataDir, 'other')
  await mkdir(join(other, 'postgres', 'something'), { recursive: true })
  await expect(openEmbedded(other, { scratch: true })).rejects.toThrow('is not a database of the bridge')
})

test('a database that another PostgreSQL made is refused with what to do', async () => {
  const server = await openEmbedded(dataDir, { scratch: true })
  await server.stop()
  await writeFile(join(cluster(), 'PG_VERSION'), '17\n')
  await expect(openEmbedded(dataDir, { scratch: true })).rejects.toThrow(
    'was made by PostgreSQL 17; this version of the bridge brings 18',
  )
})

test.runIf(process.getuid?.() === 0)('root may keep the data where nobody else comes', async () => {
  const inner = join(dataDir, 'closed', 'data')
  await mkdir(join(dataDir, 'closed'), { mode: 0o700 })
  const server = await openEmbedded(inner, { scratch: true })
  expect((await readPostmaster(join(inner, 'postgres', 'cluster')))?.state).toBe('alive')
  await server.stop()
})

test('an address that leads nowhere names the variable', async () => {
  const opening = openStore({ databaseUrl: 'postgres://x:y@127.0.0.1:1/z', dataDir, clock: systemClock })
  await expect(opening).rejects.toThrow('DATABASE_URL: the database cannot be reached')
})
