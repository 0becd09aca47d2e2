import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Commit } from '../records.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
let commits: Commit[]
const admin = (): { userId: string; api: string } => ({
  userId: started.org.context.session(started.org.accessToken)?.userId ?? '',
  api: 'soap',
})
beforeEach(async () => {
  started = await startOrg()
  commits = []
  started.org.records.onCommit((commit) => commits.push(commit))
})
afterEach(() => started[Symbol.asyncDispose]())

function insert(object: string, fields: Record<string, unknown>): string {
  const result = started.org.dml.insert(admin(), object, fields)
  if (!result.success) throw new Error(JSON.stringify(result.errors))
  return result.id
}
const row = (object: string, id: string): Record<string, unknown> | undefined => started.org.records.get(object, id)
const kinds = (): string[] => (commits.at(-1)?.changes ?? []).map(({ object, kind }) => `${kind} ${object}`)
const refused = (statusCode: string): object => ({ success: false, errors: [{ statusCode }] })

describe('undelete', () => {
  test('brings back the record, its details and the look-ups to it', () => {
    const account = insert('Account', { Name: 'Acme' })
    const bill = insert('Bill__c', { Name: 'B-1', Account__c: account, Key__c: 'k' })
    const line = insert('Bill_Line__c', { Bill__c: bill, Amount__c: 5 })
    started.org.dml.delete(admin(), 'Account', account)
    expect(row('Bill__c', bill)?.Account__c).toBeNull()
    expect(started.org.dml.undelete(admin(), 'Account', account)).toMatchObject({ success: true, id: account })
    expect(kinds()).toEqual(['UNDELETE Account', 'UPDATE Bill__c'])
    expect(row('Bill__c', bill)?.Account__c).toBe(account)
    started.org.dml.delete(admin(), 'Bill__c', bill)
    expect(row('Bill_Line__c', line)).toBeUndefined()
    expect(started.org.dml.undelete(admin(), 'Bill_Line__c', line)).toMatchObject(refused('UNDELETE_FAILED'))
    started.org.dml.undelete(admin(), 'Bill__c', bill)
    expect(kinds()).toEqual(['UNDELETE Bill__c', 'UNDELETE Bill_Line__c'])
    expect(row('Bill_Line__c', line)?.Amount__c).toBe('5')
  })

  test('a look-up to what is gone by then comes back empty', () => {
    const account = insert('Account', { Name: 'Acme' })
    const bill = insert('Bill__c', { Name: 'B-1', Account__c: account })
    started.org.dml.delete(admin(), 'Bill__c', bill)
    started.org.dml.delete(admin(), 'Account', account)
    started.org.dml.undelete(admin(), 'Bill__c', bill)
    expect(row('Bill__c', bill)?.Account__c).toBeNull()
  })

  test('is refused for what is not in the bin, or too long, or whose key is taken', async () => {
    const bill = insert('Bill__c', { Name: 'B-1', Key__c: 'k' })
    expect(started.org.dml.undelete(admin(), 'Bill__c', bill)).toMatchObject(refused('UNDELETE_FAILED'))
    expect(started.org.dml.undelete(admin(), 'Bill__c', 'nonsense')).toMatchObject(refused('MALFORMED_ID'))
    started.org.dml.delete(admin(), 'Bill__c', bill)
    const twin = insert('Bill__c', { Name: 'B-2', Key__c: 'K' })
    expect(started.org.dml.undelete(admin(), 'Bill__c', bill)).toMatchObject(refused('DUPLICATE_VALUE'))
    started.org.dml.delete(admin(), 'Bill__c', twin)
    await started.org.clock.advance(16 * 86_400_000)
    expect(started.org.dml.undelete(admin(), 'Bill__c', bill)).toMatchObject(refused('UNDELETE_FAILED'))
    expect(row('Bill__c', bill)).toBeUndefined()
  })
})

describe('what is deleted', () => {
  const inQueryAll = async (object: string): Promise<unknown> =>
    (
      (
        await started.call(
          'GET',
          `/queryAll?q=${encodeURIComponent(`SELECT Id FROM ${object} WHERE IsDeleted = true`)}`,
        )
      ).body as { records: { Id: string }[] }
    ).records.map(({ Id }) => Id)
  const inLog = async (object: string): Promise<unknown> => {
    const range = 'start=2026-03-02T09:58:00Z&end=2026-03-02T10:02:00Z'
    const { body } = await started.call('GET', `/sobjects/${object}/deleted/?${range}`)
    return (body as { deletedRecords: { id: string }[] }).deletedRecords.map(({ id }) => id)
  }

  test('is in queryAll as long as in the bin; what skips the bin stands in `deleted` until it is purged', async () => {
    const { org } = started
    const book = org.records.all('Pricebook2')[0]?.Id
    const product = insert('Product2', { Name: 'P', IsActive: true })
    const entry = insert('PricebookEntry', { Pricebook2Id: book, Product2Id: product, UnitPrice: 2, IsActive: true })
    const account = insert('Account', { Name: 'A' })
    const dated = { EffectiveDate: '2026-03-01', Status: 'Draft', Pricebook2Id: book }
    const order = insert('Order', { AccountId: account, ...dated })
    const line = insert('OrderItem', { OrderId: order, PricebookEntryId: entry, Quantity: 1 })
    const bill = insert('Bill__c', { Name: 'B-1' })
    org.dml.delete(admin(), 'OrderItem', line)
    org.dml.delete(admin(), 'Bill__c', bill)
    expect([await inLog('OrderItem'), await inQueryAll('OrderItem')]).toEqual([[line], []])
    expect([await inLog('Bill__c'), await inQueryAll('Bill__c')]).toEqual([[bill], [bill]])
    await org.clock.advance(86_399_000)
    expect(await inLog('OrderItem')).toEqual([line])
    await org.clock.advance(1000)
    expect([await inLog('OrderItem'), await inLog('Bill__c')]).toEqual([[], [bill]])
    await org.clock.advance(14 * 86_400_000)
    expect(await inQueryAll('Bill__c')).toEqual([bill])
    await org.clock.advance(1000)
    expect(await inQueryAll('Bill__c')).toEqual([])
  })
})

