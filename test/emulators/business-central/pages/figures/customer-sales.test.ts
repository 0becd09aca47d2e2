import { expect, test } from 'vitest'
import { startClient } from '../../testing/client.ts'

test('sales per customer, over the dates of the flow filter', async () => {
  const client = await startClient()
  const sales = async (filter = '') =>
    (await client.get(`customerSales?$filter=${encodeURIComponent(`customerNumber eq '10000'${filter}`)}`)).value.map(
      (row) => Number(row['totalSalesAmount']),
    )
  const [all = 0] = await sales()
  const dates = client.bc
    .company(client.usa)
    .table('_customerLedgerEntries')
    .filter((row) => row['customerNumber'] === '10000' && Number(row['salesLcy']) !== 0)
    .map((row) => String(row['postingDate']))
    .sort()
  const [first = '', last = ''] = [dates[0], dates.at(-1)]
  expect(all).toBeGreaterThan(0)
  expect(await sales(` and dateFilter_FilterOnly lt ${first}`)).toEqual([0])
  expect(await sales(` and dateFilter_FilterOnly ge ${first} and dateFilter_FilterOnly le ${last}`)).toEqual([all])
  const [only = 0] = await sales(` and dateFilter_FilterOnly eq ${first}`)
  const [rest = 0] = await sales(` and dateFilter_FilterOnly gt ${first}`)
  expect(only).toBeGreaterThan(0)
  expect(Math.round((only + rest) * 100)).toBe(Math.round(all * 100))
  for (const wrong of ["dateFilter_FilterOnly eq 'x'", 'dateFilter_FilterOnly ne 2026-01-01'])
    expect((await client.get(`customerSales?$filter=${encodeURIComponent(wrong)}`)).status).toBe(400)
  await client.bc.close()
})
