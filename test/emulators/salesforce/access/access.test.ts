import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { file, samplePackage } from '../testing/sample-package.ts'
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

describe('a permission set group', () => {
  const group = (sets: string): Record<string, string> => ({
    'permissionsetgroups/Bridges.permissionsetgroup': file(
      'PermissionSetGroup',
      `<label>Bridges</label>${sets
        .split(' ')
        .map((name) => `<permissionSets>${name}</permissionSets>`)
        .join('')}`,
    ),
  })
  beforeEach(async () => {
    const { failures } = await started.deploy({ ...samplePackage, ...group('Bridge') })
    expect(failures).toEqual([])
  })
  const grants = (): boolean => started.org.context.access(started.org.userId).readableField('Account', 'Key__c')
  const idOf = async (soql: string): Promise<string> =>
    (await started.admin.query<{ Id: string }>(soql)).records[0]?.Id ?? ''

  test('gives all of its sets, assigned by its own id', async () => {
    const PermissionSetGroupId = await idOf("SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Bridges'")
    const assignment = { AssigneeId: started.org.userId, PermissionSetGroupId }
    await expect(started.admin.sobject('PermissionSetAssignment').create(assignment)).resolves.toMatchObject({
      success: true,
    })
    expect(grants()).toBe(true)
    await expect(started.admin.sobject('PermissionSetAssignment').create(assignment)).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
    })
  })

  test('or by the permission set that stands for it; the assignment names both', async () => {
    const PermissionSetId = await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Bridges' AND Type = 'Group'")
    await started.admin.sobject('PermissionSetAssignment').create({ AssigneeId: started.org.userId, PermissionSetId })
    expect(grants()).toBe(true)
    const { records } = await started.admin.query(
      'SELECT PermissionSetGroup.DeveloperName FROM PermissionSetAssignment',
    )
    expect(records).toMatchObject([{ PermissionSetGroup: { DeveloperName: 'Bridges' } }])
  })

  test('takes effect at once when its sets change', async () => {
    started.org.assign(integration, 'Bridges')
    expect(grants()).toBe(true)
    const empty = { 'permissionsets/Nothing.permissionset': file('PermissionSet', '<label>Nothing</label>') }
    expect(await started.deploy({ ...empty, ...group('Nothing') })).toMatchObject({ failures: [] })
    expect(grants()).toBe(false)
  })

  test.each([
    ['a set that is not there', group('Nope'), 'In field: permissionSets - no PermissionSet named Nope found'],
    [
      'a muting set',
      {
        'permissionsetgroups/M.permissionsetgroup': file(
          'PermissionSetGroup',
          '<label>M</label><mutingPermissionSets>X</mutingPermissionSets>',
        ),
      },
      'NOT_SUPPORTED_BY_SANDBOX: A muting permission set is not supported by this sandbox',
    ],
  ])('is not deployed with %s', async (_what, files, problem) => {
    expect((await started.deploy(files)).failures).toEqual([expect.stringContaining(problem)])
  })

  test.each([[{}], [{ PermissionSetId: 'other', PermissionSetGroupId: 'group' }]])(
    'an assignment of neither, or of two that differ, is refused',
    async (given) => {
      const ids: Record<string, string> = {
        other: await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Bridge'"),
        group: await idOf("SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Bridges'"),
      }
      const named = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, ids[value]]))
      await expect(
        started.admin.sobject('PermissionSetAssignment').create({ AssigneeId: started.org.userId, ...named }),
      ).rejects.toMatchObject({
        errorCode: expect.stringMatching(/REQUIRED_FIELD_MISSING|INVALID_CROSS_REFERENCE_KEY/) as string,
      })
    },
  )
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
