import { Decimal } from 'decimal.js'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  billingCustomer,
  billingInvoice,
  pricebookEntry,
  product,
} from '../../../bridge/src/connectors/salesforce/entities.ts'
import type { FieldValues } from '../../../bridge/src/engine/ports.ts'
import { company } from './org.ts'
import { sellSomething } from './sell-something.ts'
import { errorOf, idOf, key, writing } from './writing.ts'

const on = writing()

describe('one record', () => {
  it('is made, then changed, by its key', async () => {
    const first = await on.write(product, { Name: 'Desk', ProductCode: '1000', IsActive: true }, { key: 'A/B?x#y%' })
    const second = await on.write(product, { Name: 'Desk 2', IsActive: false }, { key: 'A/B?x#y%' })
    expect([first.outcome, second.outcome]).toEqual(['inserted', 'modified'])
    expect(idOf(second)).toBe(idOf(first))
    expect(on.org.row('Product2', idOf(first))).toMatchObject({
      Name: 'Desk 2',
      ProductCode: '1000',
      IsActive: false,
      BC_Key__c: key('A/B?x#y%'),
      BC_Last_Synced__c: expect.stringMatching(/^2026-11-21T08:00:00/) as string,
    })
  })

  it('is changed by its id and given its key', async () => {
    const id = on.org.save('Account', { Name: 'Acme', Phone: '1' })
    const written = await on.write(account, { BC_Number__c: '10000' }, { id, key: 'c1' })
    expect(written).toEqual({ outcome: 'modified', id })
    expect(on.org.row('Account', id)).toMatchObject({
      Name: 'Acme',
      Phone: '1',
      BC_Number__c: '10000',
      BC_Key__c: key('c1'),
    })
  })

  it('keeps what the mapping leaves out, and clears what is null', async () => {
    const id = idOf(await on.write(product, { Name: 'Desk', ProductCode: '1000', Description: 'wood', IsActive: true }))
    await on.write(product, { Description: null, ProductCode: undefined })
    expect(on.org.row('Product2', id)).toMatchObject({ ProductCode: '1000', Description: null })
  })

  it('carries amounts exactly, rounded to what the field keeps', async () => {
    const accountId = on.org.save('Account', { Name: 'Acme' })
    const fields = {
      Name: 'Acme',
      BC_Account__c: accountId,
      BC_Balance__c: new Decimal('0.1').plus('0.2'),
      BC_Overdue__c: new Decimal('10.005'),
    }
    const id = idOf(await on.write(billingCustomer, fields))
    const row = on.org.row('BC_Customer__c', id)
    expect([String(row?.BC_Balance__c), String(row?.BC_Overdue__c)]).toEqual(['0.3', '10.01'])
    expect(on.writes()[0]?.requestBody).toContain('"BC_Balance__c":0.3,')
  })

  it('costs one call, and asks what the object is like only once', async () => {
    await on.write(product, { Name: 'Desk' })
    await on.write(product, { Name: 'Lamp' }, { key: 'r2' })
    expect(on.org.calls().map(({ method, url }) => `${method} ${url.replace(/\/services\/data\/v67.0/, '')}`)).toEqual([
      'GET /sobjects/Product2/describe',
      'PATCH /composite/sobjects/Product2/BC_Key__c',
      'PATCH /composite/sobjects/Product2/BC_Key__c',
    ])
  })

  it('names itself, so that its change events are known as echoes', async () => {
    await on.write(product, { Name: 'Desk' })
    expect(on.writes().map(({ client }) => client)).toEqual(['bcbridge'])
  })
})

describe('a batch', () => {
  it('lets one bad record fail alone', async () => {
    const written = await on.writer.write(product, company, [
      { key: key('1'), id: undefined, fields: { Name: 'Good' } },
      { key: key('2'), id: undefined, fields: { Name: 'Bad', ProductCode: 'x'.repeat(256) } },
      { key: key('3'), id: undefined, fields: { Name: 'Good too' } },
    ])
    expect(written.map(({ outcome }) => outcome)).toEqual(['inserted', 'failed', 'inserted'])
    const error = errorOf(written[1])
    expect(error.kind).toBe('Rejected')
    expect(error.vendor).toMatch(/^STRING_TOO_LONG: .*ProductCode/)
    expect(error.advice).toMatch(/ProductCode takes fewer characters/)
  })

  it('lets it fail alone even where Salesforce refuses the whole call', async () => {
    on.org.emulator.switches.collectionParseErrors = 'request'
    const written = await on.writer.write(
      product,
      company,
      ['Good', { not: 'a text' }, 'Good too', 'Good as well'].map((Name, index) => ({
        key: key(String(index)),
        id: undefined,
        fields: { Name },
      })),
    )
    on.org.emulator.switches.collectionParseErrors = 'row'
    expect(written.map(({ outcome }) => outcome)).toEqual(['inserted', 'failed', 'inserted', 'inserted'])
  })

  it('goes in calls of 200', async () => {
    const many = Array.from({ length: 401 }, (_, index) => ({
      key: key(String(index)),
      id: undefined,
      fields: { Name: `P ${index}` },
    }))
    const written = await on.writer.write(product, company, many)
    expect(new Set(written.map(idOf)).size).toBe(401)
    expect(on.writes()).toHaveLength(3)
  })

  it('writes a key that comes twice once, the last way', async () => {
    const written = await on.writer.write(product, company, [
      { key: key('Twice'), id: undefined, fields: { Name: 'old' } },
      { key: key('twice'), id: undefined, fields: { Name: 'new' } },
    ])
    expect(idOf(written[0])).toBe(idOf(written[1]))
    expect(on.org.rows('Product2').map(({ Name }) => Name)).toEqual(['new'])
  })

  it('writes one account for two customers, one after the other', async () => {
    const id = on.org.save('Account', { Name: 'Acme' })
    const written = await on.writer.write(account, company, [
      { key: key('c1'), id, fields: { BC_Number__c: '1' } },
      { key: key('c2'), id, fields: { BC_Number__c: '2' } },
    ])
    expect(written.map(({ outcome }) => outcome)).toEqual(['modified', 'modified'])
    expect(on.writes()).toHaveLength(2)
    expect(on.org.row('Account', id)?.BC_Number__c).toBe('2')
  })
})

