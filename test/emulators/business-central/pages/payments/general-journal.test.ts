import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
let journal: string
beforeAll(async () => {
  client = await startClient()
})
beforeEach(() => {
  client.bc.reset()
  journal = client.id('journals', 'code', 'DEFAULT')
})
afterAll(() => client.bc.close())

const line = (body: object) =>
  client.post(`journals(${journal})/journalLines`, { documentNumber: 'J1', amount: 100, ...body })
const post = () => client.post(`journals(${journal})/Microsoft.NAV.post`)
const ledger = async () =>
  (await client.get("generalLedgerEntries?$filter=documentNumber eq 'J1'")).value.map((row) => [
    row['accountNumber'],
    row['debitAmount'],
    row['creditAmount'],
    row['documentType'],
  ])
const account = (accountNumber: string) => ({ accountNumber })

test('lines of one document balance each other; posted, they are gone', async () => {
  const first = await line(account('10100'))
  expect(first.json).toMatchObject({
    lineNumber: 10_000,
    accountType: 'G_x002F_L_x0020_Account',
    accountId: client.id('accounts', 'number', '10100'),
    postingDate: '2026-03-16',
  })
  await line({ ...account('40200'), amount: -60.5 })
  await line({ ...account('40100'), amount: -39.5 })
  expect((await post()).status).toBe(204)
  expect(await ledger()).toEqual([
    ['10100', 100, 0, '_x0020_'],
    ['40200', 0, 60.5, '_x0020_'],
    ['40100', 0, 39.5, '_x0020_'],
  ])
  expect((await client.get(`journals(${journal})/journalLines`)).value).toEqual([])
  expect((await post()).message).toContain('There is nothing to post.')
})

test('customer, vendor and bank account, each against a balancing account', async () => {
  const customer = client.id('customers', 'number', '10000')
  const balance = async () =>
    (await client.get(`customers(${customer})?$expand=customerFinancialDetail`)).json['customerFinancialDetail']
  const { balance: before } = (await balance()) as { balance: number }
  const against = { balancingAccountNumber: '40200' }
  const vendor = client.bc.company(client.usa).table('vendors').all()[0]
  expect((await line({ accountType: 'Customer', accountNumber: '10000', ...against })).status).toBe(201)
  expect((await line({ accountType: 'Vendor', accountId: vendor?.id, amount: -250, ...against })).json).toMatchObject({
    accountNumber: vendor?.['number'],
    lineNumber: 20_000,
  })
  expect((await line({ accountType: 'Bank_x0020_Account', accountNumber: 'CHECKING', ...against })).status).toBe(201)
  expect((await post()).status).toBe(204)
  expect(await balance()).toMatchObject({ balance: before + 100 })
  const owed = await client.get(`vendors(${vendor?.id ?? ''})`)
  expect(owed.json['balance']).toBe(250)
  expect((await client.delete(`vendors(${vendor?.id ?? ''})`)).status).toBe(400)
  expect(await ledger()).toEqual([
    ['40200', 0, 100, '_x0020_'],
    ['10400', 100, 0, '_x0020_'],
    ['40200', 250, 0, '_x0020_'],
    ['20100', 0, 250, '_x0020_'],
    ['40200', 0, 100, '_x0020_'],
    ['10100', 100, 0, '_x0020_'],
  ])
})

describe('posting is refused, and nothing is posted', () => {
  test.each([
    ['out of balance', [account('10100'), { ...account('40100'), amount: -99.99 }], 'out of balance by 0.01'],
    [
      'balanced over two documents only',
      [account('10100'), { ...account('40100'), amount: -100, documentNumber: 'J2' }],
      'Document No. J1 is out of balance',
    ],
    ['an amount of nothing', [{ ...account('10100'), amount: 0 }], 'Amount must have a value'],
    ['no account', [{ amount: 5 }], 'Account No. must have a value'],
    [
      'an account closed to postings by hand',
      [{ ...account('10400'), balancingAccountNumber: '40100' }],
      "Direct Posting must be equal to 'Yes'",
    ],
    [
      'a closed period',
      [{ ...account('10100'), balancingAccountNumber: '40100', postingDate: '2019-01-01' }],
      'allowed posting dates',
    ],
  ])('%s', async (_what, lines, says) => {
    const company = client.bc.company(client.usa)
    const [setup] = company.table('generalLedgerSetup').all()
    company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2026-01-01' })
    for (const body of lines) expect((await line(body)).status).toBe(201)
    const reply = await post()
    expect([reply.status, reply.code]).toEqual([400, 'Application_DialogException'])
    expect(reply.message).toContain(says)
    expect(await ledger()).toEqual([])
    expect((await client.get(`journals(${journal})/journalLines`)).value).toHaveLength(lines.length)
  })

  test('a blocked customer, a blocked bank account, an account type of which the sandbox keeps no books', async () => {
    const company = client.bc.company(client.usa)
    const against = { balancingAccountNumber: '40100' }
    const tried = async (body: object) => {
      const made = await line({ ...body, ...against })
      const reply = await post()
      await client.delete(`journalLines(${String(made.json['id'])})`)
      return reply
    }
    company.table('customers').update(client.id('customers', 'number', '10000'), { blocked: 'Invoice' })
    company.table('bankAccounts').update(client.id('bankAccounts', 'number', 'CHECKING'), { blocked: true })
    expect((await tried({ accountType: 'Customer', accountNumber: '10000' })).message).toContain('blocked with type')
    const bank = await tried({ accountType: 'Bank_x0020_Account', accountNumber: 'CHECKING' })
    expect(bank.message).toContain("Blocked must be equal to 'No' in Bank Account")
    const other = await tried({ accountType: 'Employee', accountNumber: 'EH' })
    expect([other.status, other.code]).toEqual([501, 'NotSupportedBySandbox'])
  })
})

test('a line is refused when nothing of its type has that id or number, and follows a change of type', async () => {
  const code = async (body: object) => (await line(body)).code
  expect(await code(account('0815'))).toBe('Application_DialogException')
  expect(await code({ accountType: 'Customer', accountNumber: '0815' })).toBe('Internal_InvalidTableRelation')
  expect(await code({ accountId: client.id('customers', 'number', '10000') })).toBe('Application_DialogException')
  const both = { accountId: client.id('accounts', 'number', '10100'), accountNumber: '40100' }
  expect(await code(both)).toBe('Application_DialogException')
  const { json } = await line(account('10100'))
  const path = `journalLines(${String(json['id'])})`
  expect((await client.patch(path, { accountType: 'Customer' })).json).toMatchObject({ accountNumber: '' })
  const changed = await client.patch(path, { accountNumber: '20000' })
  expect(changed.json).toMatchObject({ accountType: 'Customer', accountId: client.id('customers', 'number', '20000') })
  expect((await client.patch(path, { journalId: client.id('customers', 'number', '10000') })).status).toBe(400)
})
