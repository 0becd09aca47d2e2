import { expect, it } from 'vitest'
import { movedLines } from './moved-lines.ts'

const item = (id: string, itemId: string, quantity: number) => ({
  id,
  lineType: 'Item',
  itemId,
  quantity,
  unitPrice: 1,
})
const text = (id: string, description: string) => ({ id, lineType: 'Comment', itemId: '', quantity: 0, description })
const moved = (...args: Parameters<typeof movedLines>) => Object.fromEntries(movedLines(...args))

it('follows lines that were made anew by article, quantity and order, whatever they cost now', () => {
  const before = [item('1', 'X', 1), item('2', 'x', 1), text('3', 'Handle with care'), item('4', 'y', 2)]
  const after = [
    ...[item('11', 'x', 1), item('12', 'x', 1), text('13', 'Long text of the item'), text('14', 'Handle with care')],
    { ...item('15', 'y', 2), unitPrice: 7 },
  ]
  expect(moved(before, after)).toEqual({ 1: '11', 2: '12', 3: '14', 4: '15' })
})

it('leaves alone what stands, and what is not there any more', () => {
  const before = [item('1', 'x', 1), item('2', 'x', 1), item('3', 'y', 1)]
  expect(moved(before, before)).toEqual({})
  expect(moved(before, [item('1', 'x', 1), item('9', 'x', 1)])).toEqual({ 2: '9' })
})
