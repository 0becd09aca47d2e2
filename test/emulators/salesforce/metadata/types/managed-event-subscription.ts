import { entityOf } from './event-channel.ts'
import { problem, type Problem, text } from '../component.ts'
import { type CheckWorld, has, type MetadataType, missing, notHere } from './metadata-type.ts'

const values: Readonly<Record<string, readonly string[]>> = {
  defaultReplay: ['LATEST', 'EARLIEST'],
  errorRecoveryReplay: ['LATEST', 'EARLIEST'],
  state: ['RUN', 'STOP'],
}

/** `/data/ChangeEvents`, `/data/AccountChangeEvent` or a custom channel, `/data/BC_Sync__chn`. */
function topicProblems(topic: string, world: CheckWorld): readonly Problem[] {
  if (!topic.startsWith('/data/')) return [notHere(`A managed subscription to ${topic}`)]
  const name = topic.slice('/data/'.length)
  if (name === 'ChangeEvents') return []
  if (name.endsWith('__chn'))
    return has(world, 'PlatformEventChannel', name) ? [] : [missing('topicName', 'PlatformEventChannel', name)]
  const object = name.endsWith('ChangeEvent') ? world.schema.object(entityOf(name)) : undefined
  return object?.changeEvents === true ? [] : [problem(`The topic name, ${topic}, isn't valid.`)]
}

/** A subscription whose place the server keeps; see `pubSub.managedSubscriptions`. [Metadata API: ManagedEventSubscription (Beta)] */
export const managedEventSubscription: MetadataType = {
  name: 'ManagedEventSubscription',
  directory: 'managedEventSubscriptions',
  suffix: 'managedEventSubscription',
  keyPrefix: '18x',
  developerName: true,
  required: ['label', 'topicName', ...Object.keys(values)],
  elements: new Set(['fullName', 'label', 'topicName', 'version', ...Object.keys(values)]),
  check: ({ body }, world) => [
    ...Object.entries(values).flatMap(([tag, allowed]) => {
      const value = text(body, tag) ?? ''
      return allowed.includes(value) ? [] : [problem(`'${value}' is not a valid value for ${tag}`)]
    }),
    ...topicProblems(text(body, 'topicName') ?? '', world),
  ],
}
