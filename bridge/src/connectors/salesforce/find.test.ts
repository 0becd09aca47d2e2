import { expect, it } from 'vitest'
import { account, product } from './entities.ts'
import { createFind } from './find.ts'
import { createFootprint } from './footprint.ts'

const company = { id: 'c', name: 'CRONUS' }

/** An org that answers queries from a script; what it was asked is kept. */
function org(answer: (soql: string) => readonly object[]) {
  const asked: string[] = []
  const client = {
    asked,
    call: (_: string, path: string) => {
      const soql = decodeURIComponent(path.replace('/query?q=', ''))
      asked.push(soql)
      const records = answer(soql).map((row, index) => ({
        Id: `01t00000000000${index}`,
        SystemModstamp: '2026-11-21T08:00:00.000+0000',
        ...row,
      }))
      return Promise.resolve({ totalSize: records.length, done: true, records })
    },
    footprint: createFootprint(),
    session: () => Promise.reject(new Error('not needed')),
    renewSession: () => Promise.reject(new Error('not needed')),
    usage: () => [],
    close: () => Promise.resolve(),
  }
  return client
}

it('asks Salesforce itself when a row fits none of the sets by our own rules', async () => {
  // Salesforce may take full-width letters, or letters with and without an accent, for the same.
  const client = org((soql) => (soql.includes("'Cafe'") ? [{ ProductCode: 'Café' }] : []))
  const find = createFind(client)
  const found = await find(product, company, [{ ProductCode: 'Cafe' }, { ProductCode: 'Tea' }], ['Name'])
  expect(found.map((records) => records.length)).toEqual([1, 0])
  expect(client.asked).toHaveLength(3)
})

it('asks for each set alone when there are more rows than one answer should hold', async () => {
  const many = Array.from({ length: 2000 }, () => ({ Name: 'Twin' }))
  const client = org((soql) =>
    soql.includes(' OR ') ? many : soql.includes('Twin') ? many.slice(0, 10) : [{ Name: 'Rare' }],
  )
  const found = await createFind(client)(account, company, [{ Name: 'Twin' }, { Name: 'rare' }], ['Phone'])
  expect(found.map((records) => records.length)).toEqual([10, 1])
})

it('asks once for two records that look for the same', async () => {
  const client = org(() => [{ ProductCode: '1' }])
  const found = await createFind(client)(product, company, [{ ProductCode: '1' }, { ProductCode: '1' }], ['Name'])
  expect(found.map((records) => records.length)).toEqual([1, 1])
  expect(client.asked).toHaveLength(1)
})
