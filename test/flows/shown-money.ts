import { Decimal } from 'decimal.js'
import { expect } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import type { TestSystem } from '../support/start-system.ts'
import { disagreements, mirroredCustomers } from './histories/agreement.ts'
import { keyIn, type Office } from './histories/offices.ts'

/** What Salesforce shows of the money in the books of Business Central. */
type Shown = Pick<TestSystem, 'sandboxes' | 'settle'>

/** An amount as people read it: to the cent. */
export const money = (value: unknown): string => new Decimal(String(value)).toFixed(2)

/** The invoice or credit memo in Salesforce that shows this one. */
export const documentOf = ({ sandboxes }: Pick<TestSystem, 'sandboxes'>, office: Office, { id }: Pick<Row, 'id'>) =>
  sandboxes.salesforce.records.all('BC_Invoice__c').find((row) => row.BC_Key__c === keyIn(office, id))

/** After every story, every figure is the same on both sides. */
export async function agree({ sandboxes, settle }: Shown, offices: readonly Pick<Office, 'books'>[]): Promise<void> {
  await settle()
  const { records } = sandboxes.salesforce
  const wrong = offices.flatMap(({ books: { company } }) =>
    disagreements(records, company, mirroredCustomers(records, company)),
  )
  expect(wrong).toEqual([])
}
