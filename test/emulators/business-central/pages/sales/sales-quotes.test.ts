import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, type Client, type Json } from '../../testing/client.ts'

let client: Client
let dated: Client
beforeAll(async () => {
  client = await startClient()
  dated = await startClient({ switches: { quoteStatus: 'dates' } })
})
afterAll(async () => {
  await client.bc.close()
  await dated.bc.close()
})

const yesterday = '2026-03-15'
const today = '2026-03-16'

async function quote(at: Client, more: Json = {}): Promise<string> {
  const made = await at.post('salesQuotes', { customerNumber: '10000', ...more })
  expect(made.status).toBe(201)
  return String(made.json['id'])
}
const statusOf = async (at: Client, id: string) => (await at.get(`salesQuotes(${id})`)).json['status']

test('a quote is a draft until it is sent; the dates a client writes do not move it', async () => {
  const id = await quote(client, { acceptedDate: today, validUntilDate: yesterday })
  expect(await statusOf(client, id)).toBe('Draft')
  const changed = await client.patch(`salesQuotes(${id})`, {
    sentDate: '2026-03-16T00:00:00Z',
    acceptedDate: yesterday,
  })
  expect(changed.json).toMatchObject({ status: 'Draft', sentDate: '0001-01-01T00:00:00Z', acceptedDate: yesterday })
  expect((await client.post(`salesQuotes(${id})/Microsoft.NAV.send`)).status).toBe(204)
  expect(await statusOf(client, id)).toBe('Sent')
})

test('a person in the client accepts it, and is believed', async () => {
  const id = await quote(client)
  client.bc.company('CRONUS USA, Inc.').table('salesQuotes').update(id, { status: 'Accepted', acceptedDate: today })
  expect(await statusOf(client, id)).toBe('Accepted')
  const accepted = await client.get("salesQuotes?$filter=status eq 'Accepted'&$select=id")
  expect(accepted.value.map((row) => row['id'])).toEqual([id])
})

test('by switch the dates tell the status: accepted before expired before sent', async () => {
  const open = await quote(dated, { validUntilDate: today })
  const expired = await quote(dated, { validUntilDate: yesterday })
  const both = await quote(dated, { validUntilDate: yesterday, acceptedDate: yesterday })
  const statuses = async () => Promise.all([open, expired, both].map((id) => statusOf(dated, id)))
  expect(await statuses()).toEqual(['Draft', 'Expired_x0020_', 'Accepted'])
  for (const name of ['Expired_x0020_', 'Expired '])
    expect((await dated.get(`salesQuotes?$filter=status eq '${name}'`)).value.map((row) => row['id'])).toEqual([
      expired,
    ])

  await dated.post(`salesQuotes(${open})/Microsoft.NAV.send`)
  expect(await statusOf(dated, open)).toBe('Sent')
  await dated.bc.clock.advance(24 * 60 * 60 * 1000)
  expect(await statuses()).toEqual(['Expired_x0020_', 'Expired_x0020_', 'Accepted'])
  await dated.patch(`salesQuotes(${both})`, { acceptedDate: '0001-01-01' })
  expect(await statusOf(dated, both)).toBe('Expired_x0020_')
})
