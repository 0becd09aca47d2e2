import { describe, expect, it } from 'vitest'
import type { Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { change, createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'
import { deal, insert, order, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { agree } from './shown-money.ts'

/** One account that has customers in several companies: those of its own company, and those its documents ask for. */
const {
  test,
  books: booksHere,
  there: booksThere,
} = aBridge(async () => {
  const [one, two] = test.sandboxes.businessCentral.companies
  here = String(one?.name)
  there = String(two?.name)
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
  await test.settle()
})
let [here, there] = ['', '']

const org = () => test.sandboxes.salesforce.records
const customersOf = ({ companyId }: Books) => test.sandboxes.businessCentral.company(companyId).table('customers')
const seen = (object: string, id: string): Record<string, unknown> => org().get(object, id) ?? {}
const told = (object: string, id: string) => String(seen(object, id).BC_Sync_Message__c)
const lines = [{ item: '1896-S', quantity: 2 }]
const below = (object: string, accountId: string) =>
  org()
    .all(object)
    .filter((row) => row.BC_Account__c === accountId)
    .map((row) => row.BC_Company__c)
    .sort()

describe('an account that moves to another company', () => {
  it('leaves alone the stranger that has its number there', async () => {
    const id = await createAccount(test.sandboxes, 'Mover Ltd.', { BC_Company__c: here })
    await test.settle()
    const number = String(seen('Account', id).BC_Number__c)
    const stranger = customersOf(booksThere).insert({ number, displayName: 'Other Firm', city: 'Leeds' })
    change(test.sandboxes, 'Account', id, { BC_Company__c: there })
    await test.settle()
    expect(customersOf(booksThere).get(stranger.id)).toMatchObject({ displayName: 'Other Firm', city: 'Leeds' })
    expect(booksThere.customers('Mover Ltd.')).toMatchObject([{ city: 'Atlanta' }])
    const [made] = booksThere.customers('Mover Ltd.')
    expect(made?.number).not.toBe(number)
    expect(seen('Account', id).BC_Number__c).toBe(made?.number)
    // Moved back, it speaks for its first customer again.
    change(test.sandboxes, 'Account', id, { BC_Company__c: here })
    await test.settle()
    expect(seen('Account', id).BC_Number__c).toBe(number)
    expect(booksHere.customers('Mover Ltd.')).toHaveLength(1)
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('takes the customer whose number a person enters with the move', async () => {
    const id = await createAccount(test.sandboxes, 'Known There', { BC_Company__c: here })
    await test.settle()
    const known = customersOf(booksThere).insert({ number: 'C-77001', displayName: 'Known There (old name)' })
    change(test.sandboxes, 'Account', id, { BC_Company__c: there, BC_Number__c: 'C-77001' })
    await test.settle()
    expect(booksThere.customers('Known There')).toMatchObject([{ id: known.id, number: 'C-77001' }])
  })

  it('leaves the stranger alone, too, when its own customer was deleted before', async () => {
    const id = await createAccount(test.sandboxes, 'Parted Mover', { BC_Company__c: here })
    await test.settle()
    const number = String(seen('Account', id).BC_Number__c)
    const [own] = booksHere.customers('Parted Mover')
    await setFlow(test, 'account-to-customer', { BC_Target_Deleted__c: 'Leave It Without' })
    customersOf(booksHere).delete(String(own?.id))
    await test.settle()
    await setFlow(test, 'account-to-customer', { BC_Target_Deleted__c: null })
    const stranger = customersOf(booksThere).insert({ number, displayName: 'Third Firm', city: 'York' })
    change(test.sandboxes, 'Account', id, { BC_Company__c: there })
    await test.settle()
    expect(customersOf(booksThere).get(stranger.id)).toMatchObject({ displayName: 'Third Firm', city: 'York' })
    expect(booksThere.customers('Parted Mover')).toHaveLength(1)
  })
})

describe('a document of a company that its account does not belong to', () => {
  it('finds the customer there by Tax ID, and all of it stands below the one account', async () => {
    const fields = { BC_Company__c: here, BC_Tax_Id__c: 'TX-4711', BC_Credit_Limit__c: 1000 }
    const id = await createAccount(test.sandboxes, 'Both Sides Inc.', fields)
    await test.settle()
    const [own] = booksHere.customers('Both Sides Inc.')
    const number = String(own?.number)
    // A stranger has its number there, and the customer that is meant another name, and is billed in euro.
    customersOf(booksThere).insert({ number, displayName: 'Stranger' })
    const known = customersOf(booksThere).insert({
      ...{ number: 'C-4711', displayName: 'Both Sides (UK)', taxRegistrationNumber: 'TX-4711', creditLimit: '77' },
      currencyCode: 'EUR',
    })
    await test.settle()
    const sold = order(test.sandboxes, id, lines, { BC_Company__c: there, BC_Currency_Code__c: 'EUR' })
    await test.settle()
    expect(booksThere.salesOrders(sold.id)).toMatchObject([{ customerId: known.id }])
    expect(booksHere.salesOrders(sold.id)).toEqual([])
    expect(seen('Order', sold.id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(seen('Account', id)).toMatchObject({ BC_Company__c: here, BC_Number__c: number })
    expect(customersOf(booksThere).get(known.id)).toMatchObject({ number: 'C-4711', displayName: 'Both Sides Inc.' })
    expect(String(customersOf(booksThere).get(known.id)?.creditLimit)).toBe('77')

    // Money in both companies.
    const own1 = order(test.sandboxes, id, lines, { BC_Company__c: here })
    await test.settle()
    for (const [books, orderId] of [[booksHere, own1.id] as const, [booksThere, sold.id] as const]) {
      const [made] = books.salesOrders(orderId)
      await books.shipAndInvoice(String(made?.id))
      const [invoice] = books.salesInvoices(String(made?.id))
      await books.pay(String(invoice?.number), '10')
    }
    await test.settle()
    const both = [here, there].sort()
    expect(below('BC_Customer__c', id)).toEqual(both)
    expect(below('BC_Invoice__c', id)).toEqual(both)
    expect(below('BC_Payment__c', id)).toEqual(both)
    const inCurrency = (object: string) =>
      org()
        .all(object)
        .filter((row) => row.BC_Account__c === id)
        .map((row) => `${String(row.BC_Company__c)}: ${String(row.BC_Currency_Code__c)}`)
        .sort()
    const currencies = [`${here}: USD`, `${there}: EUR`].sort()
    expect(inCurrency('BC_Invoice__c')).toEqual(currencies)
    expect(inCurrency('BC_Payment__c')).toEqual(currencies)
    // What it owes stands in the currency of each company.
    expect(inCurrency('BC_Customer__c')).toEqual([`${here}: USD`, `${there}: GBP`].sort())
    await agree(
      test,
      [booksHere, booksThere].map(({ companyId }) => ({
        books: bookkeeper(test.sandboxes.businessCentral.company(companyId)),
      })),
    )
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('makes one customer there for all that ask for it, with the terms of neither company on it', async () => {
    const fields = { BC_Company__c: here, BC_Credit_Limit__c: 1000, BC_Payment_Terms_Code__c: '1M(8D)' }
    const id = await createAccount(test.sandboxes, 'Wanted There', fields)
    await test.settle()
    const number = seen('Account', id).BC_Number__c
    const orders = [0, 1].map(() => order(test.sandboxes, id, lines, { BC_Company__c: there }))
    const won = deal(test.sandboxes, id, lines, { BC_Company__c: there })
    win(test.sandboxes, won.id)
    await test.settle()
    const made = booksThere.customers('Wanted There')
    expect(made).toHaveLength(1)
    expect(Number(made[0]?.creditLimit ?? 0)).toBe(0)
    for (const each of [...orders, won]) {
      expect(booksThere.salesOrders(each.id)).toMatchObject([{ customerId: made[0]?.id }])
    }
    expect(seen('Account', id)).toMatchObject({ BC_Company__c: here, BC_Number__c: number })
    expect(booksHere.customers('Wanted There')).toHaveLength(1)

    // What Salesforce says of the account holds in both companies, the terms of one in that one.
    change(test.sandboxes, 'Account', id, { BillingCity: 'Savannah' })
    await test.settle()
    expect(booksHere.customers('Wanted There')).toMatchObject([{ city: 'Savannah' }])
    expect(booksThere.customers('Wanted There')).toMatchObject([{ city: 'Savannah' }])
    customersOf(booksThere).update(String(made[0]?.id), { creditLimit: '5' })
    await test.settle()
    expect(seen('Account', id)).toMatchObject({ BC_Number__c: number, BC_Credit_Limit__c: '1000' })
    const since = journals(test)
    await test.settle()
    expect([since.writes('salesforce'), since.writes('businessCentral')]).toEqual([[], []])
  })

  it('asks, when finance has deleted the customer there, and says so', async () => {
    const id = await createAccount(test.sandboxes, 'Lost There', { BC_Company__c: here })
    order(test.sandboxes, id, lines, { BC_Company__c: here })
    const sold = order(test.sandboxes, id, lines, { BC_Company__c: there })
    await test.settle()
    const [made] = booksThere.customers('Lost There')
    for (const each of booksThere.salesOrders(sold.id))
      test.sandboxes.businessCentral.company(booksThere.companyId).table('salesOrders').delete(each.id)
    customersOf(booksThere).delete(String(made?.id))
    await test.settle()
    const [issue] = (await test.system.store.issues.list(10)).filter((each) => each.record === id)
    expect(issue).toMatchObject({ company: booksThere.companyId, flow: 'account-to-customer' })
    expect(booksHere.customers('Lost There')).toHaveLength(1)
  })

  it('waits, and says why, for an account that is no customer, and goes on when it is one', async () => {
    const id = await createAccount(test.sandboxes, 'Prospect There', { BC_Company__c: here, Type: 'Prospect' })
    await test.settle()
    const sold = order(test.sandboxes, id, lines, { BC_Company__c: there })
    await test.settle()
    expect(told('Order', sold.id)).toContain('its Type is not Customer')
    expect(booksThere.customers('Prospect There')).toEqual([])
    update(test.sandboxes, 'Account', id, { Type: 'Customer - Direct' })
    await test.settle()
    expect(booksThere.salesOrders(sold.id)).toHaveLength(1)
    expect(booksHere.customers('Prospect There')).toHaveLength(1)
  })

  it('waits for finance where the flow may not create customers', async () => {
    const id = await createAccount(test.sandboxes, 'By Hand Only', { BC_Company__c: here })
    await test.settle()
    await setFlow(test, 'account-to-customer', { BC_Create_Records__c: 'No' })
    const sold = order(test.sandboxes, id, lines, { BC_Company__c: there })
    await test.settle()
    expect(told('Order', sold.id)).toContain(`no customer of ${there} matches it`)
    expect(booksThere.customers('By Hand Only')).toEqual([])
    customersOf(booksThere).insert({ number: 'C-HAND', displayName: 'By Hand Only', postalCode: '31772' })
    update(test.sandboxes, 'Account', id, { Phone: '+1 404 555 0100' })
    await test.settle()
    expect(booksThere.salesOrders(sold.id)).toHaveLength(1)
    await setFlow(test, 'account-to-customer', { BC_Create_Records__c: null })
  })

  it('does not ask for a customer once the order was taken back', async () => {
    const id = await createAccount(test.sandboxes, 'Not After All', { BC_Company__c: here, Type: 'Prospect' })
    const sold = order(test.sandboxes, id, lines, { BC_Company__c: there })
    await test.settle()
    update(test.sandboxes, 'Order', sold.id, { Status: 'Draft' })
    await test.settle()
    update(test.sandboxes, 'Account', id, { Type: 'Customer - Direct' })
    await test.settle()
    expect(booksThere.customers('Not After All')).toEqual([])
  })
})

describe('contacts of an account with customers in two companies', () => {
  const personsOf = ({ companyId }: Books, name: string) =>
    test.sandboxes.businessCentral
      .company(companyId)
      .table('contacts')
      .filter((row) => row.displayName === name)
  const standsFor = ({ companyId }: Books, name: string) =>
    test.sandboxes.businessCentral
      .company(companyId)
      .table('contacts')
      .find((row) => row.displayName === name && row.type === 'Company')

  it('go to its own company; whom finance enters in the other one is the same person, or a new one', async () => {
    const name = 'Two Books Ltd.'
    const id = await createAccount(test.sandboxes, name, { BC_Company__c: here })
    order(test.sandboxes, id, lines, { BC_Company__c: there })
    const fields = { AccountId: id, FirstName: 'Ida', LastName: 'Both', Email: 'ida@two.example', Title: 'Buyer' }
    const contactId = insert(test.sandboxes, 'Contact', fields)
    await test.settle()
    expect([personsOf(booksHere, 'Ida Both').length, personsOf(booksThere, 'Ida Both').length]).toEqual([1, 0])

    const contacts = test.sandboxes.businessCentral.company(booksThere.companyId).table('contacts')
    const entered = contacts.insert({
      ...{ type: 'Person', number: 'CT-IDA', displayName: 'Ida Both', email: 'ida@two.example', jobTitle: 'Buyer' },
      companyNumber: standsFor(booksThere, name)?.number,
    })
    await later(test, 600)
    const own = org()
      .all('Contact')
      .filter((row) => row.AccountId === id)
    expect(own).toMatchObject([{ Id: contactId, Title: 'Buyer' }])

    contacts.update(entered.id, { jobTitle: 'Head of buying' })
    update(test.sandboxes, 'Contact', contactId, { Title: 'Director' })
    await later(test, 600)
    expect(seen('Contact', contactId)).toMatchObject({ Title: 'Director' })
    expect(personsOf(booksHere, 'Ida Both')).toMatchObject([{ jobTitle: 'Director' }])
    expect(personsOf(booksThere, 'Ida Both')).toMatchObject([{ jobTitle: 'Head of buying' }])

    // Somebody new is a contact of the account, and a person of its own company from then on.
    contacts.insert({
      ...{ type: 'Person', number: 'CT-NEW', displayName: 'New There', email: 'new@two.example', jobTitle: 'Clerk' },
      companyNumber: standsFor(booksThere, name)?.number,
    })
    await later(test, 600)
    const [born, ...others] = org()
      .all('Contact')
      .filter((row) => row.Email === 'new@two.example')
    expect(others).toEqual([])
    expect(born).toMatchObject({ AccountId: id, Title: 'Clerk' })
    const [person] = personsOf(booksHere, 'New There')
    expect(person).toMatchObject({ jobTitle: 'Clerk' })
    expect(seen('Contact', born?.Id ?? '')).toMatchObject({ BC_Number__c: person?.number })
    const since = journals(test)
    await later(test, 600)
    expect(since.writes()).toEqual([])
  })
})
