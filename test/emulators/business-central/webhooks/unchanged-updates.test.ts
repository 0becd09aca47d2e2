import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSubscriber, type Subscriber } from './testing/subscriber.ts'

let app: Subscriber
beforeEach(async () => {
  app = await startSubscriber()
  await app.pass(10)
  await app.subscribe()
})
afterEach(() => app[Symbol.asyncDispose]())

const write = async (creditLimit: number) => {
  const path = `customers(${app.client.id('customers', 'number', '10000')})`
  expect((await app.client.patch(path, { creditLimit })).status).toBe(200)
}
const kinds = () => app.receiver.calls.map((call) => call.map(({ changeType }) => changeType))

describe('an update that changes nothing', () => {
  test('is told of when it comes less than two seconds after a change: it may have been one', async () => {
    await write(5)
    await app.pass(31)
    expect(kinds()).toEqual([['updated']])
    await write(5)
    await app.pass(31)
    expect(kinds()).toEqual([['updated']])
    await write(6)
    // The window of the change ends within these two seconds: what is told next is the other's.
    await app.pass(29)
    await write(7)
    await app.pass(1)
    await write(7)
    await app.pass(31)
    expect(kinds()).toEqual([['updated'], ['updated'], ['updated']])
    await write(8)
    await app.pass(30)
    await write(8)
    await app.pass(31)
    expect(kinds()).toHaveLength(4)
  })

  test.each([
    [0, 1],
    [Number.POSITIVE_INFINITY, 2],
  ])('switch unchangedNotificationSeconds=%d: %d notifications', async (seconds, told) => {
    app.client.bc.switches.unchangedNotificationSeconds = seconds
    await write(5)
    await app.pass(29)
    await write(5)
    await app.pass(1)
    await write(5)
    await app.pass(31)
    expect(kinds()).toEqual(Array.from({ length: told }, () => ['updated']))
  })

  test('is told of together with a deletion that follows: the record is no more there to judge by', async () => {
    const { json } = await app.client.post('customers', { displayName: 'Gone soon' })
    const id = String(json['id'])
    await app.pass(31)
    await app.client.patch(`customers(${id})`, { displayName: 'Gone soon' })
    await app.client.delete(`customers(${id})`)
    await app.pass(31)
    expect(kinds()).toEqual([['created'], ['updated', 'deleted']])
  })
})
