import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { scratchServer, type ScratchServer } from './testing/scratch-database.ts'

const folder = join(import.meta.dirname, '../../migrations')
const at = '2026-11-21T08:00:00.000Z'
let scratch: ScratchServer
beforeAll(async () => void (scratch = await scratchServer({ own: true })))
afterAll(() => scratch.stop())

/** The address of a database as an older version of the bridge left it: with the tables of `last` and all before it. */
async function olderDatabase(last: string, fill: string): Promise<string> {
  const run = async (url: string, statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql') && name <= last).sort()
  await run(scratch.server.url(), ['CREATE DATABASE older'])
  await run(scratch.server.url('older'), [
    'CREATE SCHEMA bridge',
    'CREATE TABLE bridge.migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    ...(await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))),
    ...files.map((name) => `INSERT INTO bridge.migrations (name) VALUES ('${name}')`),
    fill,
  ])
  return scratch.server.url('older')
}

test('what an older version has begun, parked and asked is still known', async () => {
  const url = await olderDatabase(
    '0005-documents.sql',
    `INSERT INTO bridge.intents VALUES
       ('order-to-sales-order', 'c', '1', 'SF-1', '{}', '${at}'),
       ('account-to-customer', 'c', '2', '{"displayName":"Acme"}', '{x}', '${at}'),
       ('account-to-customer', 'c', '3', NULL, '{}', '${at}');
     INSERT INTO bridge.issues (flow, company, record, at, message, advice) VALUES ('f', 'c', '1', '${at}', 'm', 'a');
     INSERT INTO bridge.approvals (flow, company, record, hash, state, at) VALUES ('f', 'c', '1', 'h', 'asked', '${at}')`,
  )
  const store = await scratch.freshStore({ now: () => 0 }, { url })
  try {
    expect((await migrate(store))[0]).toMatch(/^0006-/)
    const key = (flow: string, record: string) => ({ flow, company: 'c', record })
    const begun = await store.intents.find([
      key('order-to-sales-order', '1'),
      key('account-to-customer', '2'),
      key('account-to-customer', '3'),
    ])
    // A bare reference is worked out anew from the record: it is the same.
    expect(begun.map(({ record, marks, known }) => [record, marks, known]).toSorted()).toEqual([
      ['1', undefined, []],
      ['2', { displayName: 'Acme' }, ['x']],
      ['3', undefined, []],
    ])
    const { open } = await store.issues.news(10)
    expect(open).toMatchObject([{ opened: at, at, attempts: 1, message: 'm' }])
    expect(open[0]?.key).toMatch(/^[0-9a-f-]{36}:1$/)
    expect(await store.issues.get(open[0]?.key ?? '')).toMatchObject({ id: '1' })
    expect(await store.issues.get(`${crypto.randomUUID()}:1`)).toBeUndefined()
    expect(await store.issues.get('no number')).toBeUndefined()
    expect(await store.approvals.find([key('f', '1')])).toMatchObject([{ state: 'asked', requestedBy: undefined }])
  } finally {
    await store.close()
  }
})

test('a try that fails as before is news only when a person has asked for it', async () => {
  const store = await scratch.freshStore({ now: () => 0 })
  try {
    const { issues } = store
    const key = { flow: 'f', company: 'c', record: '1' }
    const issue = { ...key, at, message: 'm', advice: 'a', vendor: undefined }
    const show = async () => {
      const { open } = await issues.news(10)
      await issues.shown(open, [])
      return open.map(({ attempts }) => attempts)
    }
    await issues.open([issue])
    expect(await show()).toEqual([1])
    await issues.open([issue])
    expect(await show()).toEqual([])
    await issues.ask([key])
    expect(await show()).toEqual([])
    await issues.open([{ ...issue, at: '2026-11-22T08:00:00.000Z' }])
    expect(await show()).toEqual([3])
    await issues.open([{ ...issue, message: 'another' }])
    expect(await show()).toEqual([4])
    expect(await issues.list(10)).toMatchObject([{ opened: at, attempts: 4 }])
  } finally {
    await store.close()
  }
})
