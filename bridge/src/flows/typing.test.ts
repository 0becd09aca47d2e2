import { expect, it } from 'vitest'
import { customer } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, from, linked } from '../mapping/index.ts'

// Each line below must not compile: `npm run check` fails when one of the expected errors is missing.
const says = 'never run'
const mistakes = [
  // @ts-expect-error a source field that does not exist
  defineFlow('a', account, customer, { says, map: { number: from('Nmae') } }),
  // @ts-expect-error a target field that does not exist
  defineFlow('b', account, customer, { says, map: { numbr: from('Name') } }),
  // @ts-expect-error a value that the target's list does not have
  defineFlow('c', account, customer, { says, map: { type: always('Compny') } }),
  // @ts-expect-error a source that may be empty into a required target
  defineFlow('d', account, customer, { says, map: { displayName: from('Phone') } }),
  // @ts-expect-error a reference field that does not exist
  defineFlow('e', account, customer, { says, map: { number: linked(account, 'Foo', customer) } }),
]

it('refuses mistaken mappings at compile time', () => {
  expect(mistakes).toHaveLength(5)
})
