import { beforeAll } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change } from '../support/sell.ts'
import { aDesk } from './desk.ts'
import type { Place } from './places.ts'

/** A desk at which drafts are posted only as named persons have approved them. */
export function approvers() {
  const desk = aDesk()
  const { org, hear, said } = desk
  let rule: string

  const boss = 'rep@sandbox.example'
  const chief = 'integration@sandbox.example'
  const clerk = () => desk.test.sandboxes.salesforce.username

  /** Somebody makes a command; the bridge hears of it and works. */
  async function ask(by: string, action: string, fields: Record<string, unknown>) {
    const user = org()
      .all('User')
      .find(({ Username }) => Username === by)
    const made = desk.test.sandboxes.salesforce.dml.insert({ userId: user?.Id ?? '', api: 'rest' }, 'BC_Command__c', {
      BC_Action__c: action,
      ...fields,
    })
    if (!made.success) throw new Error(JSON.stringify(made.errors))
    await hear(commands, made.id)
    return said(made.id)
  }
  /** How Salesforce shows the drafts of a place, and how to make one of so many pieces at 1000. */
  const at = (place: Place) => {
    const { office } = place
    const seen = (row: Pick<Row, 'id'>) => desk.seen(office, row)
    const draft = async (quantity: string) => {
      const made = office.books.draft('salesInvoices', place.partner.number, [
        { item: '1896-S', quantity, unitPrice: '1000' },
      ])
      await hear(salesInvoice, made.id, office.books.company.id)
      return { row: made, id: seen(made).Id }
    }
    return { where: place.where, office, currency: place.currency, seen, draft }
  }
  const post = (by: string, invoice: string) =>
    ask(by, 'Post Invoice', { BC_Invoice__c: invoice, BC_Confirmed__c: true })
  const decide = (by: string, action: 'Approve' | 'Reject', record: string, reason?: string) =>
    ask(by, action, { BC_Record_Id__c: record, ...(reason === undefined ? {} : { BC_Parameters__c: reason }) })
  const posts = () => desk.posts().length
  async function allow(...approvers: string[]) {
    change(desk.test.sandboxes, 'BC_Flow__c', rule, {
      BC_Approval_Rule__c: '$sum(salesInvoiceLines.(quantity * unitPrice)) > 5000',
      BC_Approvers__c: approvers.join(', '),
    })
    await desk.test.system.catalogue.refresh()
  }

  beforeAll(async () => {
    rule = String(
      org()
        .all('BC_Flow__c')
        .find((row) => row.BC_Key__c === 'invoice-to-billing-invoice')?.Id,
    )
    for (const name of [boss, chief]) desk.test.sandboxes.salesforce.assign(name, 'BC_Sync_Admin')
    await allow(boss, clerk())
  })

  return {
    desk,
    boss,
    chief,
    clerk,
    ask,
    /** For each of them the same rule holds: it counts in the currency of the draft. */
    places: desk.places.map(at),
    post,
    decide,
    posts,
    allow,
    get rule() {
      return rule
    },
  }
}
