import { expect, it } from 'vitest'
import { partsOf, readingBatch } from './odata-batch.ts'

it('asks for every path under its own number', () => {
  expect(readingBatch(['companies(x)/items?$top=1']).requests).toEqual([
    { id: '0', method: 'GET', url: 'companies(x)/items?$top=1', headers: { accept: 'application/json' } },
  ])
})

it('gives answers back in the order of the questions and shows which are missing', () => {
  const body = {
    responses: [
      { id: '2', status: 429, headers: { 'retry-after': '7' }, body: {} },
      { id: '0', status: 200, body: { value: [] } },
    ],
  }
  const [first, second, third] = partsOf(body, 3)
  expect(first).toMatchObject({ status: 200, body: { value: [] } })
  expect(second).toBeUndefined()
  expect(third?.headers.get('retry-after')).toBe('7')
})

it.each([undefined, '<html>', {}, { responses: null }])('takes %j for no answer at all', (body) => {
  expect(partsOf(body, 2)).toEqual([undefined, undefined])
})
