import { expect, it } from 'vitest'
import type { Described, DescribedField, Describes } from '../describe.ts'
import { needs } from './needs.ts'
import { checkObject } from './objects.ts'

/** An org in which everything may be seen and edited, but for what is hidden (`Object.Field`). */
const orgWithout = (...hidden: readonly string[]): Describes => ({
  forget: () => undefined,
  of: (object) => {
    const own = needs.find(({ entity }) => entity.name === object)
    const names = Object.keys(own?.entity.fields ?? { BC_Company__c: 'that of a price book' })
    const all = [...names, 'AccountId', 'Product2Id', 'Pricebook2Id'].map((name): [string, DescribedField] => {
      const referred = /^(Account|Product2|Pricebook2)Id$/.exec(name)?.[1]
      const reference = referred === undefined ? {} : { relationshipName: referred, referenceTo: [referred] }
      return [name, { name, type: 'string', createable: true, updateable: true, scale: 0, ...reference }]
    })
    const access = { createable: true, updateable: true, deletable: true, queryable: true }
    const fields = new Map(all.filter(([name]) => !hidden.includes(`${object}.${name}`)))
    return Promise.resolve({ name: object, ...access, fields } satisfies Described)
  },
})
const wrong = async (describes: Describes) => {
  const checks = await Promise.all(needs.map((need) => checkObject(describes, need)))
  return checks.flatMap(({ ok, name, detail }) => (ok ? [] : [`${name}: ${detail}`]))
}

it('finds nothing wrong where every field may be used, and names each object once', async () => {
  expect(await wrong(orgWithout())).toEqual([])
  const names = needs.map(({ entity }) => entity.name)
  expect(names).toEqual([...new Set(names)])
})

it('names a field of another record that cannot be read, also of records that are told apart', async () => {
  expect(await wrong(orgWithout('Pricebook2.BC_Company__c'))).toEqual([
    'Salesforce object PricebookEntry: Pricebook2.BC_Company__c is missing or hidden',
  ])
  const hidden = await wrong(orgWithout('Account.BC_Company__c'))
  expect(hidden).toContain('Salesforce object Account: BC_Company__c is missing or hidden')
  expect(hidden).toContain('Salesforce object Order: Account.BC_Company__c is missing or hidden')
  // Without the reference itself nothing leads there.
  expect(await wrong(orgWithout('PricebookEntry.Pricebook2Id'))).toEqual([
    'Salesforce object PricebookEntry: Pricebook2Id is missing or hidden; Pricebook2.BC_Company__c is missing or hidden',
  ])
})
