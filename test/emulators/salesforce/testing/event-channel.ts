import { file } from './sample-package.ts'

type Files = Readonly<Record<string, string>>

/** The metadata file of a custom channel for change events: `Sync` makes `Sync__chn`. */
export const channelFile = (name: string): Files => ({
  [`platformEventChannels/${name}__chn.platformEventChannel`]: file(
    'PlatformEventChannel',
    `<channelType>data</channelType><label>${name}</label>`,
  ),
})

/**
 * The metadata file of a member of that channel.
 * @param entity as it is selected: `AccountChangeEvent`
 * @param more elements of it, as a filter
 */
export const memberFile = (channel: string, entity: string, more = ''): Files => ({
  [`platformEventChannelMembers/${channel}_chn_${entity}.platformEventChannelMember`]: file(
    'PlatformEventChannelMember',
    `<eventChannel>${channel}__chn</eventChannel>${more}<selectedEntity>${entity}</selectedEntity>`,
  ),
})
