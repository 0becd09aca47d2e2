import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appWithErrors } from '../server/app-with-errors.ts'
import { uiApiRoutes } from './index.ts'
import { startUiOrg, type UiOrg } from './testing/ui-org.ts'

let ui: UiOrg
beforeAll(async () => {
  ui = await startUiOrg()
})
afterAll(() => ui[Symbol.asyncDispose]())

describe('GET records', () => {
  it('answers values with what a person sees of them', async () => {
    const account = ui.add('Account', {
      Name: 'Adatum',
      Type: 'Prospect',
      AnnualRevenue: 1200,
      NumberOfEmployees: 3000,
    })
    const names = ['Name', 'Type', 'AnnualRevenue', 'NumberOfEmployees', 'CreatedDate', 'Phone'].map(
      (one) => `Account.${one}`,
    )
    const { status, body } = await ui.call('GET', `/records/${account}?fields=${names.join(',')}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      apiName: 'Account',
      childRelationships: {},
      id: account,
      eTag: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      lastModifiedDate: '2026-03-02T10:00:00.000Z',
      systemModstamp: '2026-03-02T10:00:00.000Z',
      recordTypeInfo: null,
      weakEtag: Date.parse('2026-03-02T10:00:00Z'),
      fields: {
        Name: { displayValue: null, value: 'Adatum' },
        Type: { displayValue: 'Prospect', value: 'Prospect' },
        AnnualRevenue: { displayValue: '$1,200', value: 1200 },
        NumberOfEmployees: { displayValue: '3,000', value: 3000 },
        CreatedDate: { displayValue: '3/2/2026, 10:00 AM', value: '2026-03-02T10:00:00.000Z' },
        Phone: { displayValue: null, value: null },
      },
    })
  })

  it('nests an owner as what it is, a user or a queue', async () => {
    const queue = ui.add('Group', { Name: 'Late bills', Type: 'Queue', DeveloperName: 'Late' })
    const owner = async (fields: object, path = 'Name') => {
      const bill = ui.add('Bill__c', { Name: 'B', ...fields })
      const { body } = await ui.call('GET', `/records/${bill}?fields=Bill__c.Owner.${path}`)
      return (body as { fields: { Owner: unknown } }).fields.Owner
    }
    expect(await owner({ OwnerId: queue })).toMatchObject({
      displayValue: 'Late bills',
      value: { apiName: 'Group', id: queue, fields: { Name: { value: 'Late bills' } } },
    })
    expect(await owner({})).toMatchObject({ displayValue: 'Ada Admin', value: { apiName: 'User' } })
    expect(await owner({ OwnerId: queue }, 'Username')).toEqual({ displayValue: null, value: null })
    expect((await ui.call('GET', '/lookups/Bill__c/OwnerId/Group?q=late&searchType=Search')).body).toMatchObject({
      records: [{ apiName: 'Group', fields: { Name: { value: 'Late bills' } } }],
    })
    expect((await ui.call('GET', '/lookups/Account/OwnerId/Group?q=late&searchType=Search')).status).toBe(400)
  })

  it('says that it brings no children along', async () => {
    const account = ui.add('Account', { Name: 'Adatum' })
    for (const path of [`/records/${account}?fields=Account.Name&`, `/record-ui/${account}?`])
      expect((await ui.call('GET', `${path}childRelationships=Account.Contacts`)).status).toBe(501)
  })

  it('nests parents and takes 15-character ids', async () => {
    const account = ui.add('Account', { Name: 'Parent' })
    const bill = ui.add('Bill__c', { Name: 'B-1', Account__c: account })
    const orphan = ui.add('Bill__c', { Name: 'B-2' })
    const path = 'fields=Bill__c.Account__r.Name,Bill__c.Account__r.Owner.Name'
    const { body } = await ui.call('GET', `/records/${bill.slice(0, 15)}?${path}`)
    expect(body).toMatchObject({
      fields: {
        Account__r: {
          displayValue: 'Parent',
          value: { apiName: 'Account', fields: { Name: { value: 'Parent' }, Owner: { displayValue: 'Ada Admin' } } },
        },
      },
    })
    expect((await ui.call('GET', `/records/${orphan}?${path}`)).body).toMatchObject({
      fields: { Account__r: { displayValue: null, value: null } },
    })
  })

  it('refuses an unknown field and leaves out an optional one', async () => {
    const account = ui.add('Account', { Name: 'Adatum' })
    const refused = await ui.call('GET', `/records/${account}?fields=Account.Nope`)
    expect(refused).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD', message: expect.stringContaining("'Nope'") as unknown }],
    })
    const { status, body } = await ui.call(
      'GET',
      `/records/${account}?fields=Account.Name&optionalFields=Account.Nope,Account.Phone`,
    )
    expect(status).toBe(200)
    expect(Object.keys((body as { fields: object }).fields)).toEqual(['Name', 'Phone'])
  })

  it('hides fields and objects that the user may not read', async () => {
    const account = ui.add('Account', { Name: 'Adatum', Secret__c: 'x' })
    const rep = 'rep@sandbox.example'
    expect((await ui.call('GET', `/records/${account}?fields=Account.Name`, undefined, rep)).status).toBe(200)
    expect((await ui.call('GET', `/records/${account}?fields=Account.Secret__c`, undefined, rep)).status).toBe(400)
    const bill = ui.add('Bill__c', { Name: 'B' })
    expect(await ui.call('GET', `/records/${bill}?fields=Bill__c.Name`, undefined, rep)).toMatchObject({
      status: 403,
      body: [{ errorCode: 'INSUFFICIENT_ACCESS' }],
    })
  })

  it.each([
    ['/records/001000000000000AAA?fields=Account.Name', 404, 'NOT_FOUND'],
    ['/records/nonsense?fields=Account.Name', 400, 'INVALID_PARAMETER_VALUE'],
    ['/records/zzz000000000000AAA?fields=Account.Name', 400, 'INVALID_PARAMETER_VALUE'],
    ['/records/001000000000000AAA', 400, 'ILLEGAL_QUERY_PARAMETER_VALUE'],
    ['/list-ui/Account', 501, 'NOT_SUPPORTED_BY_SANDBOX'],
  ])('answers %s with %i %s', async (path, status, errorCode) => {
    expect(await ui.call('GET', path)).toMatchObject({ status, body: [{ errorCode }] })
  })

  it('refuses callers without a session', async () => {
    const app = appWithErrors()
    app.route('/', uiApiRoutes(ui.org.context))
    const response = await app.request('/services/data/v67.0/ui-api/object-info/Account')
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject([{ errorCode: 'INVALID_SESSION_ID' }])
  })

  it('answers a batch record by record', async () => {
    const account = ui.add('Account', { Name: 'Adatum' })
    const { status, body } = await ui.call('GET', `/records/batch/${account},001000000000000AAA?fields=Account.Name`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 200, result: { id: account } }, { statusCode: 404 }],
    })
  })
})

describe('writing records', () => {
  it('creates, updates and deletes', async () => {
    const created = await ui.call('POST', '/records', {
      apiName: 'Account',
      fields: { Name: 'New', AnnualRevenue: '12' },
    })
    expect(created).toMatchObject({
      status: 201,
      body: { apiName: 'Account', fields: { Name: { value: 'New' }, AnnualRevenue: { value: 12 } } },
    })
    const { id } = created.body as { id: string }
    const updated = await ui.call('PATCH', `/records/${id}`, { fields: { Id: id, Name: 'Newer' } })
    expect(updated).toMatchObject({ status: 200, body: { id, fields: { Name: { value: 'Newer' } } } })
    expect(await ui.call('DELETE', `/records/${id}`)).toEqual({ status: 204, body: undefined })
    expect((await ui.call('GET', `/records/${id}?fields=Account.Name`)).status).toBe(404)
  })

  it('sorts errors of a save into those of fields and those of the record', async () => {
    const { status, body } = await ui.call('POST', '/records', { apiName: 'Bill__c', fields: { Status__c: 'Nope' } })
    expect(status).toBe(400)
    expect(body).toMatchObject({
      enhancedErrorType: 'RecordError',
      message: 'An error occurred while trying to create the record. Please try again.',
      output: {
        errors: [],
        fieldErrors: { Status__c: [{ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fieldLabel: 'Status' }] },
      },
    })
  })

  it.each([
    ['POST', '/records', 'not json', 400, 'JSON_PARSER_ERROR'],
    ['POST', '/records', '', 400, 'ILLEGAL_QUERY_PARAMETER_VALUE'],
    ['POST', '/records', { fields: {} }, 400, 'ILLEGAL_QUERY_PARAMETER_VALUE'],
    ['POST', '/records', { apiName: 1, fields: {} }, 400, 'POST_BODY_PARSE_ERROR'],
    ['POST', '/records', { apiName: 'Account', fields: [] }, 400, 'POST_BODY_PARSE_ERROR'],
    ['POST', '/related-list-records/batch/001000000000000AAA', {}, 400, 'ILLEGAL_QUERY_PARAMETER_VALUE'],
    ['POST', '/records', { apiName: 'Nope__c', fields: {} }, 400, 'INVALID_TYPE'],
    ['PATCH', '/records/001000000000000AAA', { fields: {} }, 404, 'NOT_FOUND'],
    ['DELETE', '/records/001000000000000AAA', undefined, 404, 'NOT_FOUND'],
  ])('answers %s %s %j with %i %s', async (method, path, body, status, errorCode) => {
    expect(await ui.call(method, path, body)).toMatchObject({ status, body: [{ errorCode }] })
  })
})
