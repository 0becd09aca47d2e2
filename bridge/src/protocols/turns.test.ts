import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

/** Work that says that it has begun, and ends when it is told to. */
function works() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    work: (name: string) => () => {
      begun.push(name)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    },
    end: async (name: string) => {
      ends.get(name)?.()
      await new Promise(setImmediate)
    },
  }
}

it('has no more at once than allowed, and lets the urgent go first', async () => {
  const turns = createTurns(2)
  const { begun, work, end } = works()
  const all = [turns.take(1, work('a')), turns.take(1, work('b')), turns.take(1, work('c')), turns.take(2, work('d'))]
  expect(begun).toEqual(['a', 'b'])
  await end('a')
  expect(begun).toEqual(['a', 'b', 'd'])
  for (const name of ['b', 'd', 'c']) await end(name)
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

it('gives the turn on when work fails', async () => {
  const turns = createTurns(1)
  await expect(turns.take(1, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(await turns.take(1, () => Promise.resolve('next'))).toBe('next')
})

it('begins nothing more when it is closed, and waits for what runs', async () => {
  const turns = createTurns(1)
  const { begun, work, end } = works()
  const running = turns.take(1, work('running'))
  const waiting = expect(turns.take(1, work('waiting'))).rejects.toThrow('The connector is closed.')
  let over = false
  const closing = turns.close().then(() => (over = true))
  await expect(turns.take(1, work('late'))).rejects.toThrow('The connector is closed.')
  expect(over).toBe(false)
  await end('running')
  expect(await running).toBe('running')
  await Promise.all([waiting, closing])
  expect(begun).toEqual(['running'])
})

it('finishes what waits when it is asked to', async () => {
  const turns = createTurns(1)
  const { work, end } = works()
  const both = [turns.take(1, work('running')), turns.take(1, work('waiting'))]
  const closing = turns.close({ finishWaiting: true })
  await end('running')
  await end('waiting')
  expect(await Promise.all(both)).toEqual(['running', 'waiting'])
  await closing
})
