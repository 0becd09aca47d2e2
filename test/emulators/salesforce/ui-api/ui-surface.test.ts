import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, startUiOrg, type UiOrg } from './testing/ui-org.ts'

let ui: UiOrg
let account: string
const bills: string[] = []
const rep = 'rep@sandbox.example'
const master = '012000000000000AAA'

beforeAll(async () => {
  ui = await startUiOrg()
  account = ui.add('Account', { Name: 'Adatum', Type: 'Prospect' })
  for (const [index, total] of [10, 30, 20].entries())
    bills.push(
      ui.add('Bill__c', { Name: `B-${index}`, Total__c: total, Account__c: account, Due__c: `2026-0${index + 1}-01` }),
    )
})
afterAll(() => ui[Symbol.asyncDispose]())

const get = (path: string, username?: string): Promise<Answer> => ui.call('GET', path, undefined, username)

describe('layouts', () => {
  it('lays out every field that the user reads, and answers records by layout', async () => {
    const { status, body } = await get('/layout/Bill__c?layoutType=Full&mode=Edit')
    expect(status).toBe(200)
    const { sections } = body as {
      sections: {
        layoutRows: { layoutItems: { layoutComponents: { apiName: string }[]; editableForUpdate: boolean }[] }[]
      }[]
    }
    const items = sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems))
    const names = items.flatMap(({ layoutComponents }) => layoutComponents.map(({ apiName }) => apiName))
    expect(names).toEqual(expect.arrayContaining(['Name', 'Total__c', 'Account__c', 'CreatedDate']) as unknown)
    const record = await get(`/records/${bills[0] ?? ''}?layoutTypes=Full&modes=View`)
    expect(record).toMatchObject({
      status: 200,
      body: {
        fields: { Total__c: { value: 10 }, Account__r: { displayValue: 'Adatum', value: { apiName: 'Account' } } },
      },
    })
    const compact = await get(`/records/${bills[0] ?? ''}?layoutTypes=Compact`)
    expect(Object.keys((compact.body as { fields: object }).fields).length).toBeLessThanOrEqual(10)
  })

  it('leaves out what field-level security hides', async () => {
    const { body } = await get('/layout/Account', rep)
    expect(JSON.stringify(body)).not.toContain('Secret__c')
    expect(JSON.stringify((await get('/layout/Account')).body)).toContain('Secret__c')
  })

  it('answers records with all that is needed to show them', async () => {
    const { status, body } = await get(
      `/record-ui/${account},${bills[0] ?? ''}?layoutTypes=Full,Compact&modes=View,Edit`,
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      records: { [account]: { apiName: 'Account' }, [bills[0] ?? '']: { apiName: 'Bill__c' } },
      objectInfos: { Account: { keyPrefix: '001' }, Bill__c: { custom: true } },
      layouts: { Bill__c: { [master]: { Full: { View: { mode: 'View' }, Edit: { mode: 'Edit' } } } } },
    })
  })

  it('gives the values that a new record begins with', async () => {
    const { status, body } = await get('/record-defaults/create/Bill__c')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      record: { id: null, fields: { Status__c: { value: 'Open' }, Held__c: { value: false }, Name: { value: null } } },
      objectInfos: { Bill__c: {} },
      layout: { mode: 'Create' },
    })
  })
})

describe('object infos and picklists', () => {
  it('answers several objects, each for itself', async () => {
    const { body } = await get('/object-info/batch/Account,Nope__c,Profile')
    expect(body).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 200, result: { apiName: 'Account' } }, { statusCode: 404 }, { statusCode: 404 }],
    })
  })

  it('answers all picklists of an object, each with its default', async () => {
    const { body } = await get(`/object-info/Bill__c/picklist-values/${master}`)
    expect(body).toMatchObject({
      picklistFieldValues: {
        Status__c: { defaultValue: { value: 'Open' }, values: [{ value: 'Open' }, { value: 'Paid' }] },
      },
    })
    expect(await get('/object-info/Bill__c/picklist-values/012000000000001AAA')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_RECORD_TYPE' }],
    })
  })
})

