import { parse } from '../../soql/parse.ts'
import type { LookUp } from '../../soql/candidates.ts'
import { runQuery } from '../../soql/run.ts'
import { inRecycleBin } from '../../data/recycle-bin.ts'
import type { Row } from '../../records.ts'
import { ApiError } from '../../context.ts'
import { unableToLock } from '../../dml/errors.ts'
import { type Answer, badRequest, type Call, isRecord, notFound, type Operation, type RestWorld } from '../call.ts'
import { columnMetadata } from './columns.ts'

type Needs = Pick<RestWorld, 'store' | 'schema' | 'records' | 'clock' | 'switches' | 'locators' | 'locks'>

/** `Sforce-Query-Options: batchSize=200` to 2000. */
function batchSize(call: Call, { switches }: Pick<RestWorld, 'switches'>): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(call.headers.get('sforce-query-options') ?? '')?.[1]
  return asked === undefined ? switches.queryBatchSize : Math.min(2000, Math.max(200, Number(asked)))
}

interface Page {
  readonly records: readonly unknown[]
  readonly totalSize: number
  readonly next?: string
}

const pageAnswer = (page: Page, call: Call): Answer => ({
  status: 200,
  body:
    page.next === undefined
      ? { totalSize: page.totalSize, done: true, records: page.records }
      : {
          totalSize: page.totalSize,
          done: false,
          nextRecordsUrl: `${call.base}/query/${page.next}`,
          records: page.records,
        },
})

/** Objects that only a Dev Hub has, and that stay empty here: how the sf CLI tells a Dev Hub from other orgs. */
const emptyInDevHub = new Set(['scratchorginfo', 'activescratchorg'])

/** `FOR UPDATE` locks what it finds, for as long as the call lasts. */
function refuseHeld(records: readonly Record<string, unknown>[], { locks }: Pick<RestWorld, 'locks'>): void {
  const urls = records.map(({ attributes }) => (isRecord(attributes) ? String(attributes.url) : ''))
  const held = locks.heldOf(() => urls.map((url) => url.slice(url.lastIndexOf('/') + 1)))
  if (held.length > 0) throw new ApiError(400, unableToLock(held))
}

function run(call: Call, world: Needs, withDeleted: boolean): Answer {
  const text = call.query.get('q')
  if (text === null) throw badRequest('MALFORMED_QUERY', 'A query string has to be specified')
  const statement = parse(text)
  if (world.switches.devHub && emptyInDevHub.has(statement.query.sObject?.toLowerCase() ?? ''))
    return { status: 200, body: { totalSize: 0, done: true, records: [] } }
  const deleted = (object: string): readonly Row[] =>
    world.store
      .allDeleted(object)
      .filter((one) => inRecycleBin(one, world.clock.now()))
      // With what the row inherits: formulas of a deleted row are read like any other.
      .map(({ row }) =>
        Object.assign(Object.create(Object.getPrototypeOf(row) as object) as Row, row, { IsDeleted: true }),
      )
  const rowsOf = (object: string): readonly Row[] =>
    withDeleted || statement.allRows ? [...world.records.all(object), ...deleted(object)] : world.records.all(object)
  const lookUp: LookUp = (object, field, value) => {
    const ids = field === 'Id' ? [value] : world.store.findIndexed(object, field, value)
    return ids?.flatMap((id) => world.store.get(object, id) ?? [])
  }
  const indexes = withDeleted || statement.allRows ? {} : { lookUp }
  const queryWorld = { records: world.records, access: call.access, now: world.clock.now(), text }
  const found = runQuery(statement, { world: queryWorld, base: call.base, rowsOf, ...indexes })
  if (statement.query.for === 'UPDATE') refuseHeld(found.records, world)
  if (call.query.get('columns') === 'true') return { status: 200, body: columnMetadata(statement.query, world.schema) }
  if (found.records.length === 0) return { status: 200, body: { totalSize: found.totalSize, done: true, records: [] } }
  return pageAnswer(world.locators.open(found.records, batchSize(call, world)), call)
}

/** `GET /query?q=`. */
export const query: Operation<keyof Needs> = (call, world) => run(call, world, false)

/** `GET /queryAll?q=`: rows in the Recycle Bin too, `IsDeleted` tells them apart. */
export const queryAll: Operation<keyof Needs> = (call, world) => run(call, world, true)

/** `GET /query/{locator}`. */
export const queryMore: Operation<'locators'> = (call, world) => {
  const locator = call.params.locator ?? ''
  const page = world.locators.page(locator)
  if (!page) {
    if (!/^\w+-\d+$/.test(locator)) throw notFound()
    throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator')
  }
  return pageAnswer(page, call)
}
