import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startUiOrg, type UiOrg } from './testing/ui-org.ts'

let ui: UiOrg
beforeAll(async () => {
  ui = await startUiOrg()
})
afterAll(() => ui[Symbol.asyncDispose]())

describe('object-info', () => {
  it('describes an object with its fields and children', async () => {
    const { status, body } = await ui.call('GET', '/object-info/bill__c')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      apiName: 'Bill__c',
      label: 'Bill',
      nameFields: ['Name'],
      createable: true,
      defaultRecordTypeId: '012000000000000AAA',
      childRelationships: expect.arrayContaining([
        expect.objectContaining({
          childObjectApiName: 'Bill_Line__c',
          fieldName: 'Bill__c',
          relationshipName: 'Lines__r',
        }),
      ]) as unknown,
      fields: {
        Total__c: { dataType: 'Double', scale: 2, required: false, updateable: true },
        Account__c: {
          dataType: 'Reference',
          relationshipName: 'Account__r',
          referenceToInfos: [{ apiName: 'Account', nameFields: ['Name'] }],
        },
      },
    })
  })

  it('shows a user only what it may see', async () => {
    const { body } = await ui.call('GET', '/object-info/Account', undefined, 'rep@sandbox.example')
    expect((body as { fields: object }).fields).not.toHaveProperty('Secret__c')
    expect(await ui.call('GET', '/object-info/Bill__c', undefined, 'rep@sandbox.example')).toMatchObject({
      status: 404,
      body: [{ errorCode: 'INVALID_TYPE' }],
    })
    expect((await ui.call('GET', '/object-info/Nope')).status).toBe(404)
  })

  it('lists the values of a picklist', async () => {
    const path = '/object-info/Bill__c/picklist-values/012000000000000AAA'
    expect((await ui.call('GET', `${path}/Status__c`)).body).toMatchObject({
      controllerValues: {},
      defaultValue: { value: 'Open' },
      values: [
        { label: 'Open', value: 'Open' },
        { label: 'Paid', value: 'Paid' },
      ],
    })
    expect((await ui.call('GET', `${path}/Total__c`)).status).toBe(400)
  })
})
