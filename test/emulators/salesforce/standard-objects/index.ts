import account from './Account.json' with { type: 'json' }
import contact from './Contact.json' with { type: 'json' }
import contentDocument from './ContentDocument.json' with { type: 'json' }
import contentDocumentLink from './ContentDocumentLink.json' with { type: 'json' }
import contentVersion from './ContentVersion.json' with { type: 'json' }
import contract from './Contract.json' with { type: 'json' }
import customNotificationType from './CustomNotificationType.json' with { type: 'json' }
import fieldPermissions from './FieldPermissions.json' with { type: 'json' }
import group from './Group.json' with { type: 'json' }
import objectPermissions from './ObjectPermissions.json' with { type: 'json' }
import opportunity from './Opportunity.json' with { type: 'json' }
import opportunityLineItem from './OpportunityLineItem.json' with { type: 'json' }
import order from './Order.json' with { type: 'json' }
import orderItem from './OrderItem.json' with { type: 'json' }
import organization from './Organization.json' with { type: 'json' }
import permissionSet from './PermissionSet.json' with { type: 'json' }
import permissionSetAssignment from './PermissionSetAssignment.json' with { type: 'json' }
import permissionSetGroup from './PermissionSetGroup.json' with { type: 'json' }
import permissionSetGroupComponent from './PermissionSetGroupComponent.json' with { type: 'json' }
import pricebook2 from './Pricebook2.json' with { type: 'json' }
import pricebookEntry from './PricebookEntry.json' with { type: 'json' }
import product2 from './Product2.json' with { type: 'json' }
import profile from './Profile.json' with { type: 'json' }
import type { ObjectSource } from './source.ts'
import user from './User.json' with { type: 'json' }

/** The standard objects of the sandbox, kept by hand; anything else an org has is not there (INVALID_TYPE, NOT_FOUND). */
export const standardObjects = [
  account,
  contact,
  contract,
  opportunity,
  opportunityLineItem,
  order,
  orderItem,
  product2,
  pricebook2,
  pricebookEntry,
  contentDocument,
  contentVersion,
  contentDocumentLink,
  user,
  group,
  profile,
  organization,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  objectPermissions,
  fieldPermissions,
  customNotificationType,
] as readonly ObjectSource[]

/** Setup objects: readable by everybody, written by administrators only. */
export const setupObjects: ReadonlySet<string> = new Set([
  ...standardObjects.filter((object) => object.setup).map((object) => object.name),
  // Only in orgs with multiple currencies.
  'CurrencyType',
])
