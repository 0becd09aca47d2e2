import { expect, it } from 'vitest'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deactivate, deal, order, update, win } from './deals.ts'

/** Business unit, department, cost center and project travel as dimensions: of the customer, of documents and of lines. */
const { test, books } = aBridge(
  async () => {
    addDimension('COSTCENTER', 'CC1')
    addDimension('PROJECT', 'P1', 'P2')
    const fields = { BC_Business_Unit__c: 'OFFICE', BC_Cost_Center__c: 'CC1' }
    accountId = await createAccount(test.sandboxes, 'Acme Ltd.', fields)
    await test.settle()
  },
  { environment: { BC_DIMENSIONS: 'businessUnit=BUSINESSGROUP' } },
)
let accountId: string

const org = () => test.sandboxes.salesforce.records
const table = (name: string) => test.sandboxes.businessCentral.company(books.companyId).table(name)
const codeOf = (set: string, id: unknown) => String(table(set).get(String(id))?.code)
const dimensionsOf = (parentId: string | undefined) =>
  Object.fromEntries(
    table('_dimensionSetEntries')
      .filter((row) => row.parentId === parentId)
      .map((row) => [codeOf('dimensions', row.dimensionId), codeOf('dimensionValues', row.valueId)]),
  )
const made = (id: string) =>
  table('salesOrders').find((row) => String(row.externalDocumentNumber).includes(id.toUpperCase()))
const lines = [{ item: '1896-S', quantity: 1, fields: { BC_Department__c: 'PROD' } }]

/** A company that reckons by projects and cost centers too. */
function addDimension(code: string, ...values: string[]): void {
  const dimension = table('dimensions').insert({ code, displayName: code })
  for (const value of values)
    table('dimensionValues').insert({ dimensionId: dimension.id, code: value, displayName: value })
}

it('an account’s are the defaults of its customer, and change with it', async () => {
  const [customer] = books.customers('Acme Ltd.')
  const defaults = () =>
    table('defaultDimensions')
      .filter((row) => row.parentId === customer?.id)
      .map((row) => `${codeOf('dimensions', row.dimensionId)}=${codeOf('dimensionValues', row.dimensionValueId)}`)
      .sort()
  expect(defaults()).toEqual(['BUSINESSGROUP=OFFICE', 'COSTCENTER=CC1'])
  update(test.sandboxes, 'Account', accountId, { BC_Business_Unit__c: 'HOME' })
  await test.settle()
  expect(defaults()).toEqual(['BUSINESSGROUP=HOME', 'COSTCENTER=CC1'])
})

it('an order’s stand beside those of the customer, a line’s on the line', async () => {
  const { id } = order(test.sandboxes, accountId, lines, { BC_Department__c: 'SALES', BC_Project__c: 'P1' })
  await test.settle()
  expect(dimensionsOf(made(id)?.id)).toEqual({
    BUSINESSGROUP: 'HOME',
    COSTCENTER: 'CC1',
    DEPARTMENT: 'SALES',
    PROJECT: 'P1',
  })
  const [line] = books.linesOf('salesOrderLines', made(id)?.id ?? '')
  expect(dimensionsOf(line?.id)).toMatchObject({ DEPARTMENT: 'PROD' })

  deactivate(test.sandboxes, id)
  update(test.sandboxes, 'Order', id, { BC_Project__c: 'P2' })
  activate(test.sandboxes, id)
  await test.settle()
  expect(dimensionsOf(made(id)?.id)).toMatchObject({ DEPARTMENT: 'SALES', PROJECT: 'P2' })
})

it('an opportunity’s do as well', async () => {
  const { id } = deal(test.sandboxes, accountId, lines, { BC_Project__c: 'P1' })
  win(test.sandboxes, id)
  await test.settle()
  expect(dimensionsOf(made(id)?.id)).toMatchObject({ PROJECT: 'P1', COSTCENTER: 'CC1' })
})

