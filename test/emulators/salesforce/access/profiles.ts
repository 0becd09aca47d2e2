/** What a profile gives by itself, before any permission set. */
export interface ProfileRights {
  readonly name: string
  /** Every object, row and (switch `administratorsSeeAllFields`) field. */
  readonly administrator: boolean
  /** Standard objects that the profile may read, create, edit and delete, with their standard fields. */
  readonly standardObjects: readonly string[]
  readonly userPermissions: readonly string[]
}

/**
 * The profiles of the sandbox. `Minimum Access` gives nothing, which is what an integration user should run with: all that
 * the bridge may do then stands in a permission set.
 */
export const profiles: readonly ProfileRights[] = [
  { name: 'System Administrator', administrator: true, standardObjects: [], userPermissions: [] },
  {
    name: 'Standard User',
    administrator: false,
    standardObjects: [
      'Account',
      'Contact',
      'Contract',
      'Opportunity',
      'OpportunityLineItem',
      'Order',
      'OrderItem',
      'Product2',
      'Pricebook2',
      'PricebookEntry',
    ],
    userPermissions: ['ApiEnabled', 'ActivateOrder'],
  },
  { name: 'Minimum Access - API Only Integrations', administrator: false, standardObjects: [], userPermissions: [] },
]
