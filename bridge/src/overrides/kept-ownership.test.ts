import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import { defineFlow } from '../engine/define-flow.ts'
import { defineEntity, field } from '../engine/entity.ts'
import {
  from,
  matchOnly,
  onceWon,
  onCreate,
  shared,
  stamp,
  untilWon,
  whenEmptied,
  type Resolved,
} from '../mapping/index.ts'
import { accountToCustomer } from '../flows/account-to-customer.ts'
import { flows } from '../flows/index.ts'
import { applyOverride } from './apply.ts'
import { bothWays } from './both-ways.ts'
import { problemText, type FlowOverride, type RuleOverride } from './document.ts'
import { unchecked } from './live-schema.ts'
import { mappingRows } from './table.ts'

/** Who owns a field, and when it is filled, stays as it was when an admin changes what it is filled from. */
const shop = { label: 'buyer', key: 'id', perCompany: false }
const buyer = defineEntity('shop', 'buyer', shop, {
  id: field.id(),
  name: field.text(80, 'required'),
  mail: field.text(80),
  limit: field.number(),
})
const debtor = defineEntity(
  'books',
  'debtor',
  { label: 'debtor', key: 'id', perCompany: true, ourKey: 'key' },
  {
    id: field.id(),
    key: field.text(80),
    title: field.text(80, 'required'),
    number: field.text(20),
    mail: field.text(80),
    limit: field.number(),
    late: field.number(),
    read: field.text(20),
    born: field.text(80),
    given: field.text(80),
    mark: field.text(80),
  },
)
const forth = defineFlow('forth', buyer, debtor, {
  says: 'A buyer becomes a debtor.',
  match: [['number']],
  onTargetChanged: 'compare',
  stageOf: 'source',
  reference: { field: 'mark', rule: from('id') },
  map: {
    title: from('name'),
    number: matchOnly(from('mail')),
    mail: shared(from('mail')),
    limit: untilWon(from('limit')),
    late: onceWon(from('limit')),
    read: stamp(from('mail')),
    born: onCreate(from('name')),
    given: whenEmptied(from('mail'), null),
  },
})
const apply = (override: FlowOverride, flow = forth) => applyOverride(flow, override, unchecked)
const changed = (name: string, rule: RuleOverride) => {
  const { flow, problems } = apply({ map: { [name]: rule } })
  expect(problems).toEqual([])
  return flow.map[name]
}
const refused = (override: FlowOverride, flow = forth) => apply(override, flow).problems.map(problemText).join('\n')

it.each([
  ['mail', { owner: 'shared' }, '(both sides may edit it)'],
  ['limit', { stage: 'before' }, '(until the first won order)'],
  ['late', { stage: 'after' }, '(once an order is won)'],
  ['read', { stampOnly: true }, '(when anything else changes)'],
  ['born', { onCreateOnly: true }, '(when created)'],
  ['number', { matchOnly: true }, '(to find the record only)'],
  ['given', { whenEmptied: null }, 'taken back when it is emptied'],
] as const)('%s keeps %o, whatever fills it', (name, keeps, words) => {
  const value = name === 'limit' || name === 'late' ? 5 : 'x'
  for (const rule of [{ from: name === 'limit' || name === 'late' ? 'limit' : 'name' }, { constant: value }] as const) {
    const made = changed(name, rule)
    expect(made).toMatchObject(keeps)
    expect(made?.how).toContain(words)
  }
  expect(changed(name, { expression: "$string(name) & ''" })).toMatchObject(keeps)
  expect(changed(name, { keepWhenEmpty: true })?.how.split(words)).toHaveLength(name === 'given' ? 1 : 2)
})

it('what is of one company stays of that company', async () => {
  const { flow, problems } = apply(
    { map: { creditLimit: { constant: 5000 }, number: { from: 'My__c' } } },
    accountToCustomer,
  )
  expect(problems).toEqual([])
  const inCompany = (id: string) => ({ company: { id, name: id }, elsewhere: () => ['C1'] }) as unknown as Resolved
  const record = { Id: 'a', BC_Company__c: 'A', My__c: 'c1' }
  const { creditLimit, number } = flow.map
  expect(await creditLimit?.fill(record, inCompany('A'))).toEqual(new Decimal(5000))
  expect(await creditLimit?.fill(record, inCompany('B'))).toBeUndefined()
  expect(await number?.fill(record, inCompany('A'))).toBeUndefined()
  expect(await number?.fill({ ...record, My__c: 'C2' }, inCompany('A'))).toBe('C2')
  expect(creditLimit).toMatchObject({ stage: 'before', reads: ['BC_Company__c'] })
})

