import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startUiOrg, type UiOrg } from './testing/ui-org.ts'

let ui: UiOrg
let list: string
beforeAll(async () => {
  ui = await startUiOrg()
  const account = ui.add('Account', { Name: 'Parent' })
  for (const [name, total] of [
    ['B-1', 5],
    ['B-2', null],
    ['B-3', 40],
    ['B-4', 10],
  ])
    ui.add('Bill__c', { Name: name, Total__c: total, Account__c: account })
  ui.add('Bill__c', { Name: 'Elsewhere' })
  list = `/related-list-records/${account}/Bills__r`
})
afterAll(() => ui[Symbol.asyncDispose]())

interface List {
  readonly count: number
  readonly nextPageToken: string | null
  readonly previousPageToken: string | null
  readonly records: readonly { readonly fields: { readonly Name: { readonly value: string } } }[]
}

const names = (body: unknown): string[] => (body as List).records.map(({ fields }) => fields.Name.value)

describe('related-list-records', () => {
  it('lists the children of a record in order', async () => {
    const fields = 'fields=Bill__c.Name,Bill__c.Total__c'
    const { status, body } = await ui.call('GET', `${list}?${fields}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      count: 4,
      pageSize: 50,
      nextPageToken: null,
      listReference: { relatedListId: 'Bills__r', parentObjectApiName: 'Account', type: 'relatedList' },
    })
    expect(names(body)).toEqual(['B-1', 'B-2', 'B-3', 'B-4'])
    expect(names((await ui.call('GET', `${list}?${fields}&sortBy=-Bill__c.Total__c`)).body)).toEqual([
      'B-3',
      'B-4',
      'B-1',
      'B-2',
    ])
    expect(names((await ui.call('GET', `${list}?${fields}&sortBy=Total__c`)).body)).toEqual([
      'B-2',
      'B-1',
      'B-4',
      'B-3',
    ])
  })

  it('answers several lists at once, each for itself', async () => {
    const account = list.split('/')[2] ?? ''
    const relatedListParameters = [
      { relatedListId: 'Bills__r', fields: ['Bill__c.Name'], pageSize: 2 },
      { relatedListId: 'Nothing__r', fields: ['Bill__c.Name'] },
    ]
    const { status, body } = await ui.call('POST', `/related-list-records/batch/${account}`, { relatedListParameters })
    expect(status).toBe(200)
    const { hasErrors, results } = body as { hasErrors: boolean; results: { statusCode: number; result: List }[] }
    expect(hasErrors).toBe(true)
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 400])
    expect(names(results[0]?.result)).toEqual(['B-1', 'B-2'])
    expect(results[0]?.result).toMatchObject({ nextPageUrl: expect.stringContaining(`${list}?`) as string })
    expect((await ui.call('POST', `/related-list-records/batch/${account}`, {})).status).toBe(400)
  })

  it('obeys the largest page size and count of the switches', async () => {
    const { switches } = ui.org
    Object.assign(switches, { relatedListMaxPageSize: 3, relatedListMaxCount: 2 })
    expect((await ui.call('GET', `${list}?fields=Bill__c.Name&pageSize=4`)).status).toBe(400)
    expect((await ui.call('GET', list.replace('records', 'count'))).body).toMatchObject({ count: 2, hasMore: true })
    Object.assign(switches, { relatedListMaxPageSize: 1999, relatedListMaxCount: 2000 })
  })

  it('pages, by parameters as by body', async () => {
    const first = await ui.call('GET', `${list}?fields=Bill__c.Name&pageSize=3`)
    expect(names(first.body)).toEqual(['B-1', 'B-2', 'B-3'])
    const { nextPageToken, previousPageToken } = first.body as List
    expect(previousPageToken).toBeNull()
    const second = await ui.call('POST', list, { fields: ['Bill__c.Name'], pageSize: 3, pageToken: nextPageToken })
    expect(names(second.body)).toEqual(['B-4'])
    expect(second.body).toMatchObject({ count: 1, nextPageToken: null, previousPageToken: '0' })
  })

  it.each([
    ['?pageSize=0', 400, 'INVALID_PARAMETER_VALUE'],
    ['?pageSize=2000', 400, 'INVALID_PARAMETER_VALUE'],
    ['?pageToken=x', 400, 'INVALID_PARAMETER_VALUE'],
    ['?fields=Bill__c.Nope', 400, 'INVALID_FIELD'],
    ['?fields=Account.Name', 400, 'INVALID_FIELD'],
    ['?sortBy=Nope', 400, 'INVALID_PARAMETER_VALUE'],
    ['?where=x', 400, 'INVALID_PARAMETER_VALUE'],
  ])('answers %s with %i %s', async (query, status, errorCode) => {
    expect(await ui.call('GET', list + query)).toMatchObject({ status, body: [{ errorCode }] })
  })

  it('knows no list of another name, nor one the user may not see', async () => {
    expect((await ui.call('GET', list.replace('Bills__r', 'Nope__r'))).status).toBe(400)
    expect((await ui.call('GET', list, undefined, 'rep@sandbox.example')).status).toBe(400)
  })
})
