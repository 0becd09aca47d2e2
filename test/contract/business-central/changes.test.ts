import { beforeEach, describe, expect, it } from 'vitest'
import { customer, item } from '../../../bridge/src/connectors/business-central/entities.ts'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import type { ChangeSource } from '../../../bridge/src/engine/ports.ts'
import { customerEntries, detailedEntries } from '../../emulators/business-central/posting/index.ts'
import { recordingSink, type RecordingSink } from '../salesforce/recording-sink.ts'
import { connected } from './connected.ts'

const { tenant, connector } = connected()
let sink: RecordingSink
beforeEach(() => {
  sink = recordingSink()
})

const source = (name: string, { changes } = connector): ChangeSource => {
  const found = changes.find((each) => each.name === `Business Central ${name}`)
  if (!found) throw new Error(`there is no source ${name}`)
  return found
}
const poll = async (name: 'changes' | 'customer ledger', connector?: BusinessCentralConnector): Promise<string[]> => {
  sink.told.length = 0
  const found = await source(name, connector).poll?.(sink)
  expect(found).toBe(sink.told.length)
  return [...sink.told].sort()
}
const idOf = (set: string, number: string) => tenant.finance.row(set, 'number', number).id
const advance = (seconds: number) => tenant.bc.clock.advance(seconds * 1000)

describe('the poll of stamps', () => {
  it('first tells all there are, then nothing', async () => {
    const told = await poll('changes')
    for (const [set, name] of [
      ['customers', 'customer'],
      ['items', 'item'],
      ['salesInvoices', 'salesInvoice'],
    ] as const) {
      const ids = tenant.company
        .table(set)
        .all()
        .map(({ id }) => `${name} updated ${id}`)
      expect(told.filter((each) => each.startsWith(`${name} `))).toEqual(ids.sort())
    }
    expect(await poll('changes')).toEqual([])
  })

  it('tells a change once, however the windows overlap', async () => {
    await poll('changes')
    await advance(3)
    tenant.finance.change('items', idOf('items', '1896-S'), { displayName: 'ATHENS Desk 2' })
    const told = [`item updated ${idOf('items', '1896-S')}`]
    expect(await poll('changes')).toEqual(told)
    expect(await poll('changes')).toEqual([])
    tenant.finance.change('items', idOf('items', '1896-S'), { displayName: 'ATHENS Desk 3' })
    expect(await poll('changes')).toEqual(told)
    await advance(3600)
    expect(await poll('changes')).toEqual([])
  })

  it('finds a row that was committed late, with a stamp of a moment ago', async () => {
    await poll('changes')
    await advance(60)
    tenant.finance.change('items', idOf('items', '1896-S'), { displayName: 'in time' })
    await poll('changes')
    const stamp = new Date(tenant.bc.clock.now() - 5000).toISOString()
    tenant.company.table('items').update(idOf('items', '1928-S'), { lastModifiedDateTime: stamp }, { silent: true })
    expect(await poll('changes')).toEqual([`item updated ${idOf('items', '1928-S')}`])
  })

  it('tells of an order that posting has deleted, by its invoice', async () => {
    const order = tenant.finance.make('salesOrders', '10000', [['1900-S', '1']])
    await poll('changes')
    await advance(60)
    tenant.finance.act('salesOrders', order.id, 'shipAndInvoice')
    expect(await poll('changes')).toContain(`salesOrder updated ${order.id}`)
  })

  it('loses nothing when the sink cannot take it', async () => {
    sink.failures = [new Error('the database is gone')]
    await expect(poll('changes')).rejects.toThrow('the database is gone')
    expect(source('changes').state()).toMatchObject({ connected: false, problem: 'the database is gone' })
    expect((await poll('changes')).length).toBeGreaterThan(0)
    expect(source('changes').state()).toMatchObject({
      connected: true,
      lastEventAt: new Date(tenant.bc.clock.now()).toISOString(),
    })
  })

  it('looks at the other sets when one cannot be read', async () => {
    tenant.bc.faults.arm({ kind: 'status', status: 403, match: 'customers', times: 0 })
    await expect(poll('changes')).rejects.toThrow('may not look for changed customers')
    const ids = (set: string) =>
      tenant.company
        .table(set)
        .all()
        .map(({ id }) => id)
    const invoices = tenant.company.table('salesInvoices').all()
    // An order that posting has deleted is told of by its invoice.
    const posted = invoices.flatMap(({ orderId }) =>
      typeof orderId === 'string' && /[1-9a-f]/.test(orderId) ? orderId : [],
    )
    const orders = new Set([...ids('salesOrders'), ...posted])
    const all = [
      ...ids('items').map((id) => `item updated ${id}`),
      ...[...orders].map((id) => `salesOrder updated ${id}`),
      ...invoices.map(({ id }) => `salesInvoice updated ${id}`),
    ]
    expect(sink.told.toSorted()).toEqual(all.toSorted())
  })

  it('reads only the sets that somebody watches, of every company', async () => {
    const connector = await tenant.connect({ companies: tenant.bc.companies.map(({ id }) => id) }, [item])
    tenant.calls()
    await poll('changes', connector)
    const asked = tenant.calls().map(({ url }) => decodeURIComponent(url.slice(url.indexOf('companies('))))
    expect(asked).toEqual(
      tenant.bc.companies.flatMap(({ id }) => [
        `companies(${id})/items?$select=id,lastModifiedDateTime&$orderby=lastModifiedDateTime`,
        // How many there are, for what was deleted; at the first look also which.
        `companies(${id})/items?$top=1&$select=id,lastModifiedDateTime&$orderby=lastModifiedDateTime desc&$count=true`,
        `companies(${id})/items?$select=id`,
      ]),
    )
    expect(connector.changes.map(({ name }) => name)).toEqual(['Business Central changes'])
  })

  it('goes on after a fault, and waits as long as it is asked to', async () => {
    tenant.bc.faults.arm({ kind: 'status', status: 429, match: 'items', headers: { 'retry-after': '120' } })
    const stop = new AbortController()
    const running = source('changes').run(sink, stop.signal)
    await sink.until(() => sink.told.some((each) => each.startsWith('salesInvoice')))
    expect(sink.told.some((each) => each.startsWith('item'))).toBe(false)
    while (source('changes').state().problem === undefined) await new Promise((resolve) => setImmediate(resolve))
    await advance(119)
    expect(sink.told.some((each) => each.startsWith('item'))).toBe(false)
    await advance(2)
    await sink.until(() => sink.told.some((each) => each.startsWith('item')))
    stop.abort()
    await running
  })
})

