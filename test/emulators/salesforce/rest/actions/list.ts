import type { Operation } from '../call.ts'

const input = (name: string, type: string, required: boolean, maxOccurs = 1): Record<string, unknown> => ({
  apexClass: null,
  byteLength: 0,
  description: null,
  label: name,
  maxOccurs,
  name,
  picklistValues: null,
  required,
  sobjectType: null,
  type,
})

/** `GET /actions`: the two kinds of invocable actions. */
export const actionKinds: Operation<never> = ({ base }) => ({
  status: 200,
  body: { custom: `${base}/actions/custom`, standard: `${base}/actions/standard` },
})

/** `GET /actions/standard`: the actions that this sandbox does. */
export const standardActions: Operation<never> = ({ base }) => ({
  status: 200,
  body: {
    actions: [
      {
        label: 'Send Custom Notification',
        name: 'customNotificationAction',
        type: 'CUSTOMNOTIFICATIONACTION',
        url: `${base}/actions/standard/customNotificationAction`,
      },
    ],
  },
})

/** `GET /actions/custom`: a package without Apex and flows has none. */
export const customActions: Operation<never> = () => ({ status: 200, body: {} })

/** `GET /actions/standard/customNotificationAction`: what it takes and gives. */
export const describeCustomNotification: Operation<never> = () => ({
  status: 200,
  body: {
    description: 'Send custom notifications',
    inputs: [
      input('customNotifTypeId', 'TEXT', true),
      input('recipientIds', 'TEXT', true, 500),
      input('title', 'TEXT', true),
      input('body', 'TEXT', true),
      input('targetId', 'TEXT', false),
      input('targetPageRef', 'TEXT', false),
      input('senderId', 'TEXT', false),
    ],
    label: 'Send Custom Notification',
    name: 'customNotificationAction',
    outputs: [],
    standard: true,
    targetEntityName: null,
    type: 'CUSTOMNOTIFICATIONACTION',
  },
})
