import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

const integration = 'integration@sandbox.example'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

describe('the integration user without permission sets', () => {
  test('sees no business object, but may read itself', async () => {
    const connection = started.as(integration)
    await expect(connection.query('SELECT Id FROM Account')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' })
    await expect(connection.sobject('Account').create({ Name: 'Acme' })).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    })
    const { records } = await connection.query<{ Username: string }>(
      `SELECT Username FROM User WHERE Username = '${integration}'`,
    )
    expect(records).toHaveLength(1)
  })
})

describe('the integration user with a permission set', () => {
  beforeEach(() => started.org.assign(integration, 'Bridge'))

  test('reads and writes what the set gives', async () => {
    const connection = started.as(integration)
    const { id } = await connection.sobject('Account').create({ Name: 'Acme', Key__c: 'K1', BillingCity: 'Utrecht' })
    await expect(connection.sobject('Account').retrieve(id ?? '')).resolves.toMatchObject({
      Name: 'Acme',
      Key__c: 'K1',
      BillingCity: 'Utrecht',
    })
  })

  test('a field it may not read does not exist: in queries, in bodies, in describe', async () => {
    const connection = started.as(integration)
    await expect(connection.query('SELECT Secret__c FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringContaining("No such column 'Secret__c' on entity 'Account'") as string,
    })
    await expect(connection.sobject('Account').create({ Name: 'Acme', Secret__c: 'x' })).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: "No such column 'Secret__c' on sobject of type Account",
    })
    const { fields } = await connection.sobject('Account').describe()
    const names = fields.map((field) => field.name)
    expect(names).toContain('Key__c')
    expect(names).not.toContain('Secret__c')
  })

  test('a field it may only read is refused by name on writing', async () => {
    await expect(started.as(integration).sobject('Account').create({ Name: 'Acme', Phone: '1' })).rejects.toMatchObject(
      {
        errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
        message: expect.stringMatching(
          /^Unable to create\/update fields: Phone\. Please check the security settings/,
        ) as string,
        data: { fields: ['Phone'] },
      },
    )
  })

  test('an object it may not delete from stays', async () => {
    const connection = started.as(integration)
    const { id } = await connection.sobject('Account').create({ Name: 'Acme' })
    await expect(connection.sobject('Account').destroy(id ?? '')).rejects.toMatchObject({
      errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
    })
  })

  test('loses it all with the assignment', async () => {
    const [assignment] = started.org.records.all('PermissionSetAssignment')
    await started.admin.sobject('PermissionSetAssignment').destroy(assignment?.Id ?? '')
    await expect(started.as(integration).query('SELECT Id FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    })
  })
})

test('a sales user has the standard objects, custom fields only by permission set', async () => {
  const rep = started.as('rep@sandbox.example')
  await expect(rep.sobject('Account').create({ Name: 'Acme', Phone: '1' })).resolves.toMatchObject({ success: true })
  await expect(rep.query('SELECT Key__c FROM Account')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' })
  await expect(rep.query('SELECT Id FROM Bill__c')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' })
})

test('switch administratorsSeeAllFields=false: new custom fields are hidden from administrators too', async () => {
  started.org.switches.administratorsSeeAllFields = false
  started.org.assign('admin@sandbox.example', 'Bridge')
  await expect(started.admin.query('SELECT Secret__c FROM Account')).rejects.toMatchObject({
    errorCode: 'INVALID_FIELD',
  })
  await expect(started.admin.query('SELECT Key__c, Phone FROM Account')).resolves.toHaveProperty('totalSize', 0)
})
