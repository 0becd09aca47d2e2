import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { createSystem } from '../../bridge/src/system.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { settle } from '../support/settle.ts'
import { clockOfTheBridge } from './clock-of-the-bridge.ts'
import { aDesk } from './desk.ts'
import type { Place } from './places.ts'
import { agree } from './shown-money.ts'

/**
 * What a person confirms is what Salesforce showed when they asked: whatever the clock of the bridge says, and whatever its database
 * remembers; in two companies and currencies.
 */
const desk = aDesk()
const { ask, hear, places, posts, said, seen, test } = desk
const behind = clockOfTheBridge(test)

const hearDraft = ({ office }: Place, { id }: Pick<Row, 'id'>) => hear(salesInvoice, id, office.books.company.id)
const confirmed = ({ office }: Place, row: Pick<Row, 'id'>) => ({
  BC_Invoice__c: seen(office, row).Id,
  BC_Confirmed__c: true,
})
/** A draft over one piece at 1000 that Salesforce shows; nobody has looked at it yet. */
async function draft(place: Place) {
  const lines = [{ item: '1896-S', quantity: '1', unitPrice: '1000' }]
  const row = place.office.books.draft('salesInvoices', place.partner.number, lines)
  await hearDraft(place, row)
  await test.advance(5)
  return row
}
/** Finance makes it so many pieces. */
function edit({ office }: Place, { id }: Pick<Row, 'id'>, quantity: string): void {
  const [line] = office.books.linesOf('salesInvoices', id)
  office.books.edit('salesInvoiceLines', line?.id ?? '', { quantity })
}
/** The command has failed or not, and so many calls have posted something. */
const outcome = (id: string, before: number) => ({ status: said(id).status, posts: posts().length - before })
const refused = { status: 'Failed', posts: 0 }
const done = { status: 'Done', posts: 1 }

const clocks = [
  ...[0, 20].map((seconds) => ({ place: places[0], seconds, where: places[0].where })),
  ...[20, -20].map((seconds) => ({ place: places[1], seconds, where: places[1].where })),
]

it.each(clocks)('is not posted when Salesforce showed it later, the clock $seconds s behind, $where', async (each) => {
  const { place, seconds } = each
  await behind(seconds)
  const row = await draft(place)
  await test.advance(30)
  const asked = ask('Post Invoice', confirmed(place, row))
  await test.advance(5)
  edit(place, row, '2')
  await hearDraft(place, row)
  const before = posts().length
  await hear(commands, asked)
  expect(outcome(asked, before)).toEqual(refused)
  expect(said(asked).message).toContain('The draft was changed after its posting was confirmed')
})

it.each(clocks)('is posted when Salesforce showed it so, the clock $seconds s behind, $where', async (each) => {
  const { place, seconds } = each
  await behind(seconds)
  const row = await draft(place)
  edit(place, row, '2')
  await hearDraft(place, row)
  await test.advance(5)
  const asked = ask('Post Invoice', confirmed(place, row))
  const before = posts().length
  await hear(commands, asked)
  expect(outcome(asked, before)).toEqual(done)
})

it.each(places)('is posted when it was put back since, the clock behind or before, $where', async (place) => {
  for (const seconds of [20, -20]) {
    await behind(seconds)
    const row = await draft(place)
    await test.advance(30)
    const asked = ask('Post Invoice', confirmed(place, row))
    await test.advance(5)
    edit(place, row, '2')
    await hearDraft(place, row)
    edit(place, row, '1')
    const before = posts().length
    await hear(commands, asked)
    expect({ seconds, ...outcome(asked, before) }).toEqual({ seconds, ...done })
  }
})

it.each(places)('is not posted when it was changed in the second in which somebody asked, $where', async (place) => {
  const row = await draft(place)
  const asked = ask('Post Invoice', confirmed(place, row))
  edit(place, row, '2')
  await hearDraft(place, row)
  const before = posts().length
  await hear(commands, asked)
  expect(outcome(asked, before)).toEqual(refused)
  expect(said(asked).message).toContain('in the very moment')
})

it.each(places)(
  'is posted as Salesforce shows it when an automation asks for it there and then, $where',
  async (place) => {
    const row = await draft(place)
    await test.advance(30)
    edit(place, row, '2')
    const { salesforce } = test.sandboxes
    salesforce.assign('integration@sandbox.example', 'BC_Sync_Admin')
    const writer = test.system.connectors.find(({ system }) => system === 'salesforce')?.writer
    if (!writer) throw new Error('nobody writes')
    const write = writer.write.bind(writer)
    let asked = ''
    const spy = vi.spyOn(writer, 'write').mockImplementationOnce(async (...given) => {
      const written = await write(...given)
      const made = salesforce.dml.insert({ userId: salesforce.userId, api: 'rest' }, 'BC_Command__c', {
        BC_Action__c: 'Post Invoice',
        ...confirmed(place, row),
      })
      if (!made.success) throw new Error(JSON.stringify(made.errors))
      asked = made.id
      // The answer takes its time.
      await test.advance(3)
      return written
    })
    await hearDraft(place, row)
    spy.mockRestore()
    const before = posts().length
    await hear(commands, asked)
    expect(outcome(asked, before)).toEqual(done)
  },
)

it('is not posted by a bridge with a new database when Salesforce was renewed after somebody asked', async () => {
  const asked: string[] = []
  const rows: (() => Record<string, unknown>)[] = []
  for (const place of places) {
    const row = await draft(place)
    rows.push(() => seen(place.office, row))
    asked.push(ask('Post Invoice', confirmed(place, row)))
    await test.advance(10)
    edit(place, row, '2')
  }
  const before = posts().length
  const store = await test.database.freshStore(test.clock)
  const other = await createSystem(test.config, { clock: test.clock, log: pino({ level: 'silent' }), store })
  try {
    await other.catalogue.refresh()
    const counter = other.connectors.find(({ system }) => system === 'salesforce')?.desk
    if (!counter) throw new Error('there is no desk')
    // It finds its links again before it looks at the desk.
    const closed = vi.spyOn(counter, 'unfinished').mockResolvedValue([])
    await settle(other, test.sandboxes)
    closed.mockRestore()
    expect(rows.map((row) => Number(row().BC_Total__c) > 2000)).toEqual([true, true])
    await other.sink.accept([{ entity: commands, company: '', id: 'any', kind: 'updated', echo: false }])
    await other.worker.drain()
    for (const id of asked) expect(said(id)).toMatchObject({ status: 'Failed' })
    expect(said(asked[0] ?? '').message).toContain('is not on record')
  } finally {
    await other.close()
  }
  expect(posts().length).toBe(before)
})

it('what was posted shows to the cent, in the currency of the document and in that of the company', async () => {
  await agree(test, desk.offices)
})
