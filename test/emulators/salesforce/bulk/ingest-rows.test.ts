import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Commit } from '../records.ts'
import { type Bulk, startBulk } from './testing/start-bulk.ts'

let bulk: Bulk
let commits: Commit[] = []
beforeAll(async () => {
  bulk = await startBulk()
  bulk.started.org.records.onCommit((commit) => commits.push(commit))
})
afterEach(() => {
  bulk.afresh()
  commits = []
})
afterAll(() => bulk[Symbol.asyncDispose]())

const upsert = { object: 'Account', operation: 'upsert', externalIdFieldName: 'Key__c' }
const names = (): unknown[] => bulk.started.org.records.all('Account').map((row) => row.Name)

describe('the rows', () => {
  test('an empty cell is left alone, #N/A clears, quotes and line breaks come through', async () => {
    const { org } = bulk.started
    await bulk.load(upsert, 'Key__c,Name,Phone,Description\na,A,1,old\nb,B,2,old\n')
    const { id } = await bulk.load(upsert, 'Key__c,Name,Phone,Description\na,,#N/A,"say ""hi""\nthen, go"\nc,C,,\n')
    const rows = org.records.all('Account').map(({ Name, Phone, Description }) => ({ Name, Phone, Description }))
    expect(rows).toEqual([
      { Name: 'A', Phone: null, Description: 'say "hi"\nthen, go' },
      { Name: 'B', Phone: '2', Description: 'old' },
      { Name: 'C', Phone: null, Description: null },
    ])
    expect(await bulk.results(id, 'successfulResults')).toContain('"false","a","","#N/A","say ""hi""\nthen, go"\n')
  })

  test('relationship columns find the parent by external id, also where several objects may be meant', async () => {
    const { org } = bulk.started
    await bulk.load(upsert, 'Key__c,Name\na,A\n')
    const bills = { object: 'Bill__c', operation: 'upsert', externalIdFieldName: 'Key__c' }
    const { id } = await bulk.load(
      bills,
      'Key__c,Account__r.Key__c,Total__c,Due__c,Held__c\n1,a,12.50,2026-05-06,YES\n2,nobody,1,,0\n3,,abc,2026-02-30,maybe\n',
    )
    expect(org.records.all('Bill__c')).toMatchObject([
      {
        Key__c: '1',
        Account__c: org.records.all('Account')[0]?.Id,
        Total__c: '12.5',
        Due__c: '2026-05-06',
        Held__c: true,
      },
    ])
    const failed = await bulk.results(id, 'failedResults')
    expect(failed).toContain(
      '"INVALID_FIELD:Foreign key external ID: nobody not found for field Key__c in entity Account:--","2"',
    )
    expect(failed).toContain('INVALID_TYPE_ON_FIELD_IN_RECORD:Total: value not of required type: abc:Total__c --;')
    expect(failed).toContain('Held: value not of required type: maybe')
    await bulk.load(bills, 'Key__c,Account__r.Key__c\n1,#N/A\n')
    expect(org.records.all('Bill__c')[0]).toMatchObject({ Account__c: null })
  })

  test('a parent of several possible objects is named with its object, any other without', async () => {
    const { org } = bulk.started
    const typed = { object: 'Bill__c', operation: 'insert' }
    const load = async (column: string, cell = 'rep@sandbox.example'): Promise<unknown> =>
      (await bulk.load(typed, `Name,${column}\nB,${cell}\n`)).errorMessage
    expect(await load('User:Owner.Username')).toBeUndefined()
    expect(org.records.all('Bill__c')).toMatchObject([
      { OwnerId: org.records.all('User').find(({ Username }) => Username === 'rep@sandbox.example')?.Id },
    ])
    const wrong = [
      ['Owner:User.Username', 'Unable to find relationship: User'],
      ['Owner.Username', 'type is needed for polymorphic foreign key references: Owner'],
      ['Account:Account__r.Key__c', 'type is not needed for non polymorphic foreign key references: Account__r'],
      ['User:Owner:Username', 'Field name not found : User:Owner:Username'],
      ['Contact:Owner.Email', 'Field name not found : Contact:Owner.Email'],
      ['User:Owner.Title', 'Field name not found : User:Owner.Title'],
    ] as const
    for (const [column, message] of wrong) expect(await load(column)).toBe(`InvalidBatch : ${message}`)
  })

  test('switch bulkPolymorphicColumns: which comes first, the object or the relationship', async () => {
    const { switches } = bulk.started.org
    const typed = { object: 'Bill__c', operation: 'insert' }
    const load = async (column: string, cell = 'rep@sandbox.example'): Promise<unknown> =>
      (await bulk.load(typed, `Name,${column}\nB,${cell}\n`)).errorMessage
    const refused = (name: string): string => `InvalidBatch : Unable to find relationship: ${name}`
    const outcomes = async (): Promise<unknown[]> => [
      await load('User:Owner.Username'),
      await load('Owner:User.Username'),
      await load('Nope:None.Username'),
    ]
    expect(await outcomes()).toEqual([undefined, refused('User'), refused('None')])
    switches.bulkPolymorphicColumns = 'relationship-first'
    expect(await outcomes()).toEqual([refused('User'), undefined, refused('Nope')])
    expect(await load('Account__r.Key__c', '')).toBeUndefined()
    switches.bulkPolymorphicColumns = 'either'
    expect(await outcomes()).toEqual([undefined, undefined, refused('None')])
    // Both are relationships of the bill: the guide's reading comes first.
    expect(await load('Account__r:Owner.Username')).toBe(
      'InvalidBatch : Field name not found : Account__r:Owner.Username',
    )
    switches.bulkPolymorphicColumns = 'type-first'
  })

  test('a failed row fails alone; the same key twice in a chunk fails both', async () => {
    const { id, numberRecordsFailed } = await bulk.load(upsert, 'Key__c,Name\na,A\nb,B\nB,C\nd,\n,E\n')
    expect(numberRecordsFailed).toBe(4)
    expect(names()).toEqual(['A'])
    const failed = await bulk.results(id, 'failedResults')
    expect(failed).toContain('"","DUPLICATE_VALUE:Duplicate external id specified: b:Key__c --","b","B"')
    expect(failed).toContain('"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","d",""')
    expect(failed).toContain('"","MISSING_ARGUMENT:Key__c not specified')
  })

  test('update, delete and hardDelete go by Id, and a failed row keeps it', async () => {
    const { org } = bulk.started
    await bulk.load(upsert, 'Key__c,Name\na,A\nb,B\nc,C\n')
    const [a = '', b = '', c = ''] = org.records.all('Account').map((row) => row.Id)
    const gone = '001000000000000AAA'
    const { id } = await bulk.load({ object: 'Account', operation: 'update' }, `Id,Name\n${a},AA\n${gone},X\n,Y\n`)
    expect(names()).toEqual(['AA', 'B', 'C'])
    const failed = await bulk.results(id, 'failedResults')
    expect(failed).toContain(`"${gone}","INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"`)
    expect(failed).toContain('"","MISSING_ARGUMENT:Id not specified in an update call:--"')
    await bulk.load({ object: 'Account', operation: 'delete' }, `Id\n${b}\n`)
    await bulk.load({ object: 'Account', operation: 'hardDelete' }, `Id\n${c}\n`)
    expect(names()).toEqual(['AA'])
    const query = `/queryAll?q=${encodeURIComponent('SELECT Name FROM Account WHERE IsDeleted = true')}`
    expect((await bulk.started.call('GET', query)).body).toMatchObject({ records: [{ Name: 'B' }] })
    expect(commits.at(-1)?.changes).toMatchObject([{ kind: 'DELETE', id: c }])
    expect(await bulk.load({ object: 'Account', operation: 'delete' }, `Id,Name\n${a},x\n`)).toMatchObject({
      state: 'Failed',
      errorMessage: 'InvalidBatch : Delete batches must contain only ids',
    })
    const now = org.clock.now()
    const range = new URLSearchParams({
      start: new Date(now - 600_000).toISOString(),
      end: new Date(now + 600_000).toISOString(),
    })
    const inLog = async (): Promise<string[]> => {
      const { body } = await bulk.started.call('GET', `/sobjects/Account/deleted/?${range.toString()}`)
      return (body as { deletedRecords: { id: string }[] }).deletedRecords.map((one) => one.id)
    }
    expect(await inLog()).toEqual([b, c])
    await org.clock.advance(86_400_000)
    expect(await inLog()).toEqual([b])
  })

  test('200 rows are one transaction, told once as bulkapi with the client', async () => {
    const csv = `Key__c,Name\n${Array.from({ length: 401 }, (_none, index) => `k${index},A${index}`).join('\n')}\n`
    await bulk.load(upsert, csv, { 'sforce-call-options': 'client=bcbridge' })
    expect(commits.map(({ changes }) => changes.length)).toEqual([200, 200, 1])
    expect(commits[0]?.actor).toMatchObject({ api: 'bulkapi', client: 'bcbridge' })
    bulk.started.org.switches.bulkClientInChangeOrigin = false
    await bulk.load(upsert, 'Key__c,Name\nk0,B\n', { 'sforce-call-options': 'client=bcbridge' })
    expect(commits.at(-1)?.actor).not.toHaveProperty('client')
  })

  test('faults: rows that are locked, a job that breaks off', async () => {
    const { org } = bulk.started
    org.faults.arm({ kind: 'bulk-row-lock', match: 'upsert Account' })
    const locked = await bulk.load(upsert, 'Key__c,Name\na,A\n')
    expect(locked).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 1, retries: 1 })
    expect(await bulk.results(locked.id, 'failedResults')).toContain(
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access',
    )
    org.faults.arm({ kind: 'bulk-job-failure', skip: 1 })
    const csv = `Key__c,Name\n${Array.from({ length: 201 }, (_none, index) => `k${index},A${index}`).join('\n')}\n`
    const broken = await bulk.load(upsert, csv)
    expect(broken).toMatchObject({ state: 'Failed', numberRecordsProcessed: 200 })
    expect(await bulk.results(broken.id, 'unprocessedrecords')).toBe('"Key__c","Name"\n"k200","A200"\n')
  })
})
