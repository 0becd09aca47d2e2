import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listen, type Listening } from '../emulators/kit/listen.ts'
import { createSalesforceEmulator, type SalesforceEmulator } from '../emulators/salesforce/index.ts'
import { deployPackage } from '../support/deploy-package.ts'
import { buildWorkbench, workbenchRoutes } from '../workbench/index.ts'
import { contosoToday } from '../workbench/testing/contoso.ts'
import { launchChromium } from './chromium.ts'

const rep = 'rep@sandbox.example'
const company = '0f8fad5b-d9cb-469f-a165-70867728950e'

let salesforce: SalesforceEmulator
let server: Listening
let browser: Browser
let page: Page
let accountId: string

/** Writes through REST as a user, who may do only what their permission sets say. */
async function write(
  username: string,
  method: string,
  path: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<string> {
  const response = await fetch(`${salesforce.instanceUrl}/services/data/v67.0/sobjects/${path}`, {
    method,
    headers: { authorization: `Bearer ${salesforce.signIn(username)}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
  return text === '' ? '' : (JSON.parse(text) as { id: string }).id
}

/** What the bridge does: upsert by key, as its own user. */
const upsert = (object: string, record: string, fields: Readonly<Record<string, unknown>>) =>
  write('integration@sandbox.example', 'PATCH', `${object}/BC_Key__c/${company}:${record}`, fields)

const reference = (record: string) => ({ BC_Key__c: `${company}:${record}` })

async function fill(): Promise<void> {
  await upsert('BC_Customer__c', 'customer', {
    Name: 'Contoso Instruments',
    BC_Account__c: accountId,
    BC_Number__c: 'C00010',
    BC_Company__c: 'CRONUS USA, Inc.',
    BC_Balance__c: 1000.3,
    BC_Overdue__c: 1000.3,
    BC_Credit_Limit__c: 5000,
    BC_Blocked__c: 'None',
    BC_Currency_Code__c: 'USD',
    BC_Balance_As_Of__c: '2026-11-21T14:00:00Z',
  })
  await upsert('BC_Invoice__c', 'invoice', {
    Name: 'PS-INV103001',
    BC_Customer__r: reference('customer'),
    BC_Account__c: accountId,
    BC_Type__c: 'Invoice',
    BC_Status__c: 'Open',
    BC_Invoice_Date__c: '2026-10-01',
    BC_Due_Date__c: '2026-10-31',
    BC_Total__c: 1000.3,
    BC_Remaining__c: 1000.3,
    BC_Currency_Code__c: 'USD',
  })
  await upsert('BC_Invoice_Line__c', 'line', {
    BC_Invoice__r: reference('invoice'),
    BC_Sequence__c: 10000,
    BC_Item_Number__c: '1896-S',
    BC_Description__c: 'ATHENS Desk',
    BC_Quantity__c: 1,
    BC_Unit_Price__c: 1000.3,
    BC_Amount__c: 1000.3,
  })
}

/** A part payment, as the bridge writes it. */
async function pay(): Promise<void> {
  await upsert('BC_Payment__c', 'payment', {
    Name: 'PAY-0001',
    BC_Customer__r: reference('customer'),
    BC_Type__c: 'Payment',
    BC_Document_Number__c: 'PAY-0001',
    BC_Posting_Date__c: '2026-11-21',
    BC_Amount__c: 400.1,
    BC_Unapplied_Amount__c: 0,
    BC_Currency_Code__c: 'USD',
  })
  await upsert('BC_Payment_Application__c', 'application', {
    BC_Payment__r: reference('payment'),
    BC_Invoice__r: reference('invoice'),
    BC_Amount__c: 400.1,
    BC_Applied_Date__c: '2026-11-21',
  })
  await upsert('BC_Invoice__c', 'invoice', { BC_Remaining__c: 600.2 })
}

beforeAll(async () => {
  salesforce = await createSalesforceEmulator()
  await deployPackage(salesforce)
  salesforce.assign('integration@sandbox.example', 'BC_Integration')
  accountId = await write(rep, 'POST', 'Account', { Name: 'Contoso Instruments', Type: 'Customer - Direct' })
  const app = await workbenchRoutes({
    dir: (await buildWorkbench()).dir,
    salesforce: { instanceUrl: salesforce.instanceUrl, accessToken: () => salesforce.signIn(rep) },
    actions: [],
    state: async () => ({ sections: [] }),
  })
  server = await listen(app.fetch)
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await salesforce.close()
})

beforeEach(async () => {
  const context = await browser.newContext({ locale: 'en-US' })
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
  await page.clock.install({ time: contosoToday })
})

afterEach(() => page.context().close())

const open = () => page.goto(`${server.url}/?recordId=${accountId}&refreshSeconds=5`)

describe('the panel over an org', () => {
  it('names the permission set to a rep who lacks it, and works once it is assigned', async () => {
    await open()
    await page.getByText('Ask your admin for the permission set BC Billing User.').waitFor()
    salesforce.assign(rep, 'BC_Billing_User')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('This account is not a customer in Business Central yet.').waitFor()
  })
})

describe('the panel over an org the bridge has written to', () => {
  beforeAll(async () => {
    salesforce.assign(rep, 'BC_Billing_User')
    await fill()
  })

  it('shows what was written with the rights of BC_Integration alone', async () => {
    await open()
    const figures = page.getByRole('region', { name: 'Key figures' })
    await figures.getByText('1 late · oldest 21 d').waitFor()
    expect(await figures.innerText()).toMatch(/1,000\.30\s*USD[\s\S]*3,999\.70\s*USD/)
    await page.getByRole('button', { name: /lines and payments of PS-INV103001/ }).click()
    await page.getByRole('cell', { name: 'ATHENS Desk' }).waitFor()
    await page.getByText('Nothing has been applied to this document yet.').waitFor()
  })

  it('shows a part payment without being touched', async () => {
    await open()
    await page.getByRole('button', { name: /lines and payments of PS-INV103001/ }).click()
    await page.getByText('Nothing has been applied to this document yet.').waitFor()
    await pay()
    await page.clock.runFor(6_000)
    await page.getByRole('cell', { name: 'PAY-0001' }).waitFor()
    await page.getByText('Partly paid').waitFor()
    await page.getByRole('cell', { name: '600.20 USD' }).waitFor()
    // Business Central has not been asked for the balance again since: the panel says so rather than choose.
    await page.getByText('Business Central last said 1,000.30 USD').waitFor()
  })
})
