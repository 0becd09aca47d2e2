import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
let accountId: string
let productId: string
let standardBook: string
beforeEach(async () => {
  started = await startOrg()
  accountId = await started.create('Account', { Name: 'Acme' })
  productId = await started.create('Product2', { Name: 'Bike', ProductCode: 'B-1', IsActive: true })
  standardBook = started.org.records.all('Pricebook2').find((row) => row.IsStandard)?.Id ?? ''
})
afterEach(() => started[Symbol.asyncDispose]())

const update = async (object: string, id: string, fields: object): Promise<unknown> =>
  started.admin.sobject(object).update({ Id: id, ...fields })
const row = (object: string, id: string): Record<string, unknown> => ({ ...started.org.records.get(object, id) })
const price = (book: string, fields: object = {}): Promise<string> =>
  started.create('PricebookEntry', {
    Pricebook2Id: book,
    Product2Id: productId,
    UnitPrice: 9.99,
    IsActive: true,
    ...fields,
  })
const refused = (errorCode: string, message?: RegExp): unknown =>
  expect.objectContaining({ errorCode, ...(message ? { message: expect.stringMatching(message) as string } : {}) })

describe('PricebookEntry', () => {
  test('the standard price comes first, and must be active', async () => {
    const dealers = await started.create('Pricebook2', { Name: 'Dealers', IsActive: true })
    await expect(price(dealers)).rejects.toEqual(refused('STANDARD_PRICE_NOT_DEFINED'))
    const standard = await price(standardBook, { IsActive: false })
    await expect(price(dealers)).rejects.toEqual(refused('STANDARD_PRICE_NOT_DEFINED'))
    await update('PricebookEntry', standard, { IsActive: true })
    const id = await price(dealers, { UnitPrice: 8 })
    expect(row('PricebookEntry', id)).toMatchObject({ Name: 'Bike', ProductCode: 'B-1', UnitPrice: '8' })
  })

  test('one per book and product; book and product are fixed', async () => {
    const id = await price(standardBook)
    await expect(price(standardBook)).rejects.toEqual(refused('FIELD_INTEGRITY_EXCEPTION', /already exists/))
    await expect(update('PricebookEntry', id, { Product2Id: productId })).rejects.toEqual(
      refused('INVALID_FIELD_FOR_INSERT_UPDATE'),
    )
  })

  test('UseStandardPrice follows the standard price', async () => {
    const dealers = await started.create('Pricebook2', { Name: 'Dealers', IsActive: true })
    const standard = await price(standardBook)
    const id = await started.create('PricebookEntry', {
      Pricebook2Id: dealers,
      Product2Id: productId,
      UseStandardPrice: true,
      IsActive: true,
    })
    await update('PricebookEntry', standard, { UnitPrice: 12 })
    expect(row('PricebookEntry', id).UnitPrice).toBe('12')
  })

  test('the standard price book stays', async () => {
    await expect(started.admin.sobject('Pricebook2').destroy(standardBook)).rejects.toEqual(refused('DELETE_FAILED'))
  })
})

