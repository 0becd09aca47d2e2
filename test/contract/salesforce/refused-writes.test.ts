import { describe, expect, it } from 'vitest'
import { account, order, product } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { RetryLater } from '../../../bridge/src/engine/errors.ts'
import { company } from './org.ts'
import { sellSomething } from './sell-something.ts'
import { errorOf, idOf, key, writing } from './writing.ts'

const on = writing()

describe('refused', () => {
  it('a value that the list does not have', async () => {
    const { orderId } = sellSomething(on.org, [])
    const error = errorOf(await on.write(order, { BC_Order_Status__c: 'Lost' }, { id: orderId }))
    expect(error.vendor).toMatch(/^INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST/)
    expect(error.advice).toMatch(/BC_Order_Status__c lacks this value.*Object Manager → Order/)
  })

  it('a record that somebody deleted', async () => {
    const id = on.org.save('Account', { Name: 'Gone' })
    on.org.remove('Account', id)
    const error = errorOf(await on.write(account, { BC_Number__c: '1' }, { id }))
    expect(error.kind).toBe('Rejected')
    expect(error.advice).toMatch(/Recycle Bin/)
  })

  it('a key that another record has', async () => {
    on.org.save('Account', { Name: 'First', BC_Key__c: key('c1') })
    const id = on.org.save('Account', { Name: 'Second' })
    const error = errorOf(await on.write(account, { BC_Number__c: '1' }, { id, key: 'c1' }))
    expect(error.vendor).toMatch(/^DUPLICATE_VALUE/)
    expect(error.advice).toMatch(/merge/)
  })

  it('everything, when the bridge may not write a field', async () => {
    for (const permission of on.org.rows('FieldPermissions')) {
      if (permission.Field === 'Product2.BC_Base_Unit__c')
        on.org.change('FieldPermissions', String(permission.Id), { PermissionsEdit: false })
    }
    const written = await on.write(product, { Name: 'Desk', BC_Base_Unit__c: 'PCS' })
    const error = errorOf(written)
    expect(error.kind).toBe('Misconfigured')
    expect(error.advice).toMatch(/BC_Integration.*BC_Base_Unit__c/)
  })
})

describe('passing trouble', () => {
  const fault = (kind: string, more: object = {}) => on.org.emulator.faults.arm({ kind, match: 'composite', ...more })

  it('a locked row is tried again later, its neighbours are written', async () => {
    const [first, second] = [on.org.save('Account', { Name: '1' }), on.org.save('Account', { Name: '2' })]
    fault('row-lock')
    const written = await on.writer.write(account, company, [
      { key: key('1'), id: first, fields: { BC_Number__c: '1' } },
      { key: key('2'), id: second, fields: { BC_Number__c: '2' } },
    ])
    expect(written.some((each) => each.outcome === 'failed' && each.error instanceof RetryLater)).toBe(true)
  })

  it('a used-up limit asks for a pause', async () => {
    fault('request-limit')
    await expect(on.write(product, { Name: 'Desk' })).rejects.toMatchObject({
      name: 'RetryLater',
      retryAfter: 60,
      vendor: expect.stringMatching(/^REQUEST_LIMIT_EXCEEDED/) as string,
    })
  })

  it('503 is obeyed with its Retry-After, and not repeated by itself', async () => {
    fault('status', { status: 503, headers: { 'retry-after': '17' } })
    await expect(on.write(product, { Name: 'Desk' })).rejects.toMatchObject({ name: 'RetryLater', retryAfter: 17 })
    expect(on.writes()).toHaveLength(1)
  })

  it('a write whose answer is lost can simply be repeated', async () => {
    fault('write-done-but-504')
    await expect(on.write(product, { Name: 'Desk' })).rejects.toBeInstanceOf(RetryLater)
    const again = await on.write(product, { Name: 'Desk' })
    expect(again.outcome).toBe('modified')
    expect(on.org.rows('Product2')).toHaveLength(1)
  })

  it('a connection that breaks can too', async () => {
    fault('drop-connection')
    await expect(on.write(product, { Name: 'Desk' })).rejects.toMatchObject({ name: 'RetryLater' })
    expect(idOf(await on.write(product, { Name: 'Desk' }))).toBeTruthy()
    expect(on.org.rows('Product2')).toHaveLength(1)
  })
})
