import { describe, expect, test } from 'vitest'
import { accounts, base, oneOrg, thrown } from './one-org.ts'

const started = oneOrg()

describe('queries', () => {
  test('come page by page, all by autoFetch', async () => {
    await started.admin.sobject('Account').create(accounts(401), { allowRecursive: true })
    const headers = { 'Sforce-Query-Options': 'batchSize=200' }
    const soql = 'SELECT Id, Name FROM Account ORDER BY Name'
    const first = await started.admin.query(soql, { headers })
    expect(first).toMatchObject({ done: false, totalSize: 401 })
    const second = await started.admin.queryMore(first.nextRecordsUrl ?? '')
    expect([first.records.length, second.records.length]).toEqual([200, 200])
    const all = await started.admin.query(soql, { autoFetch: true, maxFetch: 50_000, headers })
    expect(new Set(all.records.map((row) => String(row.Name))).size).toBe(401)
  })

  test('a locator dies after two days, and after the org was reset', async () => {
    await started.admin.sobject('Account').create(accounts(201), { allowRecursive: true })
    const headers = { 'Sforce-Query-Options': 'batchSize=200' }
    const next = async (): Promise<string> =>
      (await started.admin.query('SELECT Id FROM Account', { headers })).nextRecordsUrl ?? ''
    const old = await next()
    await started.org.clock.advance(2 * 86_400_000)
    expect(await thrown(started.admin.queryMore(old))).toMatchObject({ errorCode: 'INVALID_QUERY_LOCATOR' })
    expect(await thrown(started.admin.queryMore(`${base}/query/01g000000000000AAA-2000`))).toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    })
  })

  test.each([
    ['SELECT Nope__c FROM Account', 'INVALID_FIELD'],
    ['SELECT Id FROM Nope__c', 'INVALID_TYPE'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
  ])('%s fails with %s', async (soql, errorCode) => {
    expect(await thrown(started.admin.query(soql))).toMatchObject({ errorCode })
  })

  test('queryAll and scanAll find the deleted', async () => {
    const { id = '' } = await started.admin.sobject('Account').create({ Name: 'A' })
    await started.admin.sobject('Account').destroy(id)
    const soql = 'SELECT Id, IsDeleted FROM Account'
    expect((await started.admin.query(soql)).totalSize).toBe(0)
    expect((await started.admin.query(soql, { scanAll: true })).records).toMatchObject([{ Id: id, IsDeleted: true }])
  })
})