describe('merge', () => {
  test('related records go to the master, the loser goes with its name in the bin', async () => {
    const [master, loser] = [insert('Account', { Name: 'Acme' }), insert('Account', { Name: 'ACME Ltd', Key__c: 'k' })]
    const contact = insert('Contact', { LastName: 'Fox', AccountId: loser })
    const order = insert('Order', { AccountId: loser, EffectiveDate: '2026-03-01', Status: 'Draft' })
    const bill = insert('Bill__c', { Name: 'B-1', Account__c: loser })
    const version = { PathOnClient: 'a.txt', VersionData: 'YQ==', FirstPublishLocationId: loser }
    insert('ContentVersion', version)
    const result = started.org.dml.merge(admin(), 'Account', master, [loser], { Key__c: 'k' })
    expect(result).toMatchObject({ success: true, id: master, row: { Name: 'Acme', Key__c: 'k' } })
    expect([row('Contact', contact)?.AccountId, row('Order', order)?.AccountId]).toEqual([master, master])
    expect(row('Bill__c', bill)?.Account__c).toBe(master)
    const links = started.org.records.all('ContentDocumentLink').map((link) => link.LinkedEntityId)
    expect(links).toContain(master)
    expect(commits).toHaveLength(7)
    const seen = kinds()
    expect(seen).toEqual(expect.arrayContaining(['DELETE Account', 'UPDATE Account', 'UPDATE Contact', 'UPDATE Order']))
    const { body } = await started.call(
      'GET',
      `/queryAll?q=${encodeURIComponent(`SELECT IsDeleted, MasterRecordId FROM Account WHERE Id = '${loser}'`)}`,
    )
    expect(body).toMatchObject({ records: [{ IsDeleted: true, MasterRecordId: master }] })
    expect(started.org.dml.undelete(admin(), 'Account', loser)).toMatchObject(refused('DUPLICATE_VALUE'))
  })

  test('a master under its loser becomes a root; a file linked to both stays linked once', () => {
    const loser = insert('Account', { Name: 'Parent' })
    const master = insert('Account', { Name: 'Child', ParentId: loser })
    insert('ContentVersion', { PathOnClient: 'a.txt', VersionData: 'YQ==', FirstPublishLocationId: loser })
    const ContentDocumentId = started.org.records.all('ContentDocument')[0]?.Id
    insert('ContentDocumentLink', { ContentDocumentId, LinkedEntityId: master })
    started.org.dml.merge(admin(), 'Account', master, [loser])
    expect(row('Account', master)?.ParentId).toBeNull()
    const links = started.org.records.all('ContentDocumentLink').map((link) => link.LinkedEntityId)
    expect(links.filter((id) => id === master)).toHaveLength(1)
    expect(links).not.toContain(loser)
  })

  test('is refused for other objects, itself, three losers, and what is not there; nothing is left of it', () => {
    const ids = ['A', 'B', 'C', 'D'].map((Name) => insert('Account', { Name }))
    const [master = '', ...losers] = ids
    const merge = (losers: string[], object = 'Account', fields = {}): unknown =>
      started.org.dml.merge(admin(), object, master, losers, fields)
    expect(merge(losers)).toMatchObject(refused('INVALID_NUMBER_OF_RECORDS'))
    expect(merge([])).toMatchObject(refused('INVALID_NUMBER_OF_RECORDS'))
    expect(merge([master])).toMatchObject(refused('INVALID_CROSS_REFERENCE_KEY'))
    expect(merge(['001000000000001AAA'])).toMatchObject(refused('INVALID_CROSS_REFERENCE_KEY'))
    expect(merge(losers.slice(0, 2), 'Account', { Name: null })).toMatchObject(refused('REQUIRED_FIELD_MISSING'))
    const product = [insert('Product2', { Name: 'A' }), insert('Product2', { Name: 'B' })] as const
    expect(started.org.dml.merge(admin(), 'Product2', product[0], [product[1]])).toMatchObject(
      refused('INVALID_TYPE_FOR_OPERATION'),
    )
    expect(started.org.records.all('Account').map((one) => one.Name)).toEqual(['A', 'B', 'C', 'D'])
  })
})
