import { text } from '../component.ts'
import { has, type MetadataType, missing } from './metadata-type.ts'

/** A notification type; it shows as a row of CustomNotificationType. */
export const customNotificationType: MetadataType = {
  name: 'CustomNotificationType',
  directory: 'notificationtypes',
  suffix: 'notiftype',
  keyPrefix: '0ML',
  required: ['customNotifTypeName', 'desktop', 'masterLabel', 'mobile'],
}

export const customPermission: MetadataType = {
  name: 'CustomPermission',
  directory: 'customPermissions',
  suffix: 'customPermission',
  keyPrefix: '0CP',
  required: ['label'],
}

export const staticResource: MetadataType = {
  name: 'StaticResource',
  directory: 'staticresources',
  suffix: 'resource-meta.xml',
  keyPrefix: '081',
  required: ['contentType'],
}

export const lightningMessageChannel: MetadataType = {
  name: 'LightningMessageChannel',
  directory: 'messageChannels',
  suffix: 'messageChannel',
  keyPrefix: '0Mc',
  required: ['masterLabel'],
}

export const cspTrustedSite: MetadataType = {
  name: 'CspTrustedSite',
  directory: 'cspTrustedSites',
  suffix: 'cspTrustedSite',
  keyPrefix: '08y',
  required: ['endpointUrl', 'isActive'],
}

/** Screen and headless actions of a Lightning web component. */
export const quickAction: MetadataType = {
  name: 'QuickAction',
  directory: 'quickActions',
  suffix: 'quickAction',
  keyPrefix: '09D',
  required: ['label', 'type'],
  check(component, world) {
    const lwc = text(component.body, 'lightningWebComponent')
    return lwc === undefined || has(world, 'LightningComponentBundle', lwc)
      ? []
      : [missing('lightningWebComponent', 'LightningComponentBundle', lwc)]
  },
}