describe('Order', () => {
  const draft = (fields: object = {}): Promise<string> =>
    started.create('Order', {
      AccountId: accountId,
      EffectiveDate: '2026-03-02',
      Status: 'Draft',
      Pricebook2Id: standardBook,
      ...fields,
    })
  async function activated(): Promise<{ orderId: string; lineId: string }> {
    const entry = await price(standardBook)
    const orderId = await draft()
    const lineId = await started.create('OrderItem', {
      OrderId: orderId,
      PricebookEntryId: entry,
      Quantity: 3,
      UnitPrice: 0.1,
    })
    await update('Order', orderId, { Status: 'Activated' })
    return { orderId, lineId }
  }

  test('is numbered, born as Draft, and needs account, date and status', async () => {
    const id = await draft()
    expect(row('Order', id)).toMatchObject({ OrderNumber: '00000100', StatusCode: 'Draft', TotalAmount: '0' })
    await expect(draft({ Status: 'Activated' })).rejects.toEqual(refused('FAILED_ACTIVATION'))
    await expect(started.create('Order', { Name: 'x' })).rejects.toEqual(
      refused('REQUIRED_FIELD_MISSING', /\[AccountId, EffectiveDate, Status\]/),
    )
  })

  test('TotalAmount is the exact sum of the lines, which default to the list price', async () => {
    const entry = await price(standardBook)
    const orderId = await draft()
    const lineId = await started.create('OrderItem', { OrderId: orderId, PricebookEntryId: entry, Quantity: 3 })
    await started.create('OrderItem', { OrderId: orderId, PricebookEntryId: entry, Quantity: 1, UnitPrice: 0.2 })
    expect(row('OrderItem', lineId)).toMatchObject({
      UnitPrice: '9.99',
      ListPrice: '9.99',
      TotalPrice: '29.97',
      Product2Id: productId,
    })
    expect(row('Order', orderId).TotalAmount).toBe('30.17')
    await started.admin.sobject('OrderItem').destroy(lineId)
    expect(row('Order', orderId).TotalAmount).toBe('0.2')
  })

  test('takes lines of its own price book only', async () => {
    const dealers = await started.create('Pricebook2', { Name: 'Dealers', IsActive: true })
    const entry = await price(standardBook)
    const other = await draft({ Pricebook2Id: dealers })
    await expect(started.create('OrderItem', { OrderId: other, PricebookEntryId: entry, Quantity: 1 })).rejects.toEqual(
      refused('FIELD_INTEGRITY_EXCEPTION', /different pricebook/),
    )
    const none = await draft({ Pricebook2Id: null })
    await expect(started.create('OrderItem', { OrderId: none, PricebookEntryId: entry, Quantity: 1 })).rejects.toEqual(
      refused('FIELD_INTEGRITY_EXCEPTION', /no price book/),
    )
  })

  test('is activated by Status alone, with a product', async () => {
    const entry = await price(standardBook)
    const orderId = await draft()
    await expect(update('Order', orderId, { Status: 'Activated' })).rejects.toEqual(
      refused('FAILED_ACTIVATION', /at least one product/),
    )
    await started.create('OrderItem', { OrderId: orderId, PricebookEntryId: entry, Quantity: 1 })
    await expect(update('Order', orderId, { Status: 'Activated', PoNumber: '7' })).rejects.toEqual(
      refused('FAILED_ACTIVATION', /only field/),
    )
    await update('Order', orderId, { Status: 'Activated' })
    expect(row('Order', orderId)).toMatchObject({ StatusCode: 'Activated', ActivatedDate: '2026-03-02T10:00:00.000Z' })
  })

  test('once activated, keeps its lines and cannot be deleted; back in Draft it can', async () => {
    const { orderId, lineId } = await activated()
    await expect(started.admin.sobject('OrderItem').destroy(lineId)).rejects.toEqual(
      refused('FIELD_INTEGRITY_EXCEPTION'),
    )
    await expect(started.admin.sobject('Order').destroy(orderId)).rejects.toEqual(refused('DELETE_FAILED'))
    await update('Order', orderId, { Status: 'Draft' })
    await started.admin.sobject('Order').destroy(orderId)
    expect(row('OrderItem', lineId)).toEqual({})
  })

  test('once activated, standard fields are locked without Edit Activated Orders; custom fields by switch', async () => {
    const { orderId, lineId } = await activated()
    const actor = {
      userId: started.org.records.all('User').find((user) => user.Username === 'rep@sandbox.example')?.Id ?? '',
      api: 'rest',
    }
    const write = (object: string, id: string, fields: Record<string, unknown>): unknown => {
      const result = started.org.dml.update(actor, object, id, fields)
      return result.success || result.errors[0]?.statusCode
    }
    expect(write('Order', orderId, { PoNumber: '7' })).toBe('FIELD_INTEGRITY_EXCEPTION')
    expect(write('OrderItem', lineId, { Quantity: 5 })).toBe('FIELD_INTEGRITY_EXCEPTION')
    expect(write('Order', orderId, { Description: 'note' })).toBe(true)
    started.org.switches.activatedOrderErrorCode = 'CANNOT_UPDATE'
    expect(write('Order', orderId, { PoNumber: '7' })).toBe('CANNOT_UPDATE')
    const admin = started.org.dml
    const key = { Key__c: 'k' }
    expect(
      admin.update({ userId: started.org.records.all('User')[0]?.Id ?? '', api: 'rest' }, 'Order', orderId, {
        PoNumber: '7',
        ...key,
      }),
    ).toMatchObject({ success: true })
    started.org.switches.activatedOrderLockedForEverybody = true
    await expect(update('Order', orderId, { Key__c: 'k2' })).resolves.toBeDefined()
    started.org.switches.activatedOrderCustomFields = false
    await expect(update('Order', orderId, { Key__c: 'k3' })).rejects.toEqual(refused('CANNOT_UPDATE'))
  })
})