it('onCreate alone says when a field is filled', () => {
  const always = changed('born', { onCreate: false })
  expect(always).not.toHaveProperty('onCreateOnly')
  expect(always?.how).toBe('name')
  expect(changed('mail', { from: 'name', onCreate: true })).toMatchObject({ onCreateOnly: true })
  expect(changed('born', { onCreate: true })?.how).toBe('name (when created)')
})

it('a field that an empty source leaves alone is not taken back either', () => {
  expect(changed('given', { keepWhenEmpty: true })).not.toHaveProperty('whenEmptied')
  expect(changed('given', { from: 'name', keepWhenEmpty: true })).not.toHaveProperty('whenEmptied')
})

it('owner says who may edit a field', () => {
  const own = changed('mail', { owner: 'source' })
  expect(own).not.toHaveProperty('owner')
  expect(own?.how).toBe('mail')
  expect(changed('title', { owner: 'shared' })).toMatchObject({ owner: 'shared', how: 'name (both sides may edit it)' })
  expect(changed('title', { from: 'mail', owner: 'shared' })).toMatchObject({ owner: 'shared' })
})

it.each<[string, FlowOverride, string]>([
  ['the owner of a field that depends on the first order', { map: { limit: { owner: 'shared' } } }, 'first won order'],
  ['the owner of what is filled once', { map: { born: { owner: 'shared' } } }, 'when the record is created'],
  ['the owner of what only finds', { map: { number: { owner: 'shared' } } }, 'serves to find'],
  ['our reference', { map: { mark: { from: 'mail' } } }, 'map.mark: It carries the reference'],
  ['our reference, removed', { map: { mark: 'remove' } }, 'It carries the reference'],
  ['our key', { map: { key: { from: 'mail' } } }, "map.key: It holds the bridge's own key"],
  ['a required rule, removed', { map: { title: 'remove' } }, 'map.title: A debtor cannot be without it'],
  ['what partners are found by, removed', { map: { number: 'remove' } }, 'map.number: Partners are found by it'],
])('refuses %s', (_, override, reason) => {
  expect(refused(override)).toContain(reason)
})

it('removes what nothing depends on', () => {
  const { flow, problems } = apply({ map: { mail: 'remove' } })
  expect(problems).toEqual([])
  expect(mappingRows(flow).map((row) => row.field)).not.toContain('mail')
})

it('refuses the owner, and a conflict rule, where the flow never looks at what the other side edits', () => {
  const blind = { ...forth, onTargetChanged: 'leave' as const }
  expect(refused({ map: { title: { owner: 'shared' } } }, blind)).toContain('does not look at')
  expect(refused({ conflict: 'target' }, blind)).toContain('conflict: The flow does not look at')
  const alone = { ...forth, map: { title: from('name') } as never }
  expect(refused({ conflict: 'target' }, alone)).toContain(
    'conflict: No field of this flow may be edited on both sides',
  )
  expect(refused({ conflict: 'target', map: { title: { owner: 'shared' } } }, alone)).toBe('')
  expect([refused({ conflict: 'source' }, alone), refused({ conflict: 'source' }, blind)]).toEqual(['', ''])
})

it('says where the number of the customer may go', () => {
  const of = (name: string) => flows.filter((flow) => flow.name === name)
  const [order] = of('order-to-sales-order')
  const [invoice] = of('opportunity-to-sales-invoice')
  if (!order || !invoice) throw new Error('no such flow')
  const override: FlowOverride = { map: { externalDocumentNumber: { from: 'BC_Po__c' } } }
  const withReference = () => ({
    fields: new Map([
      ['customerPurchaseOrderReference', { kind: 'text', creatable: true, updatable: true, required: false }],
    ]),
  })
  expect(refused(override, order)).toContain('It carries the reference')
  const { problems } = applyOverride(invoice, override, withReference as never)
  expect(problems.map(problemText).join()).toContain('customerPurchaseOrderReference')
})

