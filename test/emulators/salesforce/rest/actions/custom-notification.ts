import type { SalesforceError } from '../../context.ts'
import { rowError } from '../../dml/errors.ts'
import { to18 } from '../../ids.ts'
import type { Row } from '../../records.ts'
import { badRequest, bodyOf, type Call, isRecord, type Operation, type RestWorld } from '../call.ts'
import type { Notification } from './notifications.ts'

type Inputs = Readonly<Record<string, unknown>>
type World = Pick<RestWorld, 'store' | 'schema' | 'clock' | 'notifications'>

const actionName = 'customNotificationAction'
const invalid = (message: string, field: string): SalesforceError => rowError('INVALID_INPUT', message, [field])
const missing = (field: string): SalesforceError =>
  rowError('REQUIRED_FIELD_MISSING', `Missing required input parameter: ${field}`, [field])

const textOf = (inputs: Inputs, name: string): string => (typeof inputs[name] === 'string' ? inputs[name] : '')

/** The live row with this id, of whatever object its prefix says. */
function rowWith(id: string, { store, schema }: World): Row | undefined {
  const long = to18(id)
  const object = schema.objects().find((one) => id.startsWith(one.keyPrefix))
  return long === undefined || !object ? undefined : store.get(object.name, long)
}

function recipientErrors(inputs: Inputs, world: World): readonly SalesforceError[] {
  const { recipientIds } = inputs
  if (!Array.isArray(recipientIds) || recipientIds.length === 0) return [missing('recipientIds')]
  if (recipientIds.length > 500) return [invalid('recipientIds: at most 500 recipients', 'recipientIds')]
  const wrong = recipientIds.find(
    (id: unknown) => typeof id !== 'string' || !id.startsWith('005') || !rowWith(id, world),
  ) as unknown
  return wrong === undefined
    ? []
    : [invalid(`recipientIds: invalid recipient ${JSON.stringify(wrong)}`, 'recipientIds')]
}

function errorsOf(inputs: Inputs, type: Row | undefined, world: World): readonly SalesforceError[] {
  const found: SalesforceError[] = []
  for (const [name, longest] of [
    ['title', 250],
    ['body', 750],
  ] as const) {
    const text = textOf(inputs, name)
    if (text.trim() === '') found.push(missing(name))
    else if (text.length > longest)
      found.push(rowError('STRING_TOO_LONG', `${name}: data value too large: (max length=${longest})`, [name]))
  }
  if (textOf(inputs, 'customNotifTypeId') === '') found.push(missing('customNotifTypeId'))
  else if (!type) found.push(invalid('customNotifTypeId: there is no such notification type', 'customNotifTypeId'))
  found.push(...recipientErrors(inputs, world))
  const target = textOf(inputs, 'targetId')
  if (target === '' && textOf(inputs, 'targetPageRef') === '') found.push(missing('targetId'))
  if (target !== '' && !rowWith(target, world)) found.push(invalid(`targetId: invalid record ${target}`, 'targetId'))
  return found
}

function send(inputs: Inputs, call: Call, world: World): Record<string, unknown> {
  const type = world.store.get('CustomNotificationType', to18(textOf(inputs, 'customNotifTypeId')) ?? '')
  const errors = errorsOf(inputs, type, world)
  if (errors.length > 0 || !type) return { actionName, errors, isSuccess: false, outputValues: null }
  const targetId = to18(textOf(inputs, 'targetId'))
  const targetPageRef = textOf(inputs, 'targetPageRef')
  const sent: Notification = {
    at: world.clock.now(),
    senderId: to18(textOf(inputs, 'senderId')) ?? call.actor.userId,
    type: String(type.DeveloperName),
    recipientIds: (inputs.recipientIds as readonly string[]).map((id) => to18(id) ?? id),
    title: textOf(inputs, 'title'),
    body: textOf(inputs, 'body'),
    ...(targetId === undefined ? {} : { targetId }),
    ...(targetPageRef === '' ? {} : { targetPageRef }),
  }
  world.notifications.deliver(sent)
  const outputValues = { SuccessMessage: 'Your custom notification is processed successfully.' }
  return { actionName, errors: null, isSuccess: true, outputValues }
}

/**
 * `POST /actions/standard/customNotificationAction`: one result per input; 400 when one of them failed, the others are
 * delivered all the same. Needs the user permission Send Custom Notifications. [Actions Developer Guide: Custom Notification]
 */
export const customNotification: Operation<keyof World> = (call, world) => {
  const { inputs } = bodyOf(call)
  if (!Array.isArray(inputs) || inputs.length === 0 || !inputs.every(isRecord))
    throw badRequest('INVALID_INPUT', 'inputs: a list of at least one input is required')
  if (!call.access.has('SendCustomNotifications'))
    throw badRequest('INSUFFICIENT_ACCESS', 'The user permission Send Custom Notifications is needed')
  const results = inputs.map((one) => send(one, call, world))
  return { status: results.every((result) => result.isSuccess) ? 200 : 400, body: results }
}
