import { vi } from 'vitest'
import type { Fault, Faults } from '../../emulators/kit/faults.ts'
import type { System } from '../../../bridge/src/system.ts'
import { setFlow } from '../../support/set-flow.ts'
import type { TestSystem } from '../../support/start-system.ts'
import { bookkeeper, type Bookkeeper } from './bookkeeper.ts'
import type { Jitter } from './jitter.ts'
import type { Confirmed } from './postings.ts'
import type { Part } from './sold-and-billed.ts'
import { approvalRule } from './approval-rule.ts'

/** Both systems, the bridge between them, and what was done to them. */
export interface World {
  readonly test: TestSystem
  readonly offices: readonly Bookkeeper[]
  /** Accounts that salespeople have made, with their names; those that are gone too. */
  readonly accounts: Map<string, string>
  /** Accounts that a person wants without a customer, until they have one: it was deleted, and none is to be made anew. */
  readonly alone: Set<string>
  /** Customers that a person has left without an account: of two he has chosen the other one. */
  readonly leftBehind: Set<string>
  /** Contacts whose person was deleted, and persons whose contact was, with the partner: until it is back they stay alone. */
  readonly bereft: Map<string, string>
  /** Contacts that salespeople have made. */
  readonly contacts: Set<string>
  /** Accounts that we buy from, with their names. */
  readonly vendors: Map<string, string>
  /** Orders that salespeople have made. */
  readonly orders: Set<string>
  /** Opportunities of accounts of the first company. */
  readonly deals: Set<string>
  /** The account that an order or opportunity was made for. */
  readonly buyers: Map<string, string>
  /** The opportunity that an order was made for; one that is deleted leaves the order its sales order. */
  readonly dealOf: Map<string, string>
  /** Ids of the sales orders that finance has deleted, with their references (`externalDocumentNumber`). */
  readonly deletedOrders: Map<string, string>
  /** What an order sold each time somebody approved of it, and by which command. */
  readonly approvedAs: Map<string, readonly { readonly command: string; readonly parts: readonly Part[] }[]>
  /** Commands that people have given, by what they count as when the bridge has done them. */
  readonly asked: Map<string, string>
  /** What people saw of the draft whose posting they confirmed, by the command. */
  readonly confirmed: Map<string, Confirmed>
  /** Customers that people were asked about although the bridge has linked them with nobody, ever: made, and forgotten. */
  readonly strays: Set<string>
  /** What was sold without the approval that it needs, found before somebody has approved of it after all. */
  readonly slips: Set<string>
  /** How often each thing has happened and taken effect. */
  readonly done: Map<string, number>
  /** What retries wait for by chance: every move says it anew. */
  readonly jitter: Jitter
  /** The bridge that is at work now: now and then another one on the same database takes over. */
  bridge: System
  /** How often a person has chosen a way out of an issue. */
  choices: number
  /** Contact persons that finance has made. */
  born: number
}

export async function newWorld(test: TestSystem, jitter: Jitter): Promise<World> {
  const { businessCentral, salesforce } = test.sandboxes
  const done = new Map<string, number>()
  for (const { faults } of [businessCentral, salesforce]) countStrikes(faults, done)
  await test.system.catalogue.announce()
  const approval = { BC_Approval_Rule__c: approvalRule, BC_Approvers__c: salesforce.username }
  await setFlow(test, 'order-to-sales-order', approval)
  for (const flow of ['account-to-vendor', 'vendor-to-account']) await setFlow(test, flow, { BC_Enabled__c: true })
  await subscribe(test.system)
  await test.settle()
  return {
    test,
    offices: businessCentral.companies.map(({ id }) => bookkeeper(businessCentral.company(id))),
    accounts: new Map(),
    alone: new Set(),
    leftBehind: new Set(),
    bereft: new Map(),
    contacts: new Set(),
    vendors: new Map(),
    orders: new Set(),
    deals: new Set(),
    buyers: new Map(),
    dealOf: new Map(),
    deletedOrders: new Map(),
    approvedAs: new Map(),
    asked: new Map(),
    confirmed: new Map(),
    strays: new Set(),
    slips: new Set(),
    done,
    jitter,
    bridge: test.system,
    choices: 0,
    born: 0,
  }
}

export function count({ done }: { readonly done: Map<string, number> }, what: string): void {
  done.set(what, (done.get(what) ?? 0) + 1)
}

/** A fault that the deed of this name has armed. */
export const armedBy = (deed: string, fault: Fault): Fault => ({ ...fault, deed })

/** What a deed has armed counts when it strikes. */
function countStrikes(faults: Faults, done: Map<string, number>): void {
  const strike = faults.strike.bind(faults)
  faults.strike = (kinds, what) => {
    const struck = strike(kinds, what)
    if (typeof struck?.deed === 'string') count({ done }, struck.deed)
    return struck
  }
}

/** Has the bridge subscribe to notifications, as it does when it runs. */
export async function subscribe(system: System): Promise<void> {
  const source = system.connectors.flatMap(({ changes }) => changes).find(({ name }) => name.endsWith('webhooks'))
  if (!source) throw new Error('The bridge has no public address.')
  const stop = new AbortController()
  const running = source.run(system.sink, stop.signal)
  await vi.waitFor(() => {
    // One set that takes no subscription does not matter here.
    const { connected, problem } = source.state()
    if (!connected && problem === undefined) throw new Error('The subscriptions are not made.')
  }, 20_000)
  stop.abort()
  await running
}

export const signal = (system: string, name: string, company: string, id: string) =>
  ({ entity: { system, name }, company, id, kind: 'updated', echo: false }) as const

export type Signal = ReturnType<typeof signal>
