import { expect, it } from 'vitest'
import { setFlow } from '../support/set-flow.ts'
import { aDesk } from './desk.ts'
import { deal, win } from './deals.ts'

/** A quote has no posting date: prices in a foreign currency are those of the day. */
const desk = aDesk()

it('a won opportunity of a customer in euro becomes a quote in euro, in both companies', async () => {
  await setFlow(desk.test, 'opportunity-to-sales-order', { BC_Enabled__c: false })
  await setFlow(desk.test, 'opportunity-to-sales-quote', { BC_Enabled__c: true })
  for (const { books, name, foreign } of desk.offices) {
    const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
    const { id } = deal(desk.test.sandboxes, foreign.accountId, lines, { BC_Company__c: name })
    win(desk.test.sandboxes, id)
    await desk.test.settle()
    const opportunity = desk.org().get('Opportunity', id)
    expect(opportunity).toMatchObject({ BC_Sync_Message__c: 'In step with its sales quote.' })
    const [quote] = books.company.table('salesQuotes').filter((row) => row.number === opportunity?.BC_Number__c)
    expect(quote).toMatchObject({ currencyCode: 'EUR' })
    expect(Number(quote?.totalAmountExcludingTax)).toBe(66.66)
  }
})
