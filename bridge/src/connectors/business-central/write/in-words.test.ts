import { expect, test } from 'vitest'
import { inWords } from './in-words.ts'

test.each([
  [{ pricesIncludeTax: true }, { pricesIncludeTax: false }, 'its "prices include tax" is no, wanted yes'],
  [{ unitOfMeasureCode: 'SET' }, { unitOfMeasureCode: 'PCS' }, 'its unit of measure code is PCS, wanted SET'],
  [{ discountAmount: '50' }, { discountAmount: '' }, 'its discount amount is nothing, wanted 50'],
  [
    { customerId: '5d115c9c-44e3-ea11-bb43-000d3a2feca1' },
    { customerId: 'e09b5ac5-5ae0-4f0e-8ba3-09a8ee12c8a8' },
    'its customer is not the one that is wanted',
  ],
])('%j in words', (wanted, row, words) => {
  expect(inWords('its', wanted, row)).toEqual([words])
})
