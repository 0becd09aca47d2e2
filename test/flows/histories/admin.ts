import { setFlow } from '../../support/set-flow.ts'
import { choose, type Doing } from './deed.ts'
import { inAnyWeather } from './trouble.ts'
import type { World } from './world.ts'

/** Flows that an admin switches off for a while. */
const switchable = [
  'account-to-customer',
  'customer-to-account',
  'contact-to-contact-person',
  'contact-person-to-contact',
  'order-to-sales-order',
  'sales-order-to-order',
  'opportunity-to-sales-order',
  'sales-order-to-opportunity',
  'customer-to-billing-customer',
  'invoice-to-billing-invoice',
  'credit-memo-to-billing-invoice',
  'payment-to-billing-payment',
]

/** What an admin leaves out for a while. */
const filters: Readonly<Record<string, string>> = {
  'account-to-customer': "$not($contains(BillingCity, '1'))",
  'contact-to-contact-person': "$not($contains(FirstName, '1'))",
  'order-to-sales-order': '$count(OrderItems) < 2',
  'opportunity-to-sales-order': '$count(OpportunityLineItems) < 2',
}

/** The settings count from the next look at them, by each bridge; one that fails is repeated. */
async function set(world: World, flow: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const { test, bridge } = world
  await inAnyWeather(world, () => setFlow(test, flow, fields))
  if (bridge !== test.system) await inAnyWeather(world, () => bridge.catalogue.refresh())
}

const settingsOf = ({ test }: World, flow: string) =>
  test.sandboxes.salesforce.records.all('BC_Flow__c').find((row) => row.BC_Key__c === flow)

/** Switches on what is off. */
async function switchOn(world: World): Promise<boolean> {
  const off = switchable.filter((flow) => settingsOf(world, flow)?.BC_Enabled__c === false)
  for (const flow of off) await set(world, flow, { BC_Enabled__c: true })
  return off.length > 0
}

/** Takes every filter away. */
async function widen(world: World): Promise<boolean> {
  const narrow = Object.keys(filters).filter((flow) => typeof settingsOf(world, flow)?.BC_Filter__c === 'string')
  for (const flow of narrow) await set(world, flow, { BC_Filter__c: null })
  return narrow.length > 0
}

/** Everything is switched on, nothing is left out. */
export async function openUp(world: World): Promise<void> {
  await switchOn(world)
  await widen(world)
  // A look that failed in a storm is repeated.
  await world.test.system.catalogue.refresh()
}

/** What an admin does in the Setup tab. */
export const admin = {
  async switchFlowOff(world, { pick }) {
    const on = switchable.filter((flow) => settingsOf(world, flow)?.BC_Enabled__c !== false)
    const flow = choose(on, pick)
    if (flow === undefined) return false
    await set(world, flow, { BC_Enabled__c: false })
    return true
  },
  switchFlowsOn: switchOn,
  async narrowFilter(world, { pick }) {
    const [flow, filter] = choose(Object.entries(filters), pick) ?? []
    if (flow === undefined || settingsOf(world, flow)?.BC_Filter__c === filter) return false
    await set(world, flow, { BC_Filter__c: filter })
    return true
  },
  widenFilters: widen,
} satisfies Record<string, Doing>