describe('a price', () => {
  const price = (pricebookId: string, productId: string, amount: string) => ({
    Pricebook2Id: pricebookId,
    Product2Id: productId,
    UnitPrice: new Decimal(amount),
    IsActive: true,
  })

  it('keeps product and book, also when it is made twice', async () => {
    const { pricebookId } = sellSomething(on.org, [])
    const productId = on.org.save('Product2', { Name: 'Lamp', IsActive: true })
    const first = await on.write(pricebookEntry, price(pricebookId, productId, '5'))
    const again = await on.write(pricebookEntry, price(pricebookId, productId, '6.5'))
    expect([first.outcome, again.outcome]).toEqual(['inserted', 'modified'])
    expect(Number(on.org.row('PricebookEntry', idOf(again))?.UnitPrice)).toBe(6.5)
  })

  it('that exists under no key is refused with what to do', async () => {
    const { pricebookId, productId } = sellSomething(on.org, [])
    const error = errorOf(await on.write(pricebookEntry, price(pricebookId, productId, '5')))
    expect(error.kind).toBe('Rejected')
    expect(error.vendor).toMatch(/already exists in this price book/)
    expect(error.advice).toMatch(/delete that price, or link it/)
  })
})

describe('an invoice with lines', () => {
  let customerId: string
  const line = (record: string, amount: string, more: FieldValues = {}) => ({
    key: record,
    fields: { BC_Description__c: `line ${record}`, BC_Amount__c: new Decimal(amount), ...more },
  })
  const invoice = (lines: readonly unknown[]) => ({
    Name: '1001',
    BC_Customer__c: customerId,
    BC_Status__c: 'Open',
    BC_Posting_Date__c: '2026-11-20',
    Lines: lines,
  })
  const lines = () =>
    on.org.rows('BC_Invoice_Line__c').map((row) => [String(row.BC_Key__c).split(':')[1], String(row.BC_Amount__c)])

  beforeEach(() => {
    const accountId = on.org.save('Account', { Name: 'Acme' })
    customerId = on.org.save('BC_Customer__c', { Name: 'Acme', BC_Account__c: accountId })
  })

  it('is made with its lines below it', async () => {
    const id = idOf(await on.write(billingInvoice, invoice([line('a', '1'), line('b', '2')])))
    expect(lines()).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(on.org.rows('BC_Invoice_Line__c').map((row) => row.BC_Invoice__c)).toEqual([id, id])
  })

  it('changes, adds and deletes lines, and leaves unchanged ones alone', async () => {
    await on.write(billingInvoice, invoice([line('a', '1'), line('b', '2'), line('c', '3')]))
    const untouched = on.org.rows('BC_Invoice_Line__c')[0]
    on.org.calls()
    await on.write(billingInvoice, invoice([line('a', '1.000'), line('b', '2.5'), line('d', '4')]))
    expect(lines()).toEqual([
      ['a', '1'],
      ['b', '2.5'],
      ['d', '4'],
    ])
    expect(on.org.rows('BC_Invoice_Line__c')[0]).toEqual(untouched)
    expect(on.writes().map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH', 'DELETE'])
  })

  it('costs one write when nothing about the lines changed', async () => {
    await on.write(billingInvoice, invoice([line('a', '10.005', { BC_Quantity__c: new Decimal('1.123456') })]))
    on.org.calls()
    await on.write(billingInvoice, invoice([line('a', '10.005', { BC_Quantity__c: new Decimal('1.123456') })]))
    expect(on.writes()).toHaveLength(1)
  })

  it('keeps its lines when the mapping does not fill them, and lines that a person added', async () => {
    const id = idOf(await on.write(billingInvoice, invoice([line('a', '1')])))
    on.org.save('BC_Invoice_Line__c', { BC_Invoice__c: id, BC_Amount__c: 7 })
    await on.write(billingInvoice, { BC_Status__c: 'Paid' })
    expect(lines()).toHaveLength(2)
    await on.write(billingInvoice, invoice([]))
    expect(lines()).toEqual([[undefined, '7']])
  })

  it('fails as a whole when a line is refused, and is made whole by the next try', async () => {
    const bad = line('b', '2', { BC_Description__c: 'x'.repeat(101) })
    const failed = await on.write(billingInvoice, invoice([line('a', '1'), bad]))
    expect(errorOf(failed).vendor).toMatch(/^STRING_TOO_LONG/)
    const mended = await on.write(billingInvoice, invoice([line('a', '1'), line('b', '2')]))
    expect(mended.outcome).toBe('modified')
    expect(lines()).toHaveLength(2)
  })

  it('comes back under its key when somebody deleted it', async () => {
    const id = idOf(await on.write(billingInvoice, invoice([line('a', '1')])))
    on.org.remove('BC_Invoice__c', id)
    const again = await on.write(billingInvoice, invoice([line('a', '1')]), { id })
    expect(again.outcome).toBe('inserted')
    expect(idOf(again)).not.toBe(id)
    expect(lines()).toEqual([['a', '1']])
  })
})
