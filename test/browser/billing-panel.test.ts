import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listen, type Listening } from '../emulators/kit/listen.ts'
import { buildWorkbench, workbenchRoutes } from '../workbench/index.ts'
import { type CannedOrg, startCannedOrg } from '../workbench/testing/canned-org.ts'
import { contoso, contosoToday } from '../workbench/testing/contoso.ts'
import { launchChromium } from './chromium.ts'

let browser: Browser
let org: CannedOrg
let server: Listening
let page: Page
let complaints: string[]

/** The two warnings that lightning-tabset itself causes in synthetic shadow. */
const known = /which is not in the same shadow root/

async function open(width: number, query = 'recordId=001000000000001AAA'): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-US', hasTouch: width < 500 })
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !known.test(message.text())) complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) complaints.push(`asked for ${request.url()}`)
  })
  await page.clock.install({ time: contosoToday })
  await page.goto(`${server.url}/?${query}`)
}

/** Wider than the screen means that somebody must scroll sideways. */
const pageWidth = () => page.evaluate<number>('document.documentElement.scrollWidth')

async function violations(): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

const invoice = (number: string) => page.getByRole('button', { name: new RegExp(`lines and payments of ${number}`) })

beforeAll(async () => {
  const { dir } = await buildWorkbench()
  org = await startCannedOrg(contoso())
  const app = await workbenchRoutes({
    dir,
    salesforce: { instanceUrl: org.url, accessToken: () => 'rep' },
    actions: [
      { name: 'ship', label: 'Ship and invoice', run: async () => 'Posted PS-INV103040' },
      { name: 'pay', label: 'Pay the rest', run: () => Promise.reject(new Error('There is no open invoice')) },
    ],
    state: async () => ({
      sections: [{ title: 'Sales orders', rows: [{ Number: 'S-ORD103040', Status: 'Released' }] }],
    }),
  })
  server = await listen(app.fetch)
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await org.close()
})

beforeEach(() => {
  complaints = []
  org.data = contoso()
  org.errors = undefined
})

afterEach(async () => {
  await page.context().close()
})

describe.each([1280, 390])('the billing panel, %i pixels wide', (width) => {
  it('tells a rep what they need before a call', async () => {
    await open(width)
    await invoice('PS-INV103001').waitFor()
    const figures = page.getByRole('region', { name: 'Key figures' })
    await expect(figures.innerText()).resolves.toMatch(
      /Overdue\s+6,301\.20\s*USD[\s\S]*2 late · oldest 99 d[\s\S]*11,801\.50\s*USD[\s\S]*38,198\.50\s*USD[\s\S]*Shipping stopped/,
    )
    expect(complaints).toEqual([])
  })

  it('is accessible and as wide as the screen, with everything open', async () => {
    await open(width)
    await invoice('PS-INV103014').click()
    await page.getByText('ATHENS Desk').waitFor()
    expect(await pageWidth()).toBeLessThanOrEqual(width)
    expect(await violations()).toEqual([])
    for (const tab of ['Payments', 'Orders']) {
      await page.getByRole('tab', { name: tab }).click()
      await page.getByRole('table', { name: tab }).waitFor()
      expect(await violations()).toEqual([])
      expect(await pageWidth()).toBeLessThanOrEqual(width)
    }
  })
})

describe('the billing panel in a browser', () => {
  it('shows lines and payments of an invoice', async () => {
    await open(1280)
    await invoice('PS-INV103014').click()
    await page.getByRole('cell', { name: '2,001.60 USD' }).waitFor()
    await page.getByRole('cell', { name: 'PAY-0002' }).waitFor()
  })

  it('says for whom a draft waits that may not be posted yet', async () => {
    await open(1280)
    const row = page.getByRole('row', { name: /PS-INV102999/ })
    await row.getByText('Waits for approval by dana@example.com.').waitFor()
    expect(await row.getByText('Waiting', { exact: true }).count()).toBe(1)
  })

  it('filters by the ageing bar', async () => {
    await open(1280)
    await page.getByRole('button', { name: /Over 90 days late/ }).click()
    await invoice('PS-INV103014').waitFor({ state: 'detached' })
    expect(await invoice('PS-INV103001').count()).toBe(1)
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await invoice('PS-INV103014').waitFor()
  })

  it('changes to another company and never shows 0 for what it does not know', async () => {
    await open(1280)
    await page.getByRole('button', { name: 'CRONUS Europe' }).click()
    const figures = page.getByRole('region', { name: 'Key figures' })
    await figures.getByText('No limit set').waitFor()
    await figures.getByText('Not available').waitFor()
    expect(org.asked.at(-1)?.variables).toMatchObject({ customerId: 'a01000000000002AAA' })
  })

  it('refreshes itself and shows a payment that came in', async () => {
    await open(1280, 'recordId=001000000000001AAA&refreshSeconds=5')
    await invoice('PS-INV103001').waitFor()
    org.data.BillingDocuments.open = org.data.BillingDocuments.open.filter(({ Name }) => Name !== 'PS-INV103001')
    await page.clock.runFor(6_000)
    await invoice('PS-INV103001').waitFor({ state: 'detached' })
    await page.getByText('1 late · oldest 17 d').waitFor()
    expect(complaints).toEqual([])
  })

  it('keeps what it had when the org does not answer, and says so', async () => {
    await open(1280)
    await invoice('PS-INV103001').waitFor()
    org.errors = [{ message: 'SERVER_UNAVAILABLE' }]
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByText('The billing status could not be refreshed.').first().waitFor()
    expect(await invoice('PS-INV103001').count()).toBe(1)
    org.errors = undefined
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
  })

  it('says why an account has no billing status', async () => {
    org.data.BillingCustomers.BC_Customer__c = []
    org.data.BillingCustomers.Account = [
      {
        Id: '001000000000001AAA',
        BC_Number__c: null,
        BC_Sync_Status__c: 'Needs Attention',
        BC_Sync_Message__c: 'The tax id is used by customer C00020.',
      },
    ]
    await open(1280)
    await page.getByText('This account is not a customer in Business Central yet.').waitFor()
    await page.getByText('The tax id is used by customer C00020.').waitFor()
  })

  it('tells how to give it an account', async () => {
    await open(1280, '')
    await page.getByText('Add ?recordId=').waitFor()
  })
})

describe('the side of finance', () => {
  it('shows the books and does what its buttons say', async () => {
    await open(1280)
    await page.getByRole('cell', { name: 'S-ORD103040', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Ship and invoice' }).click()
    await page.getByText('Posted PS-INV103040').waitFor()
    await page.getByRole('button', { name: 'Pay the rest' }).click()
    await page.getByText('Pay the rest failed: There is no open invoice').waitFor()
  })
})