describe('Opportunity', () => {
  const deal = (fields: object = {}): Promise<string> =>
    started.create('Opportunity', {
      Name: 'Deal',
      StageName: 'Prospecting',
      CloseDate: '2026-03-31',
      AccountId: accountId,
      ...fields,
    })

  test('the stage decides closed, won, probability and expected amount', async () => {
    const id = await deal({ Amount: 1000 })
    expect(row('Opportunity', id)).toMatchObject({ IsClosed: false, Probability: '10', ExpectedRevenue: '100' })
    await update('Opportunity', id, { StageName: 'Closed Won' })
    expect(row('Opportunity', id)).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: '100',
      ExpectedRevenue: '1000',
    })
    expect(row('Opportunity', await deal({ Probability: 42 })).Probability).toBe('42')
  })

  test('products bring their price book and own the amount', async () => {
    const entry = await price(standardBook)
    const id = await deal({ Amount: 1 })
    const line = await started.create('OpportunityLineItem', {
      OpportunityId: id,
      PricebookEntryId: entry,
      Quantity: 2,
      UnitPrice: 5.25,
    })
    expect(row('Opportunity', id)).toMatchObject({
      Amount: '10.5',
      HasOpportunityLineItem: true,
      Pricebook2Id: standardBook,
    })
    await started.create('OpportunityLineItem', {
      OpportunityId: id,
      Product2Id: productId,
      Quantity: 1,
      TotalPrice: 4,
    })
    expect(row('Opportunity', id).Amount).toBe('14.5')
    await update('Opportunity', id, { Amount: 999 })
    expect(row('Opportunity', id).Amount).toBe('14.5')
    await started.admin.sobject('OpportunityLineItem').destroy(line)
    expect(row('Opportunity', id).Amount).toBe('4')
  })

  test('a line has a unit price or a total price, and a quantity', async () => {
    const entry = await price(standardBook)
    const id = await deal()
    const line = { OpportunityId: id, PricebookEntryId: entry }
    await expect(
      started.create('OpportunityLineItem', { ...line, Quantity: 1, UnitPrice: 1, TotalPrice: 1 }),
    ).rejects.toEqual(refused('FIELD_INTEGRITY_EXCEPTION', /only one of/))
    await expect(started.create('OpportunityLineItem', { ...line, Quantity: 0 })).rejects.toEqual(
      refused('FIELD_INTEGRITY_EXCEPTION', /nonzero/),
    )
    await expect(started.create('OpportunityLineItem', { OpportunityId: id, Quantity: 1 })).rejects.toEqual(
      refused('FIELD_INTEGRITY_EXCEPTION', /not been specified/),
    )
  })
})

test('Contact names itself; an account with orders cannot be deleted', async () => {
  const id = await started.create('Contact', { FirstName: 'Jan', LastName: 'Jansen', AccountId: accountId })
  expect(row('Contact', id).Name).toBe('Jan Jansen')
  await started.create('Order', { AccountId: accountId, EffectiveDate: '2026-03-02', Status: 'Draft' })
  await expect(started.admin.sobject('Account').destroy(accountId)).rejects.toEqual(
    refused('DELETE_FAILED', /Acme could not be completed.*orders.*00000100/),
  )
  expect(row('Contact', id).Name).toBe('Jan Jansen')
})
