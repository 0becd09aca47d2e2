import { contentDocument } from './content-document.ts'
import { contentDocumentLink } from './content-document-link.ts'
import { contentVersion } from './content-version.ts'
import { opportunityLineItem } from './opportunity-line-item.ts'
import { opportunity } from './opportunity.ts'
import { orderItem } from './order-item.ts'
import { order } from './order.ts'
import { permissionSetAssignment } from './permission-set-assignment.ts'
import { personName } from './person-name.ts'
import { pricebookEntry } from './pricebook-entry.ts'
import { pricebook2 } from './pricebook2.ts'
import { product2 } from './product2.ts'
import type { ObjectRules } from './rule.ts'

/** Standard objects with rules of their own, by API name. */
export const objectRules: Readonly<Record<string, ObjectRules>> = {
  Contact: personName,
  User: personName,
  Product2: product2,
  Pricebook2: pricebook2,
  PricebookEntry: pricebookEntry,
  Opportunity: opportunity,
  OpportunityLineItem: opportunityLineItem,
  Order: order,
  OrderItem: orderItem,
  ContentDocument: contentDocument,
  ContentVersion: contentVersion,
  ContentDocumentLink: contentDocumentLink,
  PermissionSetAssignment: permissionSetAssignment,
}