it('a value that the company does not know holds the order back, before anything is made, until it is added', async () => {
  const { id } = order(test.sandboxes, accountId, lines, { BC_Project__c: 'P9' })
  await test.settle()
  expect(made(id)).toBeUndefined()
  expect(String(org().get('Order', id)?.BC_Sync_Message__c)).toContain(
    'In CRONUS USA, Inc. the dimension PROJECT has no value "P9".',
  )
  const project = table('dimensions').find((row) => row.code === 'PROJECT')
  table('dimensionValues').insert({ dimensionId: project?.id, code: 'P9', displayName: 'P9' })
  await test.advance(901)
  await test.settle()
  expect(dimensionsOf(made(id)?.id)).toMatchObject({ PROJECT: 'P9' })
})

it('a customer in euro of a second company has those of that company, on the order and on the deal', async () => {
  const company = test.sandboxes.businessCentral.companies[1]
  const there = test.sandboxes.businessCentral.company(company?.id ?? '')
  const abroad = await createAccount(test.sandboxes, 'Euro Ltd.', {
    ...{ BC_Company__c: company?.name, BC_Currency_Code__c: 'EUR' },
    BC_Department__c: 'PROD',
  })
  await test.settle()
  const sold = { item: '1896-S', quantity: 3, fields: { UnitPrice: 33.33, BC_Department__c: 'PROD' } }
  const inEuro = { BC_Currency_Code__c: 'EUR' }
  const { id: orderId } = order(test.sandboxes, abroad, [sold], { ...inEuro, BC_Department__c: 'SALES' })
  const { id: dealId } = deal(test.sandboxes, abroad, [sold], inEuro)
  win(test.sandboxes, dealId)
  // The project P1 is one of the first company only.
  const { id: strange } = order(test.sandboxes, abroad, [sold], { ...inEuro, BC_Project__c: 'P1' })
  await test.settle()
  const madeThere = (id: string) =>
    there.table('salesOrders').filter((row) => String(row.externalDocumentNumber).includes(id.toUpperCase()))
  const departmentOf = (parentId: string | undefined) =>
    there
      .table('_dimensionSetEntries')
      .filter((row) => row.parentId === parentId)
      .filter((row) => there.table('dimensions').get(String(row.dimensionId))?.code === 'DEPARTMENT')
      .map((row) => there.table('dimensionValues').get(String(row.valueId))?.code)
  for (const [id, department] of [
    [orderId, 'SALES'],
    [dealId, 'PROD'],
  ] as const) {
    const [only, ...others] = madeThere(id)
    expect(others).toEqual([])
    expect(only).toMatchObject({ currencyCode: 'EUR' })
    expect(Number(only?.totalAmountExcludingTax)).toBe(99.99)
    expect(departmentOf(only?.id)).toEqual([department])
    const [line] = there.table('salesOrderLines').filter((row) => row.documentId === only?.id)
    expect(departmentOf(line?.id)).toEqual(['PROD'])
    expect(made(id)).toBeUndefined()
  }
  expect(madeThere(strange)).toEqual([])
  expect(String(org().get('Order', strange)?.BC_Sync_Message__c)).toContain(String(company?.name))
  expect(org().get('Order', strange)?.BC_Sync_Status__c).toBe('Needs Attention')
})

it('an answer lost in between leaves one order with all of its dimensions', async () => {
  test.sandboxes.businessCentral.faults.arm({
    kind: 'write-done-but-504',
    match: 'POST .*/dimensionSetLines',
    times: 1,
  })
  const { id } = order(test.sandboxes, accountId, lines, { BC_Department__c: 'SALES', BC_Project__c: 'P1' })
  await test.settle()
  await test.advance(60)
  await test.settle()
  expect(
    table('salesOrders').filter((row) => String(row.externalDocumentNumber).includes(id.toUpperCase())),
  ).toHaveLength(1)
  expect(dimensionsOf(made(id)?.id)).toMatchObject({ DEPARTMENT: 'SALES', PROJECT: 'P1' })
  expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Synced')
})
