import { afterEach, beforeEach, expect, test } from 'vitest'
import { file } from '../../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
let good: Record<string, unknown>
const path = '/actions/standard/customNotificationAction'
beforeEach(async () => {
  started = await startOrg({ bare: true })
  await started.deploy({
    'notificationtypes/Alert.notiftype': file(
      'CustomNotificationType',
      '<customNotifTypeName>Alert</customNotifTypeName><desktop>true</desktop><masterLabel>Alert</masterLabel><mobile>true</mobile>',
    ),
  })
  const [type] = (await started.admin.query("SELECT Id FROM CustomNotificationType WHERE DeveloperName = 'Alert'"))
    .records
  const target = await started.admin.sobject('Account').create({ Name: 'Acme' })
  good = {
    customNotifTypeId: type?.Id,
    recipientIds: [started.org.userId],
    title: 'Needs attention',
    body: 'Acme has no tax id',
    targetId: target.id,
  }
})
afterEach(() => started[Symbol.asyncDispose]())

test('a notification is delivered', async () => {
  const answer = await started.call('POST', path, { inputs: [good] })
  const outputValues = { SuccessMessage: 'Your custom notification is processed successfully.' }
  expect(answer).toMatchObject({
    status: 200,
    body: [{ actionName: 'customNotificationAction', errors: null, isSuccess: true, outputValues }],
  })
  expect(started.org.notifications).toEqual([
    {
      at: started.org.clock.now(),
      senderId: started.org.context.session(started.org.accessToken)?.userId,
      type: 'Alert',
      recipientIds: [started.org.userId],
      title: 'Needs attention',
      body: 'Acme has no tax id',
      targetId: good.targetId,
    },
  ])
  started.org.reset({ keepMetadata: true })
  expect(started.org.notifications).toEqual([])
})

test.each([
  ['customNotifTypeId', '0ML000000000001AAA', 'INVALID_INPUT'],
  ['customNotifTypeId', undefined, 'REQUIRED_FIELD_MISSING'],
  ['recipientIds', [], 'REQUIRED_FIELD_MISSING'],
  ['recipientIds', ['005000000000001AAA'], 'INVALID_INPUT'],
  ['recipientIds', Array.from({ length: 501 }, () => '005000000000001AAA'), 'INVALID_INPUT'],
  ['title', 'x'.repeat(251), 'STRING_TOO_LONG'],
  ['title', ' ', 'REQUIRED_FIELD_MISSING'],
  ['body', 'x'.repeat(751), 'STRING_TOO_LONG'],
  ['targetId', undefined, 'REQUIRED_FIELD_MISSING'],
  ['targetId', '001000000000001AAA', 'INVALID_INPUT'],
])('refused: %s %j', async (name, value, statusCode) => {
  const answer = await started.call('POST', path, { inputs: [{ ...good, [name]: value }, good] })
  expect(answer).toMatchObject({
    status: 400,
    body: [{ isSuccess: false, errors: [{ statusCode, fields: [name] }] }, { isSuccess: true }],
  })
  expect(started.org.notifications).toHaveLength(1)
})

test('needs inputs and the permission; other actions are not here', async () => {
  for (const body of [{}, { inputs: [] }, { inputs: ['x'] }])
    expect(await started.call('POST', path, body)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_INPUT' }],
    })
  const headers = { authorization: `Bearer ${started.org.signIn('rep@sandbox.example')}` }
  expect(await started.call('POST', path, { inputs: [good] }, headers)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INSUFFICIENT_ACCESS' }],
  })
  expect((await started.call('POST', '/actions/standard/emailSimple', { inputs: [] })).status).toBe(501)
  expect((await started.call('GET', '/actions/standard')).body).toMatchObject({
    actions: [{ name: 'customNotificationAction' }],
  })
  expect((await started.call('GET', path)).body).toMatchObject({ name: 'customNotificationAction' })
})
