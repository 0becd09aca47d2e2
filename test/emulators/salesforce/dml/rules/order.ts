import type { Row } from '../../records.ts'
import { fieldOf } from '../../schema.ts'
import { refuseCurrencyChange } from '../currencies.ts'
import { refuse } from '../errors.ts'
import { money, sum } from './amount.ts'
import { adjust, type Draft, type ObjectRules, type RuleWorld } from './rule.ts'

/** The status category behind a status; a status this org does not know counts as Draft. */
const categoryOf = (status: unknown): string => (status === 'Activated' ? 'Activated' : 'Draft')

export const linesOf = (orderId: string, { store }: RuleWorld): readonly Row[] =>
  store.find('OrderItem', 'OrderId', orderId).flatMap((id) => store.get('OrderItem', id) ?? [])

/** Whether this user, in this org (see the switches), may still write these fields of an activated order or its lines. */
export function refuseActivated(object: string, fields: Iterable<string>, world: RuleWorld): void {
  const { switches, access, store } = world
  if (access.has('EditActivatedOrders') && !switches.activatedOrderLockedForEverybody) return
  const schema = store.schema.object(object)
  const locked = [...fields].filter((name) =>
    schema && fieldOf(schema, name)?.custom
      ? !switches.activatedOrderCustomFields
      : !switches.activatedOrderEditableFields.includes(name),
  )
  if (locked.length > 0)
    refuse(
      switches.activatedOrderErrorCode,
      `These fields of an activated order can't be changed: ${locked.join(', ')}`,
      locked,
    )
}

function activate(draft: Draft, given: ReadonlySet<string>, world: RuleWorld): void {
  if ([...given].some((name) => name !== 'Status'))
    refuse('FAILED_ACTIVATION', 'Status must be the only field in a request that activates an order', ['Status'])
  if (!world.access.has('ActivateOrder'))
    refuse('FAILED_ACTIVATION', 'The user permission Activate Orders is needed to activate an order', ['Status'])
  if (linesOf(draft.Id, world).length === 0)
    refuse('FAILED_ACTIVATION', 'An order must have at least one product.', ['Status'])
  draft.ActivatedDate = world.now
  draft.ActivatedById = world.actor.userId
}

/**
 * Orders are born as drafts, are activated by an update of Status alone, and lose their lock by going back to Draft.
 * [Object Reference: Order]
 */
export const order: ObjectRules = {
  beforeInsert(draft) {
    if (categoryOf(draft.Status) !== 'Draft')
      refuse('FAILED_ACTIVATION', 'An order can only be created with a status of the category Draft', ['Status'])
    draft.StatusCode = 'Draft'
    draft.TotalAmount = '0'
  },
  beforeUpdate(before, draft, given, world) {
    const was = categoryOf(before.Status)
    const becomes = categoryOf(draft.Status)
    draft.StatusCode = becomes
    const changed = new Set([...given].filter((name) => (before[name] ?? null) !== (draft[name] ?? null)))
    if (was === 'Draft' && becomes === 'Activated') activate(draft, given, world)
    else if (was === 'Activated' && becomes === 'Draft') {
      draft.ActivatedDate = null
      draft.ActivatedById = null
    } else if (was === 'Activated') refuseActivated('Order', changed, world)
    if (changed.has('CurrencyIsoCode') && linesOf(draft.Id, world).length > 0) refuseCurrencyChange()
    if (changed.has('Pricebook2Id') && linesOf(draft.Id, world).length > 0)
      refuse('FIELD_INTEGRITY_EXCEPTION', 'The price book cannot change while the order has products', ['Pricebook2Id'])
  },
  beforeDelete(row) {
    if (categoryOf(row.Status) !== 'Draft') refuse('DELETE_FAILED', 'Only an order in Draft can be deleted')
  },
}

/** `TotalAmount` is the sum of the lines. */
export function totalOrder(id: string, world: RuleWorld): void {
  adjust('Order', id, { TotalAmount: money(sum(linesOf(id, world), 'TotalPrice')) }, world)
}
