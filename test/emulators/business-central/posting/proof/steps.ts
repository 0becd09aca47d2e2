import fc from 'fast-check'

const pick = fc.nat(30)
const cents = fc.integer({ min: 1, max: 300_000 })
const quantity = fc.integer({ min: 1, max: 9 })

const record = <Name extends string, Shape extends object>(
  name: Name,
  shape: { [key in keyof Shape]: fc.Arbitrary<Shape[key]> },
) => fc.record({ do: fc.constant(name), ...shape }) as fc.Arbitrary<{ readonly do: Name } & Readonly<Shape>>

const line = fc.record({
  /** Item, item, service, account, resource. */
  what: fc.nat(4),
  quantity,
  price: fc.integer({ min: 1, max: 99_999 }),
  discountPercent: fc.constantFrom(0, 0, 0, 5, 12.5, 33),
})

/** One thing that somebody does in the books. Numbers pick among what there then is. */
export const step = fc.oneof(
  {
    weight: 4,
    arbitrary: record('draft', {
      kind: fc.constantFrom(
        'salesOrder' as const,
        'salesInvoice' as const,
        'salesInvoice' as const,
        'salesCreditMemo' as const,
      ),
      customer: fc.nat(3),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      discount: fc.constantFrom(0, 0, 100, 999),
      pricesIncludeTax: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: record('ship', { pick, parts: fc.array(quantity, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: record('invoice', { pick, parts: fc.array(quantity, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: record('shipAndInvoice', { pick }) },
  {
    weight: 1,
    arbitrary: record('prepay', { pick, percent: fc.constantFrom('10', '33.33', '100'), reopens: fc.boolean() }),
  },
  { weight: 1, arbitrary: record('unprepay', { pick, takesBack: fc.boolean() }) },
  { weight: 4, arbitrary: record('post', { pick }) },
  { weight: 1, arbitrary: record('postCreditMemo', { pick }) },
  { weight: 1, arbitrary: record('cancel', { pick }) },
  { weight: 1, arbitrary: record('cancelCreditMemo', { pick }) },
  { weight: 1, arbitrary: record('correct', { pick }) },
  { weight: 1, arbitrary: record('return', { pick, line: fc.nat(3), quantity }) },
  {
    weight: 4,
    arbitrary: record('pay', {
      customer: fc.nat(3),
      cents,
      closes: fc.array(fc.record({ pick, cents: fc.option(cents, { nil: undefined }) }), { maxLength: 4 }),
      /** Pays to the cent what it closes, less the discount, or an amount of its own. */
      how: fc.constantFrom('exact' as const, 'early' as const, 'any' as const),
      day: fc.integer({ min: 15, max: 60 }),
      currency: fc.constantFrom(undefined, undefined, undefined, 'USD', 'EUR', 'JPY'),
    }),
  },
  { weight: 3, arbitrary: record('refund', { pick, cents }) },
  {
    weight: 4,
    arbitrary: record('apply', {
      pick,
      others: fc.array(pick, { minLength: 1, maxLength: 3 }),
      cents: fc.option(cents, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: record('unapply', { pick }) },
  { weight: 1, arbitrary: record('adjust', { day: fc.integer({ min: 15, max: 60 }) }) },
  { weight: 2, arbitrary: record('reverse', { pick }) },
  {
    weight: 1,
    arbitrary: record('thereAndBack', { customer: fc.nat(3), cents, closes: fc.array(pick, { maxLength: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: record('journal', {
      sides: fc.array(fc.record({ account: fc.nat(5), cents: fc.integer({ min: -50_000, max: 50_000 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      balanced: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: record('setUp', {
      discounts: fc.boolean(),
      currencies: fc.boolean(),
      rounding: fc.constantFrom('0', '0.05', '2'),
      tolerance: fc.constantFrom('0', '0', '0.5'),
    }),
  },
  {
    weight: 1,
    arbitrary: record('block', {
      customer: fc.nat(3),
      how: fc.constantFrom('_x0020_', '_x0020_', '_x0020_', 'Ship', 'Invoice', 'All'),
    }),
  },
)

export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
