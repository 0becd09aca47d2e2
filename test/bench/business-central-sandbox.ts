import { setTimeout } from 'node:timers/promises'
import { createBusinessCentralEmulator, type BusinessCentralEmulator } from '../emulators/business-central/index.ts'
import { postInvoice, postPayment, reverse, unapply } from '../emulators/business-central/posting/index.ts'
import { createBooks } from '../emulators/business-central/posting/testing/books.ts'
import { memoryInUse, rate } from './measure.ts'
import type { Result } from './result.ts'

const suite = 'business-central-sandbox'

/** How fast the sandbox answers over HTTP, and what a million rows cost. */
export async function businessCentralSandbox(): Promise<Result[]> {
  // Before there is a connection: its work leaves no time to keep one alive.
  const posted = postAndPay()
  const bc = await createBusinessCentralEmulator({
    switches: { limits: { requestsPerFiveMinutes: Number.MAX_SAFE_INTEGER, running: 5, waiting: 95 } },
  })
  try {
    return [await keyedRead(bc), await batchOfUpserts(bc), ...posted, await longPage(bc), ...(await millionRows(bc))]
  } finally {
    await bc.close()
  }
}

/** Address of the first company, and a call that must succeed. */
function clientOf(bc: BusinessCentralEmulator) {
  const [company] = bc.companies
  if (!company) throw new Error('The sandbox has no company.')
  const root = `${bc.url}/v2.0/${bc.tenantId}/${bc.environment}/api/v2.0`
  const call = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(`${root}/${path}`, {
      ...init,
      headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${text.slice(0, 500)}`)
    return text
  }
  return { company, call }
}

async function keyedRead(bc: BusinessCentralEmulator): Promise<Result> {
  const { company, call } = clientOf(bc)
  const ids = company.table('customers').all()
  const value = await rate(2000, (turn) =>
    call(`companies(${company.id})/customers(${ids[turn % ids.length]?.id ?? ''})`),
  )
  return { name: `${suite}/keyed-read`, params: { clients: 1 }, value, unit: 'requests/s' }
}

/** Half of the parts change a customer that is there, half make a new one: what a make-it-so writer sends. */
async function batchOfUpserts(bc: BusinessCentralEmulator): Promise<Result> {
  const { company, call } = clientOf(bc)
  const parts = 100
  const known = company.table('customers').all()
  const set = `companies(${company.id})/customers`
  const headers = { 'content-type': 'application/json', 'if-match': '*' }
  const value = await rate(2000, async (turn) => {
    const requests = Array.from({ length: parts }, (_, at) => {
      const body = { displayName: `Bench ${turn}-${at}`, city: 'Atlanta' }
      const change = known[at % known.length]
      return at % 2 === 0 && change
        ? { id: `${at}`, method: 'PATCH', url: `${set}(${change.id})`, headers, body }
        : { id: `${at}`, method: 'POST', url: set, headers, body }
    })
    const text = await call('$batch', { method: 'POST', body: JSON.stringify({ requests }) })
    const { responses } = JSON.parse(text) as { responses: { status: number }[] }
    if (responses.length !== parts || responses.some(({ status }) => status >= 400))
      throw new Error(`A part of the batch failed: ${text.slice(0, 500)}`)
  })
  return { name: `${suite}/batch-of-upserts`, params: { parts }, value: value * parts, unit: 'upserts/s' }
}

const invoices = 10_000

/**
 * Posts invoices of one customer, a part payment for each, every tenth taken back again: how fast, and how much slower the
 * last thousand is than the first (1 = not at all; a scan of the ledger would make it many times that).
 */
function postAndPay(): Result[] {
  const { company, adatum, lamp, desk, draft, sale } = createBooks()
  const thousand = (): number => {
    const start = performance.now()
    for (let turn = 0; turn < 1000; turn++) {
      const { id } = postInvoice(company, draft('salesInvoice', [sale(lamp, '1'), sale(desk, '1')]).id)
      const payment = { customerId: adatum.id, amount: '100', closes: [{ invoiceId: id }] }
      const { entry, application } = postPayment(company, payment)
      if (turn % 10 > 0 || application === undefined) continue
      unapply(company, application)
      reverse(company, Number(entry.entryNumber))
    }
    return performance.now() - start
  }
  const times = Array.from({ length: invoices / 1000 }, thousand)
  const whole = times.reduce((total, each) => total + each, 0) / 1000
  const slower = (times.at(-1) ?? 0) / (times[0] ?? 1)
  const params = { invoices }
  return [
    { name: `${suite}/post-and-pay`, params, value: invoices / whole, unit: 'invoices/s' },
    { name: `${suite}/post-and-pay-growth`, params, value: slower, unit: 'last/first' },
  ]
}

const longest = 20_000

async function longPage(bc: BusinessCentralEmulator): Promise<Result> {
  const { company, call } = clientOf(bc)
  fill(bc, 'items', longest)
  const value = await rate(3000, async () => {
    const { value: rows } = JSON.parse(await call(`companies(${company.id})/items`)) as { value: unknown[] }
    if (rows.length !== longest) throw new Error(`The page has ${rows.length} rows.`)
  })
  return { name: `${suite}/long-page`, params: { rows: longest }, value: value * longest, unit: 'rows/s' }
}

async function millionRows(bc: BusinessCentralEmulator): Promise<Result[]> {
  const { company, call } = clientOf(bc)
  const rows = 1_000_000
  const before = memoryInUse()
  fill(bc, 'customers', rows)
  const value = memoryInUse() - before
  const memory: Result = { name: `${suite}/memory`, params: { rows }, value, unit: 'MiB' }
  // Filling took longer than the server keeps a silent connection: let both ends notice before the next request.
  await setTimeout(100)
  await call(`companies(${company.id})/customers?$filter=number eq 'B999999'`)
  const found = await rate(2000, (turn) =>
    call(`companies(${company.id})/customers?$filter=number eq 'B${rows - 1 - turn}'`),
  )
  return [memory, { name: `${suite}/filtered-read`, params: { rows }, value: found, unit: 'requests/s' }]
}

/** Rows as the seed plants them: past the pages, into the tables. */
function fill(bc: BusinessCentralEmulator, set: 'customers' | 'items', rows: number): void {
  const table = bc.companies[0]?.table(set)
  const [like] = table?.all() ?? []
  if (!table || !like) throw new Error(`There are no ${set} to go by.`)
  const values = Object.fromEntries(Object.entries(like).filter(([name]) => name !== 'id'))
  for (let at = table.size; at < rows; at++)
    table.insert({ ...values, number: `B${at}`, displayName: `Bench ${at}`, city: `City ${at % 1000}` })
}
