import type { EventChannel } from '../context.ts'
import { children, type Components, text } from './component.ts'
import { entityOf } from './types/event-channel.ts'

/** Channels for change events, from the channel and member metadata of the org. `ChangeEvents` is always there. */
export function channelsOf(components: Components): readonly EventChannel[] {
  const all = [...components.values()]
  const names = ['ChangeEvents', ...all.filter((one) => one.type === 'PlatformEventChannel').map((one) => one.fullName)]
  const members = all.filter((one) => one.type === 'PlatformEventChannelMember')
  return names.map((name) => ({
    name,
    members: members
      .filter((member) => text(member.body, 'eventChannel') === name)
      .map((member) => {
        const filterExpression = text(member.body, 'filterExpression')
        return {
          entity: entityOf(text(member.body, 'selectedEntity') ?? ''),
          enrichedFields: children(member.body, 'enrichedFields').map((field) => text(field, 'name') ?? ''),
          ...(filterExpression === undefined ? {} : { filterExpression }),
        }
      }),
  }))
}
