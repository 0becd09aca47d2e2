import { describe, expect, it } from 'vitest'
import { followed } from './followed.ts'
import { sellSomething } from './sell-something.ts'

const on = followed()

describe('looking once', () => {
  it('tells everything at first, then only what is new', async () => {
    const first = on.org.save('Account', { Name: 'First' })
    expect(await on.source.poll?.(on.sink)).toBe(1)
    expect(await on.source.poll?.(on.sink)).toBe(0)
    await on.org.emulator.clock.advance(60_000)
    const second = on.org.save('Account', { Name: 'Second' })
    on.org.remove('Account', first)
    // The deletion log goes by whole minutes.
    await on.org.emulator.clock.advance(60_000)
    expect(await on.source.poll?.(on.sink)).toBe(2)
    expect(on.sink.told.slice(1)).toEqual([`Account created ${second}`, `Account deleted ${first}`])
  })

  it('finds what was committed late, with an older stamp than the last one seen', async () => {
    on.org.save('Account', { Name: 'First' })
    await on.source.poll?.(on.sink)
    await on.connect()
    const late = on.org.save('Account', { Name: 'Same instant' })
    await on.source.poll?.(on.sink)
    expect(on.sink.told).toContain(`Account created ${late}`)
  })

  it('takes changed lines for a change of their order', async () => {
    const { orderId, lineIds } = sellSomething(on.org, [{ quantity: '1', price: '1' }])
    await on.source.poll?.(on.sink)
    await on.org.emulator.clock.advance(3600_000)
    on.org.change('OrderItem', lineIds[0] ?? '', { Description: 'changed' })
    on.sink.told.length = 0
    await on.source.poll?.(on.sink)
    expect(on.sink.told).toContain(`Order updated ${orderId}`)
  })

  it('turns pages of records that share one stamp', async () => {
    for (let index = 0; index < 2005; index++) on.org.save('Account', { Name: `A ${index}` })
    expect(await on.source.poll?.(on.sink)).toBe(2005)
    expect(new Set(on.sink.changes.map(({ id }) => id)).size).toBe(2005)
  })
})