describe('related lists', () => {
  it('tells what lists there are, and what one of them shows', async () => {
    const all = await get('/related-list-info/Account')
    expect(JSON.stringify(all.body)).toContain('"relatedListId":"Bills__r"')
    expect(JSON.stringify((await get('/related-list-info/Account', rep)).body)).not.toContain('Bills__r')
    expect(await get('/related-list-info/Account/bills__r')).toMatchObject({
      status: 200,
      body: {
        fieldApiName: 'Bill__c.Account__c',
        objectApiNames: ['Bill__c'],
        displayColumns: [{ fieldApiName: 'Bill__c.Name' }, {}, {}, {}],
        listReference: { relatedListId: 'Bills__r', type: 'relatedList' },
      },
    })
  })

  it('shows several lists at once, each for itself', async () => {
    expect(await get('/related-list-info/batch/Account/Bills__r,Nope__r,Contacts')).toMatchObject({
      status: 200,
      body: {
        hasErrors: true,
        results: [
          { statusCode: 200, result: { listReference: { relatedListId: 'Bills__r' } } },
          { statusCode: 400, result: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
          { statusCode: 200, result: { objectApiNames: ['Contact'] } },
        ],
      },
    })
    expect((await get('/related-list-info/batch/Nope__c/Contacts')).status).toBe(404)
  })

  it('counts, up to what was asked', async () => {
    expect(await get(`/related-list-count/${account}/Bills__r`)).toMatchObject({ body: { count: 3, hasMore: false } })
    expect(await get(`/related-list-count/${account}/Bills__r?maxCount=2`)).toMatchObject({
      body: { count: 2, hasMore: true },
    })
    expect(await get(`/related-list-count/batch/${account}/Bills__r,Contacts,Nope__r`)).toMatchObject({
      body: { hasErrors: true, results: [{ result: { count: 3 } }, { result: { count: 0 } }, { statusCode: 400 }] },
    })
  })

  it.each([
    ['{ Total__c: { gte: 20 } }', ['B-1', 'B-2']],
    ['{ and: [{ Name: { like: "B-%" } }, { Due__c: { lt: { value: "2026-02-15" } } }] }', ['B-0', 'B-1']],
    ['{ or: [{ Total__c: { eq: 10 } }, { Total__c: { eq: 20 } }] }', ['B-0', 'B-2']],
  ])('filters by %s', async (where, names) => {
    const path = `/related-list-records/${account}/Bills__r?fields=Bill__c.Name&where=${encodeURIComponent(where)}`
    const { status, body } = await get(path)
    expect(status).toBe(200)
    const { records } = body as { records: { fields: { Name: { value: string } } }[] }
    expect(records.map(({ fields }) => fields.Name.value)).toEqual(names)
  })

  it.each(['{', '{ Nope__c: { eq: 1 } }', '{ Total__c: { eq: "x" } }', 'Name = 1', '[]'])(
    'refuses where %s',
    async (where) => {
      const path = `/related-list-records/${account}/Bills__r?fields=Bill__c.Name&where=${encodeURIComponent(where)}`
      expect(await get(path)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] })
    },
  )
})

describe('lookups', () => {
  it('finds records by name', async () => {
    ui.add('Account', { Name: 'Contoso' })
    const path = '/lookups/Bill__c/Account__c/Account'
    expect(await get(`${path}?searchType=Search&q=ADA`)).toMatchObject({
      status: 200,
      body: { count: 1, records: [{ id: account, fields: { Name: { value: 'Adatum' } } }], nextPageUrl: null },
    })
    expect(await get(`${path}?pageSize=1`)).toMatchObject({ body: { count: 1, nextPageToken: '2' } })
    expect(await get(`${path}?pageSize=1&page=2`)).toMatchObject({ body: { count: 1, previousPageToken: '1' } })
  })

  it.each([
    '/lookups/Bill__c/Name/Account',
    '/lookups/Bill__c/Account__c/Contact',
    '/lookups/Bill__c/Account__c/Account?searchType=Search&q=a',
    '/lookups/Bill__c/Account__c/Account?searchType=Guess',
    '/lookups/Bill__c/Account__c/Account?pageSize=0',
  ])('refuses %s', async (path) => {
    expect((await get(path)).status).toBe(400)
  })
})

describe('conditional requests', () => {
  it('answers 304 to a caller who has the record already', async () => {
    const token = { authorization: `Bearer ${ui.org.accessToken}` }
    const url = `${ui.org.instanceUrl}/services/data/v67.0/ui-api/records/${account}?fields=Account.Name`
    const first = await fetch(url, { headers: token })
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toBe(`"${((await first.json()) as { eTag: string }).eTag}"`)
    const second = await fetch(url, { headers: { ...token, 'if-none-match': etag } })
    expect([second.status, await second.text()]).toEqual([304, ''])
    await ui.call('PATCH', `/records/${account}`, { fields: { Name: 'Adatum NV' } })
    expect((await fetch(url, { headers: { ...token, 'if-none-match': etag } })).status).toBe(200)
  })

  it('refuses to write over a change that the caller has not seen', async () => {
    const patch = async (date: string): Promise<number> => {
      const response = await fetch(`${ui.org.instanceUrl}/services/data/v67.0/ui-api/records/${account}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${ui.org.accessToken}`, 'if-unmodified-since': date },
        body: JSON.stringify({ fields: { Phone: '1' } }),
      })
      return response.status
    }
    expect(await patch('Mon, 02 Mar 2026 09:59:59 GMT')).toBe(412)
    expect(await patch('Mon, 02 Mar 2026 10:00:00 GMT')).toBe(200)
    expect(await patch('yesterday')).toBe(400)
  })

  it('gives a record a greater weakEtag when it changes', async () => {
    const tag = async () =>
      ((await get(`/records/${account}?fields=Account.Name`)).body as { weakEtag: number }).weakEtag
    const before = await tag()
    await ui.org.clock.advance(1000)
    await ui.call('PATCH', `/records/${account}`, { fields: { Phone: '2' } })
    expect(await tag()).toBeGreaterThan(before)
  })
})
