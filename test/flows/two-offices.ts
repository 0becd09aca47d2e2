import type { Row } from '../emulators/business-central/tables.ts'
import { onceOpen } from '../support/once-open.ts'
import { aBridge } from './a-bridge.ts'
import { keyIn, openOffices, type Office, type Partner } from './histories/offices.ts'
import { placesOf } from './places.ts'
import { agree, documentOf } from './shown-money.ts'

/**
 * The finance departments of two companies, each with a customer in its own currency and one in euro, and what Salesforce shows
 * of their money. Call it at the top of a test file: it brings its own set-up and clean-up.
 */
export function twoOffices() {
  let opened: readonly [Office, Office] | undefined
  const { test } = aBridge(async () => void (opened = await openOffices(test)))
  const usa = onceOpen(() => opened?.[0])
  const international = onceOpen(() => opened?.[1])
  const offices: readonly Office[] = [usa, international]
  const org = () => test.sandboxes.salesforce.records
  /** The payment or refund that shows a ledger entry, by its number. */
  const payment = (office: Office, entry: number) =>
    org()
      .all('BC_Payment__c')
      .find((row) => row.BC_Key__c === keyIn(office, entry))
  return {
    test,
    usa,
    international,
    offices,
    places: placesOf(usa, international),
    org,
    payment,
    /** What a ledger entry stands against. */
    applications: (office: Office, entry: number) =>
      org()
        .all('BC_Payment_Application__c')
        .filter((row) => row.BC_Payment__c === payment(office, entry)?.Id),
    /** The invoice or credit memo that shows this one. */
    seen: (office: Office, row: Pick<Row, 'id'>) => documentOf(test, office, row),
    /** A posted invoice or credit memo over one line. */
    posted: (office: Office, set: 'salesInvoices' | 'salesCreditMemos', partner: Partner, unitPrice: string): Row => {
      const draft = office.books.draft(set, partner.number, [{ item: '1928-S', quantity: '1', unitPrice }])
      return office.books.post(set, draft.id)
    },
    /** After every story, every figure is the same on both sides. */
    agree: () => agree(test, offices),
  }
}
