import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filter, numbers, startClient, type Client, type Json } from '../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

describe('paging', () => {
  test('pages are as long as asked, links lead on, nothing is lost when rows come and go', async () => {
    const first = await client.get('items?$select=number&$orderby=number', { Prefer: 'odata.maxpagesize=4' })
    expect(first.value).toHaveLength(4)
    const { bc, usa } = client
    const added = bc.company(usa).table('items').insert({ number: '0000' })
    const link = String(first.json['@odata.nextLink'])
    const next = await fetch(link, { headers: { authorization: 'Bearer test', Prefer: 'odata.maxpagesize=100' } })
    const body = (await next.json()) as { value: Json[]; '@odata.nextLink'?: string }
    bc.company(usa).table('items').delete(added.id)
    expect(body['@odata.nextLink']).toBeUndefined()
    const all = await client.get('items?$select=number&$orderby=number')
    expect([...numbers(first.value), ...numbers(body.value)]).toEqual(numbers(all.value))
  })

  /** The next page of an answer. */
  const follow = async (reply: { readonly json: Json }) => {
    const { pathname, search } = new URL(String(reply.json['@odata.nextLink']))
    return client.call('GET', `${pathname}${search}`, { headers: { Prefer: 'odata.maxpagesize=100' } })
  }

  test.each(['touched', 'deleted', 'blocked'])(
    'the last row of a page may be %s before the next is asked for: no other row is lost',
    async (what) => {
      const fresh = await startClient()
      const table = fresh.bc.company(fresh.usa).table('items')
      // One stamp each, so that the order is by stamp.
      for (const row of table.all()) {
        await fresh.bc.clock.advance(10)
        table.update(row.id, {})
      }
      const path = `items?$select=number&$orderby=lastModifiedDateTime&${filter('blocked eq false')}`
      const all = numbers((await fresh.get(path)).value)
      const first = await fresh.get(path, { Prefer: 'odata.maxpagesize=3' })
      const last = fresh.id('items', 'number', String(all[2]))
      await fresh.bc.clock.advance(10)
      if (what === 'deleted') table.delete(last)
      else table.update(last, what === 'blocked' ? { blocked: true } : {})
      const { pathname, search } = new URL(String(first.json['@odata.nextLink']))
      const rest = await fresh.call('GET', `${pathname}${search}`)
      // What was touched comes again at the end: that is what a reader by stamp wants.
      expect(numbers(rest.value)).toEqual([...all.slice(3), ...(what === 'touched' ? [all[2]] : [])])
      await fresh.bc.close()
    },
  )

  test('rows of equal sort values are told apart by their key, and by when they were made', async () => {
    const { bc, usa } = client
    const order = client.id('salesOrders', 'number', 'S-ORD101002')
    const lines = ['a', 'b', 'c', 'd'].map((description) =>
      bc.company(usa).table('salesOrderLines').insert({ documentId: order, description }),
    )
    const path = `salesOrders(${order})/salesOrderLines?$orderby=quantity&${filter('sequence eq 0')}`
    const first = await client.get(path, { Prefer: 'odata.maxpagesize=2' })
    bc.company(usa)
      .table('salesOrderLines')
      .delete(lines[1]?.id ?? '')
    const rest = await follow(first)
    expect([first, rest].map(({ value }) => value.map((row) => row['description']))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    for (const line of [0, 2, 3])
      bc.company(usa)
        .table('salesOrderLines')
        .delete(lines[line]?.id ?? '')
  })

  test('rows that stand in no table are paged too', async () => {
    const first = await client.get('customerSales?$select=customerNumber', { Prefer: 'odata.maxpagesize=2' })
    const rest = await follow(first)
    expect([...first.value, ...rest.value].map((row) => row['customerNumber'])).toEqual([
      '10000',
      '20000',
      '30000',
      '40000',
      '50000',
    ])
  })

  test('companies are paged and counted like everything else', async () => {
    const first = await client.call('GET', 'companies?$select=name', { headers: { Prefer: 'odata.maxpagesize=1' } })
    const pages = [first.value, (await follow(first)).value]
    expect(pages.map((rows) => rows.map(({ name }) => name))).toEqual([
      ['CRONUS USA, Inc.'],
      ['CRONUS International Ltd.'],
    ])
    const counted = await client.call('GET', `companies/$count?${filter("startswith(name,'CRONUS U')")}`)
    expect(counted.text).toBe('1')
  })

  test('a link of another order is refused, and may carry an aid', async () => {
    const own = await startClient({ switches: { nextLinkAid: 'FIN' } })
    const first = await own.get('items', { Prefer: 'odata.maxpagesize=2' })
    const link = new URL(String(first.json['@odata.nextLink']))
    expect(link.searchParams.get('aid')).toBe('FIN')
    const next = await own.call('GET', `${link.pathname}${link.search}`, { headers: { Prefer: 'odata.maxpagesize=2' } })
    expect(next.value).toHaveLength(2)
    expect(new URL(String(next.json['@odata.nextLink'])).searchParams.getAll('aid')).toEqual(['FIN'])
    const other = await own.call('GET', `${link.pathname}${link.search}&$orderby=number`)
    expect([other.status, other.code]).toEqual([400, 'BadRequest'])
    await own.bc.close()
  })

  test('$top has no next link', async () => {
    const reply = await client.get('items?$top=2')
    expect(reply.value).toHaveLength(2)
    expect(reply.json).not.toHaveProperty('@odata.nextLink')
  })

  test('a page is never longer than the maximum, $top or not', async () => {
    const small = await startClient({ switches: { maxPageSize: 3 } })
    expect((await small.get('items?$top=5')).value).toHaveLength(3)
    expect((await small.get('items', { Prefer: 'odata.maxpagesize=50' })).value).toHaveLength(3)
    await small.bc.close()
  })

  test('an old link can be made to expire', async () => {
    const short = await startClient({ switches: { skipTokenLifetimeSeconds: 60 } })
    const first = await short.get('items', { Prefer: 'odata.maxpagesize=2' })
    await short.bc.clock.advance(61_000)
    const link = new URL(String(first.json['@odata.nextLink']))
    const reply = await short.call('GET', `${link.pathname}${link.search}`)
    expect([reply.status, reply.code]).toEqual([400, 'SkipTokenIsNoLongerValid'])
    await short.bc.close()
  })
})
