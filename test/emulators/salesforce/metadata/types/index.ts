import { compactLayout } from './compact-layout.ts'
import { customApplication } from './custom-application.ts'
import { customField } from './custom-field.ts'
import { customLabel, customLabels } from './custom-label.ts'
import { customObject } from './custom-object.ts'
import { customTab } from './custom-tab.ts'
import { platformEventChannel, platformEventChannelMember } from './event-channel.ts'
import { flexiPage } from './flexi-page.ts'
import { layout } from './layout.ts'
import { lightningComponentBundle } from './lightning-component-bundle.ts'
import { listView } from './list-view.ts'
import { managedEventSubscription } from './managed-event-subscription.ts'
import type { MetadataType } from './metadata-type.ts'
import { permissionSetGroup } from './permission-set-group.ts'
import { permissionSet } from './permission-set.ts'
import {
  cspTrustedSite,
  customNotificationType,
  customPermission,
  lightningMessageChannel,
  quickAction,
  staticResource,
} from './plain.ts'
import { validationRule } from './validation-rule.ts'

/** The metadata types of the sandbox, by hand. A deploy of any other type fails with NOT_SUPPORTED_BY_SANDBOX. */
export const metadataTypes: readonly MetadataType[] = [
  customObject,
  customField,
  listView,
  compactLayout,
  validationRule,
  customLabels,
  customLabel,
  lightningComponentBundle,
  customPermission,
  customTab,
  flexiPage,
  customApplication,
  layout,
  permissionSet,
  permissionSetGroup,
  customNotificationType,
  staticResource,
  lightningMessageChannel,
  quickAction,
  cspTrustedSite,
  platformEventChannel,
  platformEventChannelMember,
  managedEventSubscription,
]

export const metadataType = (name: string): MetadataType | undefined => metadataTypes.find((type) => type.name === name)