it('keeps the own way of lines that are not there to be read', async () => {
  const [flow] = flows.filter(({ name }) => name === 'sales-order-to-order')
  if (!flow) throw new Error('no such flow')
  const { flow: next, problems } = apply({ lines: { OrderItems: { BC_Shipped_Percent__c: { constant: 1 } } } }, flow)
  expect(problems).toEqual([])
  const rule = next.map.OrderItems
  const resolved = { field: () => undefined, link: () => undefined } as unknown as Resolved
  expect(await rule?.fill({ id: 's', status: 'Draft', invoicedQuantity: null, lines: [] }, resolved)).toBeUndefined()
  const line = { id: 'l', quantity: new Decimal(2), shippedQuantity: new Decimal(1), invoicedQuantity: new Decimal(0) }
  const lines = [{ ...line, shippedPercent: new Decimal(50), invoicedPercent: new Decimal(0) }]
  expect(await rule?.fill({ id: 's', status: 'Draft', invoicedQuantity: null, lines }, resolved)).toMatchObject([
    { key: 'l', fields: { BC_Shipped_Quantity__c: new Decimal(1), BC_Shipped_Percent__c: new Decimal(1) } },
  ])
  expect(next.reads).toEqual(expect.arrayContaining([...flow.reads]))
})

it('two flows between the same records agree on who owns a field and who wins', () => {
  const both = (asked: Record<string, FlowOverride>) => {
    const made = flows.map((flow) => apply(asked[flow.name] ?? {}, flow))
    expect(made.flatMap(({ problems }) => problems)).toEqual([])
    return bothWays(
      made.map(({ flow }) => flow),
      (name) => asked[name] ?? {},
    )
  }
  const [there, back] = ['contact-to-contact-person', 'contact-person-to-contact'] as const
  const conflictOf = (asked: Record<string, FlowOverride>, name: string) =>
    both(asked).flows.find((flow) => flow.name === name)?.conflict
  expect(both({}).problems).toEqual([])
  // The flow back takes over who wins.
  expect(conflictOf({ [there]: { conflict: 'target' } }, back)).toBe('source')
  expect(conflictOf({ [back]: { conflict: 'source' } }, there)).toBe('target')
  expect(conflictOf({ [there]: { conflict: 'ask' } }, back)).toBe('ask')
  const nothingToWin = {
    'order-to-sales-order': { conflict: 'source' },
    'sales-order-to-order': { conflict: 'source' },
  } as const
  expect(both(nothingToWin).problems).toEqual([])
  expect(both({ [there]: { conflict: 'ask' }, [back]: { conflict: 'target' } }).problems).toEqual([])
  const torn = both({ [there]: { conflict: 'source' }, [back]: { conflict: 'source' } })
  expect(torn.problems.map(problemText)).toEqual([
    expect.stringContaining(`${there} → conflict: ${back} says source`) as string,
    expect.stringContaining(`${back} → conflict: ${there} says source`) as string,
  ])
  // Each setting in the words of the place where it was made: one in Setup, one in the file.
  const words = { conflict: { label: 'Conflict Rule', values: { source: 'Source Wins', target: 'Target Wins' } } }
  const mixed = both({ [there]: { conflict: 'source', words }, [back]: { conflict: 'source' } })
  expect(mixed.problems.map(({ reason }) => reason)).toEqual([
    expect.stringContaining(`${back} says source, which is another winner: say target there`) as string,
    expect.stringContaining(`${there} says Source Wins, which is another winner: say Target Wins there`) as string,
  ])

  const owned = both({ [there]: { map: { email: { owner: 'source' } } } })
  expect(owned.problems.map(problemText).join()).toContain(`${there} → map.email: ${back} fills Email from email`)
  expect(
    both({ [there]: { map: { email: { owner: 'source' } } }, [back]: { map: { Email: { onCreate: true } } } }).problems,
  ).toEqual([])
  const website: RuleOverride = { onCreate: false, owner: 'shared' }
  const loop = { [accountToCustomer.name]: {}, 'customer-to-account': { map: { Website: { onCreate: false } } } }
  expect(both(loop).problems.map(problemText).join()).toContain('account-to-customer fills website from Website')
  const agreed = {
    [accountToCustomer.name]: { map: { website: { owner: 'shared' } } },
    'customer-to-account': { map: { Website: website } },
  } as const
  expect(both(agreed).problems).toEqual([])
})
