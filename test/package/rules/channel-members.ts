import { objectExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import { text } from '../xml.ts'

export const channelMembers: Rule = {
  name: 'channel-members',
  why: 'A member names its channel with one underscore less, and an entity that sends change events.',
  check: (source) =>
    source.ofType('PlatformEventChannelMember').flatMap(({ path, name, body }) => {
      const channel = text(body, 'eventChannel')
      const entity = text(body, 'selectedEntity')
      const object = entity.endsWith('__ChangeEvent')
        ? entity.replace(/__ChangeEvent$/, '__c')
        : entity.replace(/ChangeEvent$/, '')
      const expected = `${channel.replace(/__chn$/, '_chn')}_${entity.replace('__ChangeEvent', '_ChangeEvent')}`
      const problems = [
        ...(source.has('PlatformEventChannel', channel) ? [] : [`there is no channel ${channel}`]),
        ...(entity.endsWith('ChangeEvent') && objectExists(source, object)
          ? []
          : [`${entity} is no change event of an object`]),
        ...(name === expected ? [] : [`it must be called ${expected}`]),
      ]
      return problems.map((problem) => ({ path, problem }))
    }),
}
