/** One right as the conjunction of rights on other objects. */
type Needs = readonly (readonly [object: string, right: 'read' | 'edit'])[]

interface DerivedRights {
  readonly read: Needs
  readonly create: Needs
  readonly edit: Needs
  readonly delete: Needs
}

const followsParent = (parent: string): DerivedRights => ({
  read: [[parent, 'read']],
  create: [[parent, 'edit']],
  edit: [[parent, 'edit']],
  delete: [[parent, 'edit']],
})

const editBook: Needs = [
  ['Pricebook2', 'edit'],
  ['Product2', 'read'],
]

/** Files need no permission: who may call the API may load one up. [Object Reference: ContentVersion, Special Access Rules] */
const everybody: DerivedRights = { read: [], create: [], edit: [], delete: [] }

/**
 * Objects without object permissions of their own: who may do what follows from their parents, and a permission set that
 * lists them is refused. [Object Reference: OrderItem, "Edit" on Order is required; PricebookEntry: Special Access Rules]
 */
export const derivedRights: Readonly<Record<string, DerivedRights>> = {
  OrderItem: followsParent('Order'),
  OpportunityLineItem: followsParent('Opportunity'),
  ContentDocument: everybody,
  ContentVersion: everybody,
  ContentDocumentLink: everybody,
  PricebookEntry: {
    read: [
      ['Pricebook2', 'read'],
      ['Product2', 'read'],
    ],
    create: editBook,
    edit: editBook,
    delete: editBook,
  },
}
