import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

const usa = () => client.bc.company(client.usa)
const contactOf = (partyId: string) => usa().table('contacts').where('_partyId', partyId)[0]

describe('a customer', () => {
  test('that gets another number takes everything along that repeats it', async () => {
    const id = client.id('customers', 'number', '10000')
    const before = (await client.get("salesInvoices?$filter=customerNumber eq '10000'&$select=id")).value.length
    expect((await client.patch(`customers(${id})`, { number: 'adatum' })).json['number']).toBe('ADATUM')
    for (const set of ['salesInvoices', 'salesShipments', 'salesOrders'])
      expect((await client.get(`${set}?$filter=customerNumber eq '10000'`)).value).toEqual([])
    expect((await client.get("salesInvoices?$filter=customerNumber eq 'ADATUM'")).value).toHaveLength(before)
    expect((await client.get(`customerFinancialDetails(${id})`)).json['number']).toBe('ADATUM')
    const taken = await client.patch(`customers(${id})`, { number: '20000' })
    expect([taken.status, taken.code]).toEqual([400, 'Internal_EntityWithSameKeyExists'])
  })

  test('and the contact that stands for it keep the same name and address', async () => {
    const made = await client.post('customers', { displayName: 'Northwind', city: 'Oslo' })
    const id = String(made.json['id'])
    const contact = contactOf(id)?.id ?? ''
    await client.patch(`customers(${id})`, { displayName: 'Northwind Traders', creditLimit: 5 })
    expect((await client.get(`contacts(${contact})`)).json).toMatchObject({
      displayName: 'Northwind Traders',
      city: 'Oslo',
      contactBusinessRelation: 'Customer',
    })
    await client.patch(`contacts(${contact})`, { city: 'Bergen' })
    expect((await client.get(`customers(${id})`)).json['city']).toBe('Bergen')
  })

  test('can be deleted while nothing was done with it; its contact stays', async () => {
    const made = await client.post('customers', { displayName: 'Northwind' })
    const id = String(made.json['id'])
    const contact = contactOf(id)?.id ?? ''
    const order = await client.post('salesOrders', { customerId: id })
    expect((await client.delete(`customers(${id})`)).code).toBe('Application_DialogException')
    expect((await client.delete(`salesOrders(${String(order.json['id'])})`)).status).toBe(204)
    expect((await client.delete(`customers(${id})`)).status).toBe(204)
    expect((await client.get(`customers(${id})`)).status).toBe(404)
    expect((await client.get(`contacts(${contact})`)).json['contactBusinessRelation']).toBe('None')
  })
})

describe('a vendor', () => {
  test('is renamed, kept in step with its contact, and deleted', async () => {
    const made = await client.post('vendors', { displayName: 'Fabrikam', phoneNumber: '555 0100' })
    const id = String(made.json['id'])
    const contact = contactOf(id)?.id ?? ''
    const renamed = await client.patch(`vendors(${id})`, { number: 'V-NEW', displayName: 'Fabrikam, Inc.' })
    expect(renamed.json).toMatchObject({ id, number: 'V-NEW' })
    expect((await client.get(`contacts(${contact})`)).json).toMatchObject({
      displayName: 'Fabrikam, Inc.',
      contactBusinessRelation: 'Vendor',
    })
    expect((await client.get(`vendors(${id})/contactsInformation`)).value).toMatchObject([{ contactId: contact }])
    expect((await client.delete(`vendors(${id})`)).status).toBe(204)
    expect((await client.get(`vendors(${id})`)).status).toBe(404)
  })
})

describe('contacts', () => {
  const company = async () => {
    const made = await client.post('customers', { displayName: 'Northwind' })
    const customerId = String(made.json['id'])
    const stands = contactOf(customerId)
    const number = String(stands?.['number'])
    const person = await client.post('contacts', {
      type: 'Person',
      displayName: 'Ann Beebe',
      companyNumber: number,
      email: 'ann@northwind.example',
    })
    return { customerId, number, stands: stands?.id ?? '', person: String(person.json['id']) }
  }

  test('of a company follow when it gets another number', async () => {
    const { stands, person, customerId } = await company()
    await client.patch(`contacts(${stands})`, { number: 'CT-NEW' })
    expect((await client.get(`contacts(${person})`)).json).toMatchObject({
      companyNumber: 'CT-NEW',
      companyName: 'Northwind',
      contactBusinessRelation: 'Customer',
    })
    const list = await client.get(`customers(${customerId})/contactsInformation`)
    expect(list.value.map((row) => row['contactName']).sort()).toEqual(['Ann Beebe', 'Northwind'])
  })

  test('can be changed and deleted as contacts of their customer', async () => {
    const { person, customerId } = await company()
    const other = client.id('customers', 'number', '10000')
    const changed = await client.patch(`customerContacts(${person})`, {
      lastName: 'Valdez',
      professionalTitle: 'Buyer',
      customerId: other,
    })
    expect(changed.json).toMatchObject({ firstName: 'Ann', lastName: 'Valdez', customerId: other })
    expect((await client.get(`contacts(${person})`)).json).toMatchObject({
      displayName: 'Ann Valdez',
      jobTitle: 'Buyer',
    })
    const nowhere = '11111111-2222-3333-4444-555555555555'
    expect((await client.patch(`customerContacts(${person})`, { customerId: nowhere })).status).toBe(400)
    expect((await client.post('customerContacts', { firstName: 'x' })).status).toBe(405)
    expect((await client.delete(`customerContacts(${person})`)).status).toBe(204)
    expect((await client.get(`contacts(${person})`)).status).toBe(404)
    expect((await client.get(`customers(${customerId})`)).status).toBe(200)
  })

  test('go with their company, but not while an opportunity is open', async () => {
    const { stands, person } = await company()
    const number = String((await client.get(`contacts(${person})`)).json['number'])
    const opportunity = await client.post('opportunities', { contactNumber: number, description: 'A deal' })
    expect((await client.delete(`contacts(${stands})`)).code).toBe('Application_DialogException')
    expect((await client.delete(`opportunities(${String(opportunity.json['id'])})`)).status).toBe(204)
    expect((await client.delete(`contacts(${stands})`)).status).toBe(204)
    expect((await client.get(`contacts(${person})`)).status).toBe(404)
  })
})

test('a record that others refer to stays, and a new code is followed', async () => {
  const terms = client.id('paymentTerms', 'code', '14 DAYS')
  const refused = await client.delete(`paymentTerms(${terms})`)
  expect([refused.status, refused.code]).toEqual([400, 'Application_DialogException'])
  const category = client.id('itemCategories', 'code', 'TABLE')
  expect((await client.patch(`itemCategories(${category})`, { code: 'tables' })).json['code']).toBe('TABLES')
  expect((await client.get("items?$filter=itemCategoryCode eq 'TABLES'")).value.length).toBeGreaterThan(0)
  const unused = await client.post('paymentTerms', { code: 'NEVER' })
  expect((await client.delete(`paymentTerms(${String(unused.json['id'])})`)).status).toBe(204)
})

test("numbers of one's own can be forbidden", async () => {
  const strict = await startClient({ switches: { manualNumbers: 'refuse' } })
  for (const set of ['customers', 'vendors', 'contacts', 'items']) {
    const refused = await strict.post(set, { displayName: 'Mine', number: 'MINE' })
    expect([set, refused.status, refused.code]).toEqual([set, 400, 'Application_DialogException'])
    expect((await strict.post(set, { displayName: 'Mine' })).status).toBe(201)
  }
  await strict.bc.close()
})