describe('the customer ledger', () => {
  const posted = () => {
    const draft = tenant.finance.make('salesInvoices', '20000', [['1928-S', '3']])
    tenant.finance.act('salesInvoices', draft.id, 'post')
    return tenant.finance.row('salesInvoices', 'id', draft.id)
  }
  const signals = (entry: number, invoiceId: string) =>
    [
      `customer updated ${idOf('customers', '20000')}`,
      `ledgerPayment updated ${entry}`,
      `salesInvoice updated ${invoiceId}`,
    ].sort()

  it('first tells every payment, invoice and customer in it, then nothing', async () => {
    const told = await poll('customer ledger')
    const payments = tenant.company
      .table(customerEntries)
      .filter((row) => row.documentType === 'Payment')
      .map((row) => `ledgerPayment updated ${String(row.entryNumber)}`)
    expect(payments.length).toBeGreaterThan(0)
    expect(told.filter((each) => each.startsWith('ledgerPayment'))).toEqual(payments.sort())
    expect(await poll('customer ledger')).toEqual([])
  })

  it('tells of a part payment, which leaves no other trace', async () => {
    const invoice = posted()
    await poll('changes')
    await poll('customer ledger')
    await advance(60)
    const entry = tenant.finance.pay('20000', '100', invoice)
    expect(await poll('changes')).toEqual([])
    expect(await poll('customer ledger')).toEqual(signals(entry, invoice.id))
  })

  it('tells of an application made later, in both directions, and taken back', async () => {
    const invoice = posted()
    const entry = tenant.finance.pay('20000', '100')
    await poll('customer ledger')
    tenant.finance.apply(entry, tenant.finance.entryOf(String(invoice.number)), '40')
    expect(await poll('customer ledger')).toEqual(signals(entry, invoice.id))
    tenant.finance.unapplyLast()
    expect(await poll('customer ledger')).toEqual(signals(entry, invoice.id))
    tenant.finance.apply(tenant.finance.entryOf(String(invoice.number)), entry)
    expect(await poll('customer ledger')).toEqual(signals(entry, invoice.id))
  })

  it('finds an entry that was committed after a higher number', async () => {
    const invoice = posted()
    const entry = tenant.finance.pay('20000', '10', invoice)
    const table = tenant.company.table(detailedEntries)
    const late = table.filter((row) => row.customerLedgerEntryNumber === entry)
    for (const { id } of late) table.delete(id)
    const other = tenant.finance.pay('10000', '5')
    expect(await poll('customer ledger')).not.toContain(`ledgerPayment updated ${entry}`)
    for (const row of late) table.insert({ ...row })
    expect(await poll('customer ledger')).toContain(`ledgerPayment updated ${entry}`)
    expect(other).toBeGreaterThan(entry)
    expect(await poll('customer ledger')).toEqual([])
  })

  it('loses nothing when the sink cannot take it', async () => {
    sink.failures = [new Error('the database is gone')]
    await expect(poll('customer ledger')).rejects.toThrow('the database is gone')
    expect((await poll('customer ledger')).length).toBeGreaterThan(0)
  })

  it('does not ask entry by entry', async () => {
    tenant.calls()
    await poll('customer ledger')
    // Entries, what is overdue and open entries, a page each, and the ids of customers and invoices.
    expect(tenant.calls().length).toBeLessThanOrEqual(5)
  })

  it('is read for the sake of balances too', async () => {
    const connector = await tenant.connect({}, [customer])
    expect(connector.changes.map(({ name }) => name)).toContain('Business Central customer ledger')
  })
})
