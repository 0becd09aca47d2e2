import { problem, text } from '../component.ts'
import { hasTarget } from './lightning-component-bundle.ts'
import { has, type MetadataType, missing, notHere } from './metadata-type.ts'

/** A notification type; it shows as a row of CustomNotificationType. */
export const customNotificationType: MetadataType = {
  name: 'CustomNotificationType',
  directory: 'notificationtypes',
  suffix: 'notiftype',
  keyPrefix: '0ML',
  developerName: true,
  required: ['customNotifTypeName', 'desktop', 'masterLabel', 'mobile'],
}

export const customPermission: MetadataType = {
  name: 'CustomPermission',
  directory: 'customPermissions',
  suffix: 'customPermission',
  keyPrefix: '0CP',
  developerName: true,
  required: ['label'],
}

export const staticResource: MetadataType = {
  name: 'StaticResource',
  directory: 'staticresources',
  suffix: 'resource-meta.xml',
  keyPrefix: '081',
  developerName: true,
  required: ['contentType'],
}

export const lightningMessageChannel: MetadataType = {
  name: 'LightningMessageChannel',
  directory: 'messageChannels',
  suffix: 'messageChannel',
  keyPrefix: '0Mc',
  developerName: true,
  required: ['masterLabel'],
}

export const cspTrustedSite: MetadataType = {
  name: 'CspTrustedSite',
  directory: 'cspTrustedSites',
  suffix: 'cspTrustedSite',
  keyPrefix: '08y',
  developerName: true,
  required: ['endpointUrl', 'isActive'],
}

/** Screen and headless actions of a Lightning web component. */
export const quickAction: MetadataType = {
  name: 'QuickAction',
  directory: 'quickActions',
  suffix: 'quickAction',
  keyPrefix: '09D',
  developerName: true,
  required: ['label', 'type'],
  check({ body }, world) {
    const lwc = text(body, 'lightningWebComponent')
    if (text(body, 'type') !== 'LightningWebComponent') return lwc === undefined ? [] : [notHere('This action')]
    if (lwc === undefined) return [problem('Required field is missing: lightningWebComponent')]
    if (!has(world, 'LightningComponentBundle', lwc))
      return [missing('lightningWebComponent', 'LightningComponentBundle', lwc)]
    return [
      ...(text(body, 'actionSubtype') === undefined ? [problem('Required field is missing: actionSubtype')] : []),
      ...(hasTarget(world, lwc, 'lightning__RecordAction')
        ? []
        : [problem(`The component ${lwc} must have the target lightning__RecordAction to be used in a quick action`)]),
    ]
  },
}
