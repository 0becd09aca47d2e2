import { expect, it } from 'vitest'
import type { Client, JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import { createScan } from './scan.ts'

const company = { id: 'a1' }
const wanted = (number: string) => [{ taxRegistrationNumber: number }]
const row = (id: string, taxRegistrationNumber: string, minute: number): JsonRow => ({
  id,
  taxRegistrationNumber,
  lastModifiedDateTime: `2026-11-21T08:${String(minute).padStart(2, '0')}:00Z`,
})

/** Business Central with these customers; `before` runs before rows that are read by id are handed out, as they were then. */
function stands(rows: Map<string, JsonRow>) {
  const hooks: { before: (() => Promise<unknown>) | undefined } = { before: undefined }
  const client: Pick<Client, 'list' | 'rowsOfEach'> = {
    async *list(path: string) {
      const since = /lastModifiedDateTime%20ge%20([^&]+)/.exec(path)?.[1]
      const from = since === undefined ? 0 : new Date(decodeURIComponent(since)).getTime()
      for (const each of rows.values()) if (new Date(String(each.lastModifiedDateTime)).getTime() >= from) yield each
    },
    async rowsOfEach(paths: readonly string[]) {
      const found = paths.map((path) => [...rows.values()].filter(({ id }) => path.includes(String(id))))
      const { before } = hooks
      hooks.before = undefined
      await before?.()
      return found
    },
  }
  const scan = createScan({ client: client as Client, clock: { now: () => 0 } })
  const find = async (number: string) => {
    const [found = []] = await scan(customer, company, wanted(number), 'id')
    return found.map(({ id }) => id)
  }
  return { find, hooks }
}

it('a row that another look has found meanwhile is not overwritten by the older one', async () => {
  const rows = new Map([
    ['c1', row('c1', 'OLD', 1)],
    ['c2', row('c2', 'other', 30)],
  ])
  const { find, hooks } = stands(rows)
  await find('nothing')
  hooks.before = async () => {
    rows.set('c1', row('c1', 'NEW', 31))
    rows.set('c2', row('c2', 'other', 59))
    await find('nothing')
  }
  expect(await find('OLD')).toEqual(['c1'])
  expect(await find('NEW')).toEqual(['c1'])
})

it('a match is found behind any number of rows that are no match any more', async () => {
  const rows = new Map(Array.from({ length: 12 }, (_, index) => [`x${index}`, row(`x${index}`, 'SAME', 1)]))
  rows.set('newest', row('newest', 'other', 59))
  const { find } = stands(rows)
  await find('nothing')
  for (let index = 0; index < 11; index++) rows.delete(`x${index}`)
  expect(await find('SAME')).toEqual(['x11'])
})
